import type { IncomingMessage } from 'node:http';

/** An HTTP request as it came off the wire. */
export interface Received {
  method: string;
  /** Path and query as sent, still encoded. */
  url: string;
  /** Keys in lower case. */
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** Reads a request to its end; rejects when the client hangs up first. */
export async function receive(incoming: IncomingMessage): Promise<Received> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return {
    method: (incoming.method ?? 'GET').toUpperCase(),
    url: incoming.url ?? '/',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
