import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { rpcCookieSchema, setCookie } from './set-cookie.ts';

/** What the library makes of the handler's HTTP response. */
const returnValueSchema = z.looseObject({
  http: z.looseObject({
    statusCode: z.string().regex(/^[1-5]\d\d$/),
    headers: z.record(z.string(), z.string()),
    cookies: z.array(rpcCookieSchema),
    enableContentNegotiation: z.literal(false, { error: 'enableContentNegotiation is not emulated' }),
    body: z.looseObject({ bytes: z.instanceof(Uint8Array) }).nullish(),
  }),
});

/** Set by whoever writes the message, from the body itself. */
const framingHeaders = new Set(['content-length', 'transfer-encoding', 'connection']);

/** An HTTP response that is ready to be sent. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Uint8Array;
}

/** Reads the library's return value; nothing at all is 204, as in the host. */
export function readAnswer(returnValue: unknown): HttpAnswer {
  if (returnValue === undefined || returnValue === null) return emptyAnswer(204);
  const { http } = returnValueSchema.parse(returnValue);
  return {
    status: Number(http.statusCode),
    headers: Object.fromEntries(Object.entries(http.headers).filter(([name]) => !framingHeaders.has(name))),
    cookies: http.cookies.map(setCookie),
    body: http.body?.bytes ?? new Uint8Array(),
  };
}

export function emptyAnswer(status: number): HttpAnswer {
  return { status, headers: {}, cookies: [], body: new Uint8Array() };
}

export function textAnswer(status: number, contentType: string, text: string): HttpAnswer {
  return { status, headers: { 'content-type': contentType }, cookies: [], body: Buffer.from(text) };
}

/** Sends the answer whole, never streamed; resolves when it is sent or the caller has gone. */
export async function sendAnswer(response: ServerResponse, answer: HttpAnswer): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  for (const cookie of answer.cookies) response.appendHeader('set-cookie', cookie);
  if (answer.status !== 204 && answer.status !== 304) response.setHeader('content-length', answer.body.byteLength);
  if (response.closed) return;
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.end(answer.body);
  });
}
