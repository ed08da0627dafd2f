import type { AskedEffect } from './asked-effect.ts';
import { noEffects, type Effects } from './effects.ts';
import type { Reacting } from './reacting.ts';
import type { Cause, Situation } from './situation.ts';

/** What holds at a moment, without since when and until when. */
export type Holding = Omit<Situation, 'since' | 'until'>;

/**
 * What holds while some events run, which are given in the order in which they win. Effects of different kinds combine: each is that of
 * the first event that asks for it. The first event is the winner, also where it asks for nothing. The alarms of all events count.
 */
export function combine(running: readonly Reacting[]): Holding {
  const causes: Cause[] = [];
  function first<K extends keyof Effects>(effect: K): Effects[K] {
    for (const { id, asked } of running) {
      const found: AskedEffect<Effects[K]> | undefined = asked().effects[effect];
      if (!found) continue;
      causes.push({ effect, event: id, by: found.by });
      return found.value;
    }
    return noEffects[effect];
  }
  const effects: Effects = {
    chat: first('chat'),
    text: first('text'),
    lamp: first('lamp'),
    doNotDisturb: first('doNotDisturb'),
    internal: first('internal'),
    external: first('external'),
    groups: first('groups'),
  };
  return {
    effects,
    causes,
    alarms: running.flatMap(({ asked }) => asked().alarms),
    winner: running[0]?.id ?? null,
  };
}
