import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressTimes, cardTimes, exceededLimit, type Usage } from '../../../shared/cards/limits.ts';
import type { CardLimits } from '../../../shared/profiles/cards-profile.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 2, 12);
const limit = fc.integer({ min: 1, max: 8 });
const limits: fc.Arbitrary<CardLimits> = fc.record({
  perAddressIn10Minutes: limit,
  perCardAndHour: limit,
  perCardAndDay: limit,
  perProfileAndHour: limit,
});
/** Moments around the ends of all windows. */
const times = fc
  .array(
    fc
      .tuple(fc.constantFrom(0, 10 * minute, 60 * minute, 24 * 60 * minute), fc.integer({ min: -3000, max: 3000 }))
      .map(([ago, more]) => now - ago - more),
    { maxLength: 12 },
  )
  .map((list) => list.sort((a, b) => a - b));

/** The same, said as naively as possible: is one more at this moment one too many in any window? */
function isTooMany(usage: Usage, most: CardLimits, at: number): boolean {
  const since = (list: readonly number[], ms: number): number => list.filter((time) => at - time < ms).length;
  return (
    since(usage.address ?? [], 10 * minute) >= most.perAddressIn10Minutes ||
    since(usage.card, 60 * minute) >= most.perCardAndHour ||
    since(usage.card, 24 * 60 * minute) >= most.perCardAndDay ||
    usage.profileLastHour >= most.perProfileAndHour
  );
}

const usage: fc.Arbitrary<Usage> = fc.record({
  address: fc.option(times, { nil: undefined }),
  card: times,
  profileLastHour: fc.nat({ max: 9 }),
});

describe('limits', () => {
  it('refuse exactly what is one too many in some window', () => {
    fc.assert(
      fc.property(usage, limits, (used, most) => {
        expect(exceededLimit(used, most, new Date(now)) !== undefined).toBe(isTooMany(used, most, now));
      }),
      { numRuns: 5000 },
    );
  });

  it('name a wait after which one is taken, and no second less', () => {
    fc.assert(
      fc.property(usage, limits, (used, most) => {
        const calm = { ...used, profileLastHour: 0 };
        const exceeded = exceededLimit(calm, most, new Date(now));
        if (!exceeded) return;
        const later = now + exceeded.retryAfterSeconds * 1000;
        expect(exceeded.retryAfterSeconds).toBeGreaterThan(0);
        expect(isTooMany(calm, most, later)).toBe(false);
        expect(isTooMany(calm, most, later - 1001)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('remember what still counts, and nothing else', () => {
    fc.assert(
      fc.property(times, (list) => {
        expect(addressTimes(list, new Date(now))).toEqual([...list.filter((time) => now - time < 10 * minute), now]);
        expect(cardTimes(list, new Date(now))).toEqual([...list.filter((time) => now - time < 24 * 60 * minute), now]);
      }),
    );
  });
});
