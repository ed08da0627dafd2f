import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** A small client of Patchbay's own API for the local stack and for tests: every answer is parsed. */
export interface ApiClient {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiReply>;
  /** Sends and parses; throws when the answer is not a success. */
  ask<T extends z.ZodType>(schema: T, method: string, path: string, body?: unknown): Promise<z.infer<T>>;
}

export interface ApiReply {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
}

export function apiClient(base: () => string, key = 'local-admin'): ApiClient {
  const send: ApiClient['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${base()}${path}`, {
      method,
      headers: { 'x-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
  return {
    send,
    async ask(schema, method, path, body) {
      const reply = await send(method, path, body);
      if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
      return schema.parse(reply.json);
    },
  };
}

export const createdSchema = z.object({ id: z.string() });

export const runDetailSchema = z.object({
  id: z.string(),
  state: z.string(),
  reason: z.string().optional(),
  jobs: z.number(),
  unmatched: z.object({ count: z.number() }),
  totals: z.object({
    counts: z.object({
      read: z.number(),
      created: z.number(),
      updated: z.number(),
      deleted: z.number(),
      unchanged: z.number(),
      skipped: z.record(z.string(), z.number()),
    }),
    requests: z.number(),
    jobs: z.object({ done: z.number(), failed: z.number(), held: z.number(), waiting: z.number() }),
  }),
  mailboxes: z.array(
    z.object({ name: z.string(), outcome: z.string(), reason: z.string().optional(), requests: z.number().optional() }),
  ),
});

export type RunDetail = z.infer<typeof runDetailSchema>;

const going = new Set(['queued', 'planning', 'running']);

/** Follows a run to its end. */
export async function followRun(
  client: ApiClient,
  profile: string,
  run: string,
  { onChange = () => undefined, everyMs = 200 }: { onChange?: (run: RunDetail) => void; everyMs?: number } = {},
): Promise<RunDetail> {
  for (;;) {
    const detail = await client.ask(runDetailSchema, 'GET', `/profiles/${profile}/runs/${run}`);
    onChange(detail);
    if (!going.has(detail.state)) return detail;
    await pause(everyMs);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
