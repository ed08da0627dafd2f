import { setTimeout as pause } from 'node:timers/promises';
import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import type { RequestCount } from '../source.ts';
import { sendBatch } from './batch.ts';
import type { BatchAnswer } from './batch.ts';
import { GraphCall } from './call.ts';
import type { CallOptions, Purpose } from './call.ts';
import type { GraphCloud } from './clouds.ts';
import { Lanes, lanesOf } from './lanes.ts';
import { Authorise } from './middleware/authorise.ts';
import { Count } from './middleware/count.ts';
import { LimitTime } from './middleware/limit-time.ts';
import { Retry } from './middleware/retry.ts';
import { Send } from './middleware/send.ts';
import { Translate } from './middleware/translate.ts';
import { TokenHolder } from './token.ts';
import type { GraphCredential } from './token.ts';

export interface GraphSourceOptions {
  cloud: GraphCloud;
  credential: GraphCredential;
  /** What requests are sent with; the global one unless told. */
  fetch?: typeof fetch | undefined;
  /** How long one request may take, its body included; 30 seconds unless told. */
  requestTimeoutMs?: number | undefined;
  /** How to wait; `now` gives milliseconds since 1970. Both for tests. */
  sleep?: ((milliseconds: number) => Promise<void>) | undefined;
  now?: (() => number) | undefined;
}

/**
 * Ids that survive a move between folders; needed on every request, also inside batches and on the pages after the first
 * (Graph docs, outlook-immutable-id.md).
 */
const immutableIds = 'IdType="ImmutableId"';

/** Shared by all clients of the process: several jobs, each with a client of its own, may read folders of one mailbox. */
const lanes = new Lanes();

/** Microsoft's client with our chain in it: errors, retries, token, time limit, count, fetch. */
export class GraphClient {
  readonly cloud: GraphCloud;
  readonly count: RequestCount = { requests: 0 };
  readonly tokens: TokenHolder;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly #client: Client;

  constructor(options: GraphSourceOptions) {
    this.cloud = options.cloud;
    this.now = options.now ?? Date.now;
    this.sleep = options.sleep ?? pause;
    const timeoutMs = options.requestTimeoutMs ?? 30_000;
    this.tokens = new TokenHolder(options.cloud, options.credential, this.now, timeoutMs);
    this.#client = Client.initWithMiddleware({
      baseUrl: options.cloud.graph.origin,
      customHosts: new Set([options.cloud.graph.hostname]),
      middleware: [
        new Translate(this.now),
        new Retry(this.sleep, this.now),
        new Authorise(options.cloud, this.tokens),
        new LimitTime(timeoutMs),
        new Count(this.count),
        new Send(options.fetch ?? globalThis.fetch),
      ],
    });
  }

  /** Reads an address; answers its JSON, still to be parsed. */
  get(options: CallOptions): Promise<unknown> {
    return lanes.within(options.mailbox, lanesOf.request, () => this.#send(new GraphCall(options, true), undefined));
  }

  /** Posts something that has an effect, so it is sent again only after a 429, which had none. */
  post(options: CallOptions, content: object): Promise<unknown> {
    return lanes.within(options.mailbox, lanesOf.request, () => this.#send(new GraphCall(options, false), content));
  }

  /** Changes the properties that `content` names. Sent as `post` is: what it meant to change may have been changed by it. */
  patch(options: CallOptions, content: object): Promise<unknown> {
    const call = new GraphCall(options, false);
    return lanes.within(options.mailbox, lanesOf.request, () => this.#send(call, content, 'patch'));
  }

  /** Reads many addresses, 20 in a request and one request at a time; answers in their order. */
  batch(urls: readonly string[], purpose: Purpose): Promise<BatchAnswer[]> {
    const headers = { Prefer: immutableIds };
    return sendBatch(this, urls, headers, purpose, (options, content) =>
      lanes.within(options.mailbox, lanesOf.batch, () => this.#send(new GraphCall(options, true), content)),
    );
  }

  async #send(call: GraphCall, content: object | undefined, verb: 'post' | 'patch' = 'post'): Promise<unknown> {
    const { url, prefer = [], headers = {} } = call.options;
    const request = this.#client
      .api(url)
      .middlewareOptions([call])
      .responseType(ResponseType.RAW)
      .headers({ Accept: 'application/json', ...headers, Prefer: [immutableIds, ...prefer].join(', ') });
    try {
      await (content === undefined ? request.get() : request[verb](content));
    } catch (error) {
      throw call.failure ?? error;
    }
    return call.answer?.body;
  }
}
