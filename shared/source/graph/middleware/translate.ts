import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { PatchbayError, UnavailableError } from '../../../errors.ts';
import { fromGraphError } from '../errors.ts';
import { callOf, Link } from './link.ts';

/** The outermost link: whatever happens further down leaves the chain as an error of ours, kept on the call. */
export class Translate extends Link implements Middleware {
  readonly #now: () => number;

  constructor(now: () => number) {
    super();
    this.#now = now;
  }

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    try {
      await this.next(context);
    } catch (error) {
      call.failure = error instanceof PatchbayError ? error : unreachable(call.options.about);
      throw call.failure;
    }
    if (call.answer !== undefined && (call.answer.status < 200 || call.answer.status > 299)) {
      call.failure = fromGraphError(call.answer, { ...call.options, write: !call.repeatable }, this.#now());
      throw call.failure;
    }
  }
}

function unreachable(about: string): PatchbayError {
  return new UnavailableError(`Microsoft Graph could not be reached for ${about}; it will be tried again later.`, {
    code: 'network',
  });
}
