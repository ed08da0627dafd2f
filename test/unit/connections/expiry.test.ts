import { describe, expect, it } from 'vitest';
import { daysLeft, expiryOf, type Expiry } from '../../../shared/connections/expiry.ts';

describe('the expiry of a credential', () => {
  const now = new Date('2026-11-21T23:59:59Z');
  const cases: [string, number, Expiry][] = [
    ['2026-11-20', -1, 'expired'],
    ['2026-11-21', 0, { warn: 3 }],
    ['2026-11-24', 3, { warn: 3 }],
    ['2026-11-25', 4, { warn: 14 }],
    ['2026-12-05', 14, { warn: 14 }],
    ['2026-12-06', 15, { warn: 30 }],
    ['2026-12-21', 30, { warn: 30 }],
    ['2026-12-22', 31, 'ok'],
    ['2030-02-28', 1195, 'ok'],
  ];

  it.each(cases)('on %s, %i days away, is %j', (day, days, expected) => {
    expect(daysLeft(day, now)).toBe(days);
    expect(expiryOf(day, now)).toEqual(expected);
  });

  it('counts days in UTC, whatever the hour', () => {
    for (const hour of ['00:00:00', '12:00:00', '23:59:59']) {
      expect(daysLeft('2026-11-24', new Date(`2026-11-21T${hour}Z`))).toBe(3);
    }
    expect(daysLeft('2026-11-24T09:00:00.000Z', now)).toBe(3);
    expect(daysLeft('2026-11-24', new Date('2026-11-21T23:30:00-05:00'))).toBe(2);
  });
});
