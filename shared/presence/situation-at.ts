import { isDeepStrictEqual } from 'node:util';
import type { Holding } from './combine.ts';
import { courseOf, sameSince, sameUntil } from './course.ts';
import type { PresenceInput } from './presence-input.ts';
import type { Situation } from './situation.ts';

export type { PresenceInput } from './presence-input.ts';

/**
 * What holds for an account at a moment; pure. An event runs from its start up to but without its end, so that of two adjacent ones
 * the second takes over at once. `since` and `until` are the moments at which effects or winner change, not borders of events as such.
 */
export function situationAt(input: PresenceInput, now: Date): Situation {
  const course = courseOf(input);
  const part = course.partAt(now.getTime());
  return {
    ...course.holding(part),
    since: toIso(sameSince(course, part, hasSameEffects)),
    until: toIso(sameUntil(course, part, hasSameEffects)),
  };
}

/** The first moment after `now` at which anything of what holds changes, be it only a cause or an alarm; undefined: not in sight. */
export function nextChange(input: PresenceInput, now: Date): Date | undefined {
  const course = courseOf(input);
  const moment = sameUntil(course, course.partAt(now.getTime()), isDeepStrictEqual);
  return moment === undefined ? undefined : new Date(moment);
}

function hasSameEffects(one: Holding, other: Holding): boolean {
  return one.winner === other.winner && isDeepStrictEqual(one.effects, other.effects);
}

function toIso(moment: number | undefined): string | null {
  return moment === undefined ? null : new Date(moment).toISOString();
}
