import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

/**
 * Waits `milliseconds`, and at least one turn of the event loop: requests that arrive together then really overlap, so
 * that the limit on concurrent requests is felt even without latency.
 */
export async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await wait(milliseconds, undefined, { ref: false });
  else await nextTurn();
}
