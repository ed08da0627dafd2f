import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { isFromPatchbay } from './verify.ts';

export interface ReceiverOptions {
  /** `whsec_…`, as the API showed it; a function where it is known only later. */
  secret: string | (() => string);
  /** Takes one line for each event. */
  print: (line: string) => void;
  /** 0 or absent: a free one. */
  port?: number;
}

/** A running receiver of webhooks on 127.0.0.1. */
export interface Receiver {
  url: string;
  close(): Promise<void>;
}

const event = z.object({
  id: z.string(),
  type: z.string(),
  time: z.string(),
  data: z.object({
    account: z.object({ id: z.string(), email: z.string().optional() }).optional(),
    effects: z.record(z.string(), z.unknown()).optional(),
    until: z.string().nullish(),
    sequence: z.int().optional(),
  }),
});

const largestBody = 64 * 1024;

/** Starts a receiver that takes what is signed, prints each event once, and never an older state after a newer one. */
export async function startReceiver({ secret, print, port = 0 }: ReceiverOptions): Promise<Receiver> {
  const newest = new Map<string, number>();
  const take = (body: string): void => {
    const received = event.parse(JSON.parse(body));
    const { account, sequence = 0 } = received.data;
    if (account && (newest.get(account.id) ?? -1) > sequence) return;
    if (account) newest.set(account.id, sequence);
    print(lineOf(received));
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, typeof secret === 'string' ? secret : secret(), take).then(
      (status) => outgoing.writeHead(status).end(),
      () => outgoing.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}/`, close };
}

async function answer(
  incoming: IncomingMessage,
  secret: string,
  take: (body: string) => void,
): Promise<ServerResponse['statusCode']> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > largestBody) return 413;
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (incoming.method !== 'POST') return 405;
  if (!isFromPatchbay(incoming.headers, body, secret, new Date())) return 401;
  take(body.toString('utf8'));
  return 204;
}

/** `12:00:01 anna@example.org: dnd, do not disturb, [12:00] Meeting, until 13:00` as far as the event says so. */
function lineOf({ type, time, data }: z.infer<typeof event>): string {
  const { account, effects = {}, until } = data;
  const at = time.slice(11, 19);
  if (!account) return `${at} ${type}`;
  const set = Object.entries(effects).filter(([, value]) => !['none', 'off', '', false, null].includes(plain(value)));
  const what = set.map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const end = until ? `, until ${until.slice(11, 16)}` : '';
  return `${at} ${account.email ?? account.id}: ${what.join(', ') || 'nothing set'}${end}`;
}

function plain(value: unknown): string | boolean | null {
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? value : 'something';
}
