import { describe, expect, it } from 'vitest';
import { firesWithinMinute, parseNcrontab } from '../../../local/host/timers/ncrontab.ts';
import { nextOccurrence } from '../../../local/host/timers/occurrence.ts';
import { never, resume } from '../../../local/host/timers/schedule-status.ts';

function next(expression: string, after: string): string {
  return nextOccurrence(parseNcrontab(expression), new Date(after)).toISOString().replace('.000Z', '');
}

describe('NCRONTAB', () => {
  it.each([
    ['0 */5 * * * *', '2026-11-21T10:00:00Z', '2026-11-21T10:05:00'],
    ['0 */5 * * * *', '2026-11-21T10:04:59.999Z', '2026-11-21T10:05:00'],
    ['*/5 * * * *', '2026-11-21T10:01:30Z', '2026-11-21T10:05:00'],
    ['30 5/20 * * * *', '2026-11-21T10:06:00Z', '2026-11-21T10:25:30'],
    ['0 50-40/5 9,17 * * *', '2026-11-21T09:45:00Z', '2026-11-21T09:50:00'],
    ['0 0 0 1 jan *', '2026-11-21T00:00:00Z', '2027-01-01T00:00:00'],
    ['0 0 0 * * mon-FRI', '2026-11-21T00:00:00Z', '2026-11-23T00:00:00'],
    ['0 0 0 * * 0', '2026-11-21T12:00:00Z', '2026-11-22T00:00:00'],
    ['0 0 0 31 * *', '2026-11-21T00:00:00Z', '2026-12-31T00:00:00'],
    ['0 0 0 29 2 *', '2026-11-21T00:00:00Z', '2028-02-29T00:00:00'],
    ['*/0 * * * * *', '2026-11-21T00:00:00Z', '2026-11-21T00:00:01'],
  ])('%s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('fires only where both day and day of week fit', () => {
    // Friday the 13th; cron would fire on every 13th and every Friday.
    expect(next('0 0 0 13 * 5', '2026-11-14T00:00:00Z')).toBe('2027-08-13T00:00:00');
  });

  it.each(['0 0 0 * * 7', '0 0 0 L * *', '0 0 0 15W * *', '0 0 0 * * 5#2', '0 0 0 ? * 1', '60 * * * * *'])(
    '%s is refused',
    (expression) => {
      expect(() => parseNcrontab(expression)).toThrow(/is not NCRONTAB/);
    },
  );

  it.each(['', '* * * *', '* * * * * * *', '1, * * * * *', '/5 * * * * *', '1/x * * * * *', '* * * * foo *'])(
    '"%s" is refused',
    (expression) => {
      expect(() => parseNcrontab(expression)).toThrow(/is not NCRONTAB/);
    },
  );

  it('is refused as a TimeSpan and when it never fires', () => {
    expect(() => parseNcrontab('00:05:00')).toThrow(/TimeSpan/);
    expect(() => next('0 0 0 30 2 *', '2026-11-21T00:00:00Z')).toThrow(/never fires/);
  });

  it('is remembered only when it fires at most once a minute', () => {
    const answers = ['*/10 * * * * *', '0 * * * * *', '*/10 0-58 * * * *', '0,30 0-59 * * * *'].map((expression) =>
      firesWithinMinute(parseNcrontab(expression)),
    );
    expect(answers).toEqual([true, false, false, true]);
  });
});

describe('a timer that starts again', () => {
  const hourly = (after: Date) => nextOccurrence(parseNcrontab('0 0 * * * *'), after);
  const at = (text: string) => new Date(`2026-11-21T${text}Z`);
  const recorded = { last: at('10:00:00'), next: at('11:00:00'), lastUpdated: at('10:00:00') };

  it('is past due when an occurrence was missed', () => {
    expect(resume(recorded, hourly, at('13:30:00'))).toEqual({ status: recorded, changed: false, pastDue: true });
    expect(resume(recorded, hourly, at('10:59:59')).pastDue).toBe(false);
  });

  it('is past due before its first run too', () => {
    const first = { last: never, next: at('11:00:00'), lastUpdated: at('10:20:00') };
    expect(resume(first, hourly, at('11:00:01')).pastDue).toBe(true);
  });

  it('starts afresh without a record', () => {
    const status = { last: never, next: at('11:00:00'), lastUpdated: at('10:20:00') };
    expect(resume(undefined, hourly, at('10:20:00'))).toEqual({ status, changed: true, pastDue: false });
  });

  it('starts afresh after its schedule changed', () => {
    const halfHourly = (after: Date) => nextOccurrence(parseNcrontab('0 30 * * * *'), after);
    expect(resume(recorded, halfHourly, at('13:10:00'))).toEqual({
      status: { last: never, next: at('13:30:00'), lastUpdated: at('13:10:00') },
      changed: true,
      pastDue: false,
    });
    expect(resume(recorded, halfHourly, at('10:10:00')).status.next).toEqual(at('10:30:00'));
  });
});
