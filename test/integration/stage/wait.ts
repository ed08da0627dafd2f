import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is neither undefined nor false; fails after `ms` milliseconds. */
export async function waitFor<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 20_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain for ${what}.`);
    await pause(25);
  }
}
