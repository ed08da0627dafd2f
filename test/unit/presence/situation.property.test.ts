import fc from 'fast-check';
import { thorough } from '../../thoroughness.ts';
import { describe, expect, it } from 'vitest';
import type { Holding } from '../../../shared/presence/combine.ts';
import { nextChange, situationAt } from '../../../shared/presence/situation-at.ts';
import { timelineOf } from '../../../shared/presence/timeline.ts';
import { oracleOf, type Expected } from './oracle.ts';
import { scenes, type Scene } from './random-calendars.ts';
import { minutes, momentOf } from './wall-clock.ts';

/** All that holds, in the way of the oracle. */
function told({ effects, winner, causes, alarms }: Holding): string {
  const short: Expected = {
    ...{ effects, winner },
    causes: causes.map(({ effect, event, by }) => `${effect} ${event} ${by}`),
    alarms: alarms.map(({ event, side }) => `${event} ${side}`),
  };
  return JSON.stringify(short);
}

/** What the oracle says at each minute. */
function expectations(scene: Scene): { whole: string[]; effects: string[] } {
  const oracle = oracleOf(scene);
  const all = Array.from({ length: minutes }, (_, minute) => oracle(minute));
  const written = new Map(
    all.map((one) => [one, [JSON.stringify(one), JSON.stringify([one.effects, one.winner])] as const]),
  );
  return { whole: all.map((one) => written.get(one)![0]), effects: all.map((one) => written.get(one)![1]) };
}

describe('the situation', () => {
  it('is at every minute what a plain look at the whole calendar says', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { whole } = expectations(scene);
        const segments = timelineOf(scene.input, momentOf(scene.clock, 0), momentOf(scene.clock, minutes));
        let minute = 0;
        for (const segment of segments) {
          const tells = told(segment);
          expect(segment.from).toEqual(momentOf(scene.clock, minute));
          for (; momentOf(scene.clock, minute) < segment.to; minute += 1) {
            if (whole[minute] !== tells) expect([minute, tells]).toEqual([minute, whole[minute]]);
          }
        }
        expect(minute).toBe(minutes);
      }),
      { numRuns: thorough(50, 1500) },
    );
  });

  it('changes exactly when the next change is told', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { whole } = expectations(scene);
        const changes = whole.flatMap((one, minute) => (minute > 0 && one !== whole[minute - 1] ? [minute] : []));
        const found: number[] = [];
        for (let now = momentOf(scene.clock, 0); ;) {
          const next = nextChange(scene.input, now);
          if (!next) break;
          found.push((next.getTime() - scene.clock.start) / 60_000);
          now = next;
        }
        expect(found).toEqual(changes);
      }),
      { numRuns: thorough(50, 1500) },
    );
  });

  it('tells since when and until when effects and winner are the same', () => {
    const looks = fc.array(fc.nat(minutes - 1), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(scenes, looks, (scene, times) => {
        const { whole, effects } = expectations(scene);
        for (const time of times) {
          const [later, earlier] = [effects.findIndex((one, minute) => minute > time && one !== effects[time]),
            effects.findLastIndex((one, minute) => minute < time && one !== effects[time])]; // prettier-ignore
          const situation = situationAt(scene.input, momentOf(scene.clock, time));
          expect(told(situation)).toBe(whole[time]);
          expect(situation.since).toBe(earlier < 0 ? null : momentOf(scene.clock, earlier + 1).toISOString());
          expect(situation.until).toBe(later < 0 ? null : momentOf(scene.clock, later).toISOString());
        }
      }),
      { numRuns: thorough(33, 1000) },
    );
  });

  it('is the same in whatever order events come', () => {
    fc.assert(
      fc.property(scenes, fc.nat(), ({ input, clock }, turn) => {
        const pivot = turn % (input.events.length + 1);
        const events = [...input.events.slice(pivot), ...input.events.slice(0, pivot)].reverse();
        const [from, to] = [momentOf(clock, 0), momentOf(clock, minutes)];
        expect(timelineOf({ ...input, events }, from, to)).toEqual(timelineOf(input, from, to));
      }),
      { numRuns: thorough(33, 1000) },
    );
  });

  it('is constant between changes, to the millisecond', () => {
    const jitters = fc.array(fc.integer({ min: -59_999, max: 59_999 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(scenes, jitters, ({ input, clock }, shifts) => {
        const shifted = (time: string, place: number): string =>
          new Date(Date.parse(time) + (shifts[place % 20] ?? 0)).toISOString();
        const events = input.events.map((event, place) => ({
          ...event,
          ...{ start: shifted(event.start, 2 * place), end: shifted(event.end, 2 * place + 1) },
        }));
        const moved = { ...input, events };
        const segments = timelineOf(moved, momentOf(clock, 0), momentOf(clock, minutes));
        const texts = segments.map(told);
        segments.forEach(({ from, to }, place) => {
          expect(texts[place]).not.toBe(texts[place - 1]);
          for (const moment of [from.getTime(), Math.floor((from.getTime() + to.getTime()) / 2), to.getTime() - 1]) {
            const inside = Math.max(moment, from.getTime());
            expect(told(situationAt(moved, new Date(inside)))).toBe(texts[place]);
          }
          if (place + 1 < segments.length) expect(nextChange(moved, from)).toEqual(to);
        });
      }),
      { numRuns: thorough(20, 600) },
    );
  });

  it('is right in calendars that have everything', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const { effects, causes, alarms } of timelineOf(
          scene.input,
          momentOf(scene.clock, 0),
          momentOf(scene.clock, minutes),
        )) {
          for (const { effect, by } of causes) seen.add(`${effect} ${by.split(' ')[0] ?? ''}`);
          if (new Set(causes.map(({ event }) => event)).size > 1) seen.add('combined');
          if (effects.internal?.to === 'number' || effects.external?.to === 'number') seen.add('number');
          if (effects.internal?.to === 'voicemail' || effects.external?.to === 'voicemail') seen.add('voicemail');
          if (alarms.length > 0) seen.add('alarm');
        }
      }),
      { numRuns: thorough(100, 3000), seed: 1 },
    );
    expect([...seen].sort()).toEqual([
      ...[
        'alarm',
        'chat rule',
        'combined',
        'doNotDisturb category',
        'external always',
        'external category',
        'groups always',
      ],
      ...['internal always', 'internal category', 'lamp always', 'lamp category', 'number', 'text rule', 'voicemail'],
    ]);
  });
});
