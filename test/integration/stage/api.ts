import { Pool, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { ApiClient, ApiReply } from '../../../local/stack/api-client.ts';

/** An answer that was received, kept to be searched for what must not be in it. */
export interface KeptAnswer {
  request: string;
  status: number;
  text: string;
}

/** What a request carries; nothing is added and the path is sent as it is, `..` included. */
export interface RawRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** The product's API over HTTP, for a caller with one credential. */
export interface Api extends ApiClient {
  raw(request: RawRequest): Promise<ApiReply>;
}

const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Connections to one host that remember every answer. */
export class Wire {
  readonly answers: KeptAnswer[] = [];
  readonly #origin: () => string;
  #pool: { origin: string; pool: Pool } | undefined;

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** An API caller that sends these headers with every request, e.g. its key. */
  caller(credential: Record<string, string>): Api {
    const raw: Api['raw'] = (request) =>
      this.#send({ ...request, path: `/api${request.path}`, headers: { ...credential, ...request.headers } });
    const send: Api['send'] = (verb, path, body, headers = {}) =>
      raw({
        method: verb,
        path,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    return {
      raw,
      send,
      async ask(schema, verb, path, body) {
        const reply = await send(verb, path, body);
        if (reply.status >= 300) throw new Error(`${verb} ${path} answered ${reply.status}: ${reply.text}`);
        return schema.parse(reply.json);
      },
    };
  }

  /** Runs a timer or queue function now, past its trigger. The host answers at once and does not tell how it ends. */
  async trigger(name: string, input?: unknown): Promise<void> {
    const body = JSON.stringify({ input: input === undefined ? '' : JSON.stringify(input) });
    const headers = { 'content-type': 'application/json' };
    const { status } = await this.#send({ method: 'POST', path: `/admin/functions/${name}`, headers, body });
    if (status !== 202) throw new Error(`The function ${name} could not be run: ${status}.`);
  }

  async close(): Promise<void> {
    await this.#pool?.pool.destroy();
    this.#pool = undefined;
  }

  async #send({ method: verb, path, headers = {}, body }: RawRequest): Promise<ApiReply> {
    const options: Dispatcher.RequestOptions = { method: method.parse(verb), path, headers, body: body ?? null };
    const answer = await this.#connections().request(options);
    const text = await answer.body.text();
    this.answers.push({ request: `${verb} ${path}`, status: answer.statusCode, text });
    return { status: answer.statusCode, headers: headersOf(answer.headers), text, json: parse(text) };
  }

  #connections(): Pool {
    const origin = this.#origin();
    if (this.#pool?.origin !== origin) this.#pool = { origin, pool: new Pool(origin, { connections: 16 }) };
    return this.#pool.pool;
  }
}

function headersOf(given: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(given)) {
    for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  return headers;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
