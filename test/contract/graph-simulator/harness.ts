import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../../../local/graph-simulator/demo.ts';
import { startGraphSimulator } from '../../../local/graph-simulator/simulator.ts';
import type { GraphSimulator, SimulatorOptions } from '../../../local/graph-simulator/simulator.ts';
import { TENANT_ID, smallTenant } from './tenant-fixture.ts';

const candidates = [
  process.env['GRAPH_OPENAPI'],
  join(import.meta.dirname, '../../../../shared/reference/graph-openapi.json'),
];

/** graph-openapi.json, if it is on this machine. */
export const OPENAPI_PATH = candidates.find((path) => path !== undefined && existsSync(path));

const item = z.looseObject({ id: z.string().default(''), '@odata.etag': z.string().default('') });
const pageBody = z.looseObject({
  value: z.array(item),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
  '@odata.count': z.number().optional(),
});
const errorBody = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });
const batchBody = z.object({
  responses: z.array(
    z.looseObject({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown(),
    }),
  ),
});

export type Item = z.infer<typeof item>;
export type Page = z.infer<typeof pageBody>;
export type BatchAnswer = z.infer<typeof batchBody>['responses'][number];

/** An answer off the wire. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: unknown;
}

export interface SendOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Sent as it is instead of `body`. */
  text?: string;
  token?: string | null;
}

/** Talks to a simulator over TLS, trusting nothing but its authority. */
export class Client {
  readonly url: string;
  readonly #agent: Agent;
  #token: string | undefined;

  constructor(simulator: GraphSimulator, connections = 32) {
    this.url = simulator.url;
    this.#agent = new Agent({ connect: { ca: simulator.caCertificatePem }, connections });
  }

  /** Sends to an absolute address or a path of the simulator; `token: null` sends none. */
  async send(address: string, options: SendOptions = {}): Promise<WireAnswer> {
    const token = options.token === undefined ? await this.token() : options.token;
    const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const answer = await request(address.startsWith('https:') ? address : `${this.url}${address}`, {
      method: method(options.method ?? 'GET'),
      dispatcher: this.#agent,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const received = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text: received, json: parse(received) };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<WireAnswer> {
    return this.send(graphAddress(path), { headers });
  }

  write(verb: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<WireAnswer> {
    return this.send(graphAddress(path), { method: verb, headers, body });
  }

  /** A page of a collection; anything but 200 fails the test. */
  async page(path: string, headers: Record<string, string> = {}): Promise<Page> {
    const answer = await this.get(path, headers);
    expect(answer.status, answer.text).toBe(200);
    return pageBody.parse(answer.json);
  }

  /** All pages from a path on to the end, with the deltaLink of the last. */
  async pages(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ pages: Page[]; items: Item[]; deltaLink: string }> {
    const pages: Page[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const page: Page = await this.page(next, headers);
      pages.push(page);
      next = page['@odata.nextLink'];
    }
    return { pages, items: pages.flatMap((page) => page.value), deltaLink: pages.at(-1)?.['@odata.deltaLink'] ?? '' };
  }

  /** One item; `status` is what is expected. */
  async item(verb: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Item> {
    const answer = await this.write(verb, path, body, headers);
    expect(answer.status, answer.text).toBe(verb === 'POST' ? 201 : 200);
    return item.parse(answer.json);
  }

  async batch(requests: unknown[]): Promise<BatchAnswer[]> {
    const answer = await this.write('POST', '/$batch', { requests });
    expect(answer.status, answer.text).toBe(200);
    return batchBody.parse(answer.json).responses;
  }

  /** Access token of the demo app, asked for once. */
  async token(): Promise<string> {
    this.#token ??= await this.freshToken();
    return this.#token;
  }

  async freshToken(form: Record<string, string> = {}, tenant = TENANT_ID): Promise<string> {
    const answer = await this.askToken(form, tenant);
    return z.looseObject({ access_token: z.string() }).parse(answer.json).access_token;
  }

  /** The token endpoint's answer to the demo app, with form fields changed. */
  askToken(form: Record<string, string> = {}, tenant = TENANT_ID): Promise<WireAnswer> {
    const fields = {
      grant_type: 'client_credentials',
      client_id: DEMO_CLIENT_ID,
      client_secret: DEMO_CLIENT_SECRET,
      scope: 'https://graph.microsoft.com/.default',
      ...form,
    };
    return this.send(`/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      token: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      text: new URLSearchParams(fields).toString(),
    });
  }

  forgetToken(): void {
    this.#token = undefined;
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }
}

export function graphAddress(path: string): string {
  return path.startsWith('https:') ? path : `/v1.0${path}`;
}

/** Code of an error answer, with its status: `404 ErrorItemNotFound`. */
export function refusal(answer: WireAnswer): string {
  return `${answer.status} ${errorBody.parse(answer.json).error.code}`;
}

export function errorMessage(answer: WireAnswer): string {
  return errorBody.parse(answer.json).error.message;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function method(text: string): 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' {
  return z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']).parse(text);
}

/** What a suite works with; filled before its first test. */
export interface Stage {
  simulator: GraphSimulator;
  client: Client;
}

/**
 * Starts a simulator for a suite, fresh faults and quirks for each of its tests, and looks for violations at the end.
 * @param expectViolations true where requests are wrong on purpose; the simulator's own answers must be right anyway
 */
export function stage(options: Partial<SimulatorOptions> = {}, expectViolations = false): () => Stage {
  let running: Stage | undefined;
  beforeAll(async () => {
    const simulator = await startGraphSimulator({ tenant: smallTenant(), openapiPath: OPENAPI_PATH, ...options });
    running = { simulator, client: new Client(simulator) };
  });
  afterAll(async () => {
    const violations = running?.simulator.control.violations ?? [];
    const wrong = violations.filter((sentence) => !expectViolations || !sentence.startsWith('request '));
    await running?.client.close();
    await running?.simulator.close();
    expect(wrong).toEqual([]);
  });
  return () => {
    if (running === undefined) throw new Error('the stage is not set');
    return running;
  };
}
