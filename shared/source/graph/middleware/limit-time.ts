import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { UnavailableError } from '../../../errors.ts';
import { callOf, Link } from './link.ts';

/** Does not begin a request that comes too late, and ends one that takes too long, its body included. It is not tried again here: three more waits help nobody. */
export class LimitTime extends Link implements Middleware {
  readonly #milliseconds: number;

  constructor(milliseconds: number) {
    super();
    this.#milliseconds = milliseconds;
  }

  async execute(context: Context): Promise<void> {
    const { about, maySend } = callOf(context).options;
    if (maySend?.() === false) {
      throw new UnavailableError(`The time to send something about ${about} was over before it could be sent.`, {
        code: 'tooLate',
      });
    }
    const signal = AbortSignal.timeout(this.#milliseconds);
    context.options = { ...context.options, signal };
    try {
      await this.next(context);
    } catch (error) {
      if (!signal.aborted) throw error;
      const seconds = this.#milliseconds / 1000;
      throw new UnavailableError(`Microsoft Graph did not answer within ${seconds} seconds about ${about}.`, {
        code: 'timeout',
      });
    }
  }
}
