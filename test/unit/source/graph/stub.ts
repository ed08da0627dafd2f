import { z } from 'zod';
import type { ContactField } from '../../../../shared/contacts/contact.ts';
import { graphClouds } from '../../../../shared/source/graph/clouds.ts';
import type { GraphSourceOptions } from '../../../../shared/source/graph/client.ts';
import { defaultFolderId } from '../../../../shared/source/source.ts';
import type { ContactPage, ReadContacts, Source } from '../../../../shared/source/source.ts';

export const mailbox = '11111111-2222-3333-4444-555555555555';
export const base = 'https://graph.microsoft.com/v1.0';

/** A request as it reached the network. */
export interface Sent {
  url: string;
  method: string;
  headers: Headers;
  body: unknown;
}

export type Answer = (request: Sent, index: number) => Response | Promise<Response>;

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

export function failure(status: number, code: string, headers: Record<string, string> = {}): Response {
  return json({ error: { code, message: 'A message nobody may branch on.' } }, status, headers);
}

export interface Stub {
  fetch: typeof fetch;
  sent: Sent[];
  slept: number[];
  tokens: (string | undefined)[];
  options: GraphSourceOptions;
}

/** A Graph that answers as told, in order or by a function; what was sent, slept and signed in is kept. */
export function stubGraph(
  answers: Answer | readonly (Response | Answer)[],
  options: Partial<GraphSourceOptions> = {},
): Stub {
  const sent: Sent[] = [];
  const slept: number[] = [];
  const tokens: (string | undefined)[] = [];
  const send: typeof fetch = async (input, init) => {
    const request = {
      url: input instanceof Request ? input.url : String(input),
      method: init?.method ?? 'GET',
      headers: new Headers(init?.headers),
      body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    };
    sent.push(request);
    const answer = typeof answers === 'function' ? answers : answers[sent.length - 1];
    if (answer === undefined) throw new Error(`No answer is left for ${request.url}.`);
    return typeof answer === 'function' ? answer(request, sent.length - 1) : answer;
  };
  return {
    fetch: send,
    sent,
    slept,
    tokens,
    options: {
      cloud: graphClouds.global,
      credential: {
        getToken: (_scope, asked) => {
          tokens.push(asked?.claims);
          return Promise.resolve({ token: `token-${tokens.length}`, expiresOnTimestamp: Number.MAX_SAFE_INTEGER });
        },
      },
      fetch: send,
      sleep: (milliseconds) => {
        slept.push(milliseconds);
        return Promise.resolve();
      },
      ...options,
    },
  };
}

export function folderRequest(fields: readonly ContactField[], request: Partial<ReadContacts> = {}): ReadContacts {
  return {
    feed: { kind: 'folder', mailbox, folder: defaultFolderId },
    fields,
    categories: false,
    position: undefined,
    holds: () => false,
    ...request,
  };
}

export async function readAll(source: Source, request: ReadContacts): Promise<ContactPage[]> {
  return collect(source.contacts(request));
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const batchBody = z.object({
  requests: z.array(
    z.object({ id: z.string(), method: z.string(), url: z.string(), headers: z.record(z.string(), z.string()) }),
  ),
});

/** The parts of a batch as they were sent. */
export function partsOf(request: Sent | undefined): z.infer<typeof batchBody>['requests'] {
  return batchBody.parse(request?.body).requests;
}

/** Answers every part of a batch, in reverse order as Graph may. */
export function answerBatch(
  part: (url: string, index: number) => { status: number; headers?: object; body?: unknown },
): Answer {
  return (request) =>
    json({
      responses: partsOf(request)
        .map(({ id, url }, index) => ({ id, ...part(url, index) }))
        .reverse(),
    });
}
