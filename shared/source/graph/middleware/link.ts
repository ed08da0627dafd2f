import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { GraphCall } from '../call.ts';

/** What the links of the chain share: the SDK joins them with `setNext` in the order of the array (SDK, HTTPClient). */
export abstract class Link {
  #next: Middleware | undefined;

  setNext(next: Middleware): void {
    this.#next = next;
  }

  protected async next(context: Context): Promise<void> {
    await this.#next?.execute(context);
  }
}

/** The call that a request carries through the SDK as one of its middleware options. */
export function callOf(context: Context): GraphCall {
  const call = context.middlewareControl?.getMiddlewareOptions(GraphCall);
  if (!(call instanceof GraphCall)) throw new TypeError('A request to Graph was made past the client.');
  return call;
}
