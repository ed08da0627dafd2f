import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { callOf } from './link.ts';

/**
 * The last link: sends the request to its exact address and reads the answer to its end, so that a connection cut in the
 * middle of a page is a failed try and never a shorter page. Redirects are refused: the token is for this host only.
 */
export class Send implements Middleware {
  readonly #fetch: typeof fetch;

  constructor(send: typeof fetch) {
    this.#fetch = send;
  }

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    const response = await this.#fetch(call.options.url, { ...context.options, redirect: 'error' });
    const text = await response.text();
    const body = fromJson(text);
    if (response.ok && body === undefined && text !== '') throw new Error('The answer is not JSON.');
    call.answer = {
      status: response.status,
      retryAfter: response.headers.get('retry-after') ?? undefined,
      challenge: response.headers.get('www-authenticate') ?? undefined,
      body,
      foreign: body === undefined && text !== '',
    };
    context.response = response;
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
