import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { InvalidError } from '../../../errors.ts';
import type { GraphCloud } from '../clouds.ts';
import type { TokenHolder } from '../token.ts';
import { isOnGraph } from '../url.ts';
import { callOf, Link } from './link.ts';

/** Gives a request its token, on this cloud's Graph host only; a 401 gets one new token and one more try. */
export class Authorise extends Link implements Middleware {
  readonly #cloud: GraphCloud;
  readonly #tokens: TokenHolder;

  constructor(cloud: GraphCloud, tokens: TokenHolder) {
    super();
    this.#cloud = cloud;
    this.#tokens = tokens;
  }

  async execute(context: Context): Promise<void> {
    const call = callOf(context);
    if (!isOnGraph(this.#cloud, call.options.url)) {
      throw new InvalidError('A request would have left the Graph host of this connection; it was not sent.');
    }
    const token = await this.#tokens.token();
    await this.#send(context, token);
    if (call.answer?.status !== 401) return;
    await this.#send(context, await this.#tokens.renewed(token, call.answer.challenge));
  }

  async #send(context: Context, token: string): Promise<void> {
    const headers = new Headers(context.options?.headers);
    headers.set('Authorization', `Bearer ${token}`);
    context.options = { ...context.options, headers };
    await this.next(context);
  }
}
