import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueTick,
  nextTick,
  scheduleProblem,
  scheduleSchema,
  type Schedule,
} from '../../../shared/profiles/schedule.ts';

const berlin = (cron: string): Schedule => ({ cron, timeZone: 'Europe/Berlin' });
const at = (text: string): Date => new Date(text);

/** Every tick that a timer of five minutes finds between two moments. */
function ticks(schedule: Schedule, from: string, to: string): string[] {
  const found: string[] = [];
  let last = at(from);
  for (let now = at(from).getTime(); now <= at(to).getTime(); now += 300_000) {
    const tick = dueTick(schedule, last, new Date(now));
    if (!tick) continue;
    expect(tick.getTime(), 'a tick is found when it is due').toBe(now);
    last = tick;
    found.push(tick.toISOString().slice(0, 16));
  }
  return found;
}

describe('a cron expression in Europe/Berlin', () => {
  it('keeps its hour of the day when summer begins', () => {
    expect(ticks(berlin('0 12 * * *'), '2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-28T11:00',
      '2026-03-29T10:00',
      '2026-03-30T10:00',
    ]);
  });

  it('keeps its hour of the day when summer ends', () => {
    expect(ticks(berlin('0 12 * * *'), '2026-10-23T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-24T10:00',
      '2026-10-25T11:00',
      '2026-10-26T11:00',
    ]);
  });

  it('fires once in the night that has no half past two, and once in the one that has two', () => {
    expect(ticks(berlin('30 2 * * *'), '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
    expect(ticks(berlin('30 2 * * *'), '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
  });

  it('fires every real hour in both nights', () => {
    expect(ticks(berlin('0 * * * *'), '2026-03-28T22:30:00Z', '2026-03-29T03:30:00Z')).toHaveLength(5);
    expect(ticks(berlin('0 * * * *'), '2026-10-24T22:30:00Z', '2026-10-25T03:30:00Z')).toHaveLength(5);
  });

  it('tells the next tick', () => {
    expect(nextTick(berlin('0 12 * * *'), at('2026-03-28T11:00:00Z'))).toEqual(at('2026-03-29T10:00:00Z'));
    expect(nextTick(berlin('0 12 * * *'), at('2026-10-24T10:00:00Z'))).toEqual(at('2026-10-25T11:00:00Z'));
    expect(nextTick(berlin('0 0 30 2 *'), at('2026-01-01T00:00:00Z'))).toBeUndefined();
    expect(dueTick(berlin('0 0 30 2 *'), at('2025-01-01T00:00:00Z'), at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });
});

describe('ticks that were missed', () => {
  it('are answered once, with the latest', () => {
    const noon = berlin('0 12 * * *');
    const [last, now] = [at('2026-11-01T11:00:00Z'), at('2026-11-09T15:00:00Z')];
    const tick = dueTick(noon, last, now);
    expect(tick).toEqual(at('2026-11-09T11:00:00Z'));
    expect(dueTick(noon, tick ?? last, now)).toBeUndefined();
    const every = { everyMinutes: 60 };
    const latest = dueTick(every, last, now);
    expect(latest).toEqual(at('2026-11-09T15:00:00Z'));
    expect(dueTick(every, latest ?? last, now)).toBeUndefined();
  });

  it.each<[string, Schedule, string, string | undefined]>([
    ['just before', berlin('0 12 * * *'), '2026-11-02T10:59:59.999Z', undefined],
    ['at the very moment', berlin('0 12 * * *'), '2026-11-02T11:00:00.000Z', '2026-11-02T11:00:00.000Z'],
    ['soon after', berlin('0 12 * * *'), '2026-11-02T11:00:30.500Z', '2026-11-02T11:00:00.000Z'],
    ['just before an interval ends', { everyMinutes: 90 }, '2026-11-01T12:29:59.999Z', undefined],
    ['when an interval ends', { everyMinutes: 90 }, '2026-11-01T12:30:00.000Z', '2026-11-01T12:30:00.000Z'],
    ['when the clock goes back', { everyMinutes: 90 }, '2026-10-01T12:30:00.000Z', undefined],
  ])('%s', (_name, schedule, now, expected) => {
    expect(dueTick(schedule, at('2026-11-01T11:00:00Z'), at(now))?.toISOString()).toBe(expected);
  });

  it('the due tick is the last of the next ones', () => {
    const crons = ['0 12 * * *', '*/10 * * * *', '30 2 * * 0', '15 1,2,3 * * *', '0 0 1 * *'];
    const schedule = fc.oneof(
      fc.constantFrom(...crons).map(berlin),
      fc.integer({ min: 10, max: 10_080 }).map((everyMinutes): Schedule => ({ everyMinutes })),
    );
    const start = Date.UTC(2026, 0, 1);
    const minute = fc.integer({ min: 0, max: 525_600 });
    fc.assert(
      fc.property(schedule, minute, fc.integer({ min: 0, max: 3000 }), (given, from, length) => {
        const [last, now] = [new Date(start + from * 60_000), new Date(start + (from + length) * 60_000)];
        let expected: Date | undefined;
        for (let tick = nextTick(given, last); tick && tick <= now; tick = nextTick(given, tick)) expected = tick;
        expect(dueTick(given, last, now)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a schedule that is saved', () => {
  it.each([
    { cron: '0 12 * * *', timeZone: 'Europe/Berlin' },
    { cron: '*/15 8-18 * * 1-5', timeZone: 'America/New_York' },
    { everyMinutes: 10 },
    { everyMinutes: 10_080 },
  ])('may be %j', (schedule) => {
    expect(scheduleSchema.safeParse(schedule).success).toBe(true);
  });

  it.each([
    { cron: '0 0 12 * * *', timeZone: 'Europe/Berlin' },
    { cron: '@daily', timeZone: 'Europe/Berlin' },
    { cron: '61 * * * *', timeZone: 'Europe/Berlin' },
    { cron: '0 12 * * *', timeZone: 'Europe/Bärlin' },
    { cron: '0 12 * * *', timeZone: '+02:00' },
    { cron: '0 12 * * *' },
    { everyMinutes: 9 },
    { everyMinutes: 10.5 },
    { everyMinutes: 10_081 },
    { everyMinutes: 60, timeZone: 'Europe/Berlin' },
  ])('may not be %j', (schedule) => {
    expect(scheduleSchema.safeParse(schedule).success).toBe(false);
  });
});

describe('the ten minutes between two runs', () => {
  it.each([
    '0 12 * * *',
    '*/10 * * * *',
    '0,10,20 * * * *',
    '5-55/10 8-18 * * 1-5',
    '0 0 30 2 *',
    '55 23 * * *',
    // Five minutes over midnight, but never on two days in a row.
    '0,55 0,23 * * 1',
    '0,55 0,23 1,15 * *',
    '0 0 1 1 *',
  ])('are kept by %s', (cron) => {
    expect(scheduleProblem(berlin(cron))).toBeUndefined();
  });

  it.each([
    '* * * * *',
    '*/9 * * * *',
    '*/7 * * * *',
    '0,9 * * * *',
    '0,55 * * * *',
    '0,5 12 1 1 *',
    '59,0 8,9 * * *',
    '0,55 0,23 * * *',
    '0,55 0,23 * * 1,2',
    '0,55 0,23 1,31 * *',
  ])('are not kept by %s', (cron) => {
    expect(scheduleProblem(berlin(cron))).toContain(`"${cron}" fires twice within less than 10 minutes`);
  });

  it('are what everyMinutes says', () => {
    expect(scheduleProblem({ everyMinutes: 10 })).toBeUndefined();
  });

  it('are judged as the ticks fall', () => {
    const field = (max: number): fc.Arbitrary<string> =>
      fc.uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 4 }).map((list) => list.join(','));
    fc.assert(
      fc.property(field(59), field(23), fc.constantFrom('* * *', '* * 1', '* * 0,1', '1 * *'), (minute, hour, days) => {
        const schedule = { cron: `${minute} ${hour} ${days}`, timeZone: 'UTC' };
        let shortest = Infinity;
        let last = at('2024-01-01T00:00:00Z');
        for (let n = 0; n < 60; n += 1) {
          const tick = nextTick(schedule, last) ?? last;
          if (n > 0) shortest = Math.min(shortest, tick.getTime() - last.getTime());
          last = tick;
        }
        expect(scheduleProblem(schedule) !== undefined).toBe(shortest < 600_000);
      }),
      { numRuns: 60 },
    );
  });
});
