/** How soon a credential ends: `warn` is the smallest of 30, 14 and 3 days that it falls within. */
export type Expiry = 'ok' | { warn: 30 | 14 | 3 } | 'expired';

const thresholds = [3, 14, 30] as const;
const dayMilliseconds = 86_400_000;

/**
 * Whole UTC days from the day of `now` to the day of `expiresOn` (an ISO date, or a date and time of which the day counts):
 * 0 on the day itself, negative after it.
 */
export function daysLeft(expiresOn: string, now: Date): number {
  const day = Date.parse(expiresOn.slice(0, 10));
  return (day - Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())) / dayMilliseconds;
}

/** Says whether a credential that ends on this day is fine, about to end, or over. The day itself is still a warning. */
export function expiryOf(expiresOn: string, now: Date): Expiry {
  const left = daysLeft(expiresOn, now);
  if (left < 0) return 'expired';
  const warn = thresholds.find((days) => left <= days);
  return warn === undefined ? 'ok' : { warn };
}
