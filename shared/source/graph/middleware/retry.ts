import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { PatchbayError } from '../../../errors.ts';
import type { GraphCall } from '../call.ts';
import { isPassing, mostRetries, secondsFromRetryAfter, sleepBeforeRetry } from '../retry-after.ts';
import { callOf, Link } from './link.ts';

/** Tries again what passes by itself: short waits are slept, long ones and the fourth failure are left to the caller. */
export class Retry extends Link implements Middleware {
  readonly #sleep: (milliseconds: number) => Promise<void>;
  readonly #now: () => number;

  constructor(sleep: (milliseconds: number) => Promise<void>, now: () => number) {
    super();
    this.#sleep = sleep;
    this.#now = now;
  }

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    for (let attempt = 1; ; attempt += 1) {
      const milliseconds = (await this.#arrives(context, call, attempt)) ? this.#wait(call, attempt) : backoff(attempt);
      if (milliseconds === undefined) return;
      await this.#sleep(milliseconds);
    }
  }

  /** Whether an answer came; a network failure is thrown on when it may not be tried again. */
  async #arrives(context: Context, call: GraphCall, attempt: number): Promise<boolean> {
    call.answer = undefined;
    try {
      await this.next(context);
      return true;
    } catch (error) {
      if (error instanceof PatchbayError || !call.repeatable || attempt > mostRetries) throw error;
      return false;
    }
  }

  #wait(call: GraphCall, attempt: number): number | undefined {
    if (call.answer === undefined || !isPassing(call.answer.status, call.repeatable)) return undefined;
    const asked = secondsFromRetryAfter(call.answer.retryAfter, this.#now());
    return sleepBeforeRetry(attempt, asked, Math.random());
  }
}

function backoff(attempt: number): number | undefined {
  return sleepBeforeRetry(attempt, undefined, Math.random());
}
