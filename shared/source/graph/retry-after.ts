import type { GraphAnswer } from './call.ts';

/** Waits up to this are slept here; longer ones are the caller's (a delayed message costs nothing, a sleeping one does). */
export const longestSleepSeconds = 5;
/** How often a request is sent again at most. */
export const mostRetries = 3;
/** What a caller is told to wait when the service said nothing. */
const defaultPauseSeconds = 30;
const longestPauseSeconds = 3600;

/** A `Retry-After` in seconds, whether it came as a number or as a date; undefined when it is missing or nonsense. */
export function secondsFromRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text)), longestPauseSeconds);
  const date = /^[A-Za-z]{3},/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  return Math.min(Math.max(Math.ceil((date - now) / 1000), 0), longestPauseSeconds);
}

/** How long to leave the service alone after it gave up on us. */
export function pauseSeconds(answer: Pick<GraphAnswer, 'retryAfter'>, now: number): number {
  return secondsFromRetryAfter(answer.retryAfter, now) ?? defaultPauseSeconds;
}

/** Whether an answer is worth another try: 429 is a refusal and always is; the rest only when repeating has no effect. */
export function isPassing(status: number, repeatable: boolean): boolean {
  return status === 429 || (repeatable && [500, 502, 503, 504].includes(status));
}

/**
 * Milliseconds to sleep before try number `attempt + 1`, or undefined when it must not be slept here. What the service
 * asked for is obeyed and jitter only added; without its word the wait doubles from half a second to a second on.
 */
export function sleepBeforeRetry(attempt: number, retryAfter: number | undefined, random: number): number | undefined {
  if (attempt > mostRetries) return undefined;
  if (retryAfter === undefined) return 1000 * 2 ** (attempt - 1) * (0.5 + random / 2);
  return retryAfter > longestSleepSeconds ? undefined : 1000 * retryAfter + 250 * random;
}
