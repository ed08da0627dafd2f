/** Seconds before each attempt, counted from the one before it; after the last one the last repeats. */
export const attemptSeconds = [0, 5, 30, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

const jitter = 0.1;
const longestSeconds = 86_400;

/**
 * How long to wait after so many failed attempts in a row. A tenth at most is added by chance, so that what failed together does not
 * come back together. What the receiver asks for is the least.
 */
export function waitSeconds(attempts: number, retryAfterSeconds: number | undefined, random: () => number): number {
  const planned = attemptSeconds[Math.min(attempts, attemptSeconds.length - 1)] ?? longestSeconds;
  return Math.max(planned * (1 + random() * jitter), retryAfterSeconds ?? 0);
}
