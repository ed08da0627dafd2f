import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { Patience } from './patience.ts';

/** One request that the host sent to storage. */
export interface StorageRequest {
  service: 'table' | 'queue';
  method: string;
  /** Path and query, without the account. */
  path: string;
  body: string;
}

/** Stands between the host and Azurite and hears everything that is written. */
export interface StorageTap {
  /** The connection string that leads through the tap. */
  connectionString: string;
  writes: StorageRequest[];
  /** Is asked before a write goes on; what it answers is awaited. */
  beforeWrite: ((write: StorageRequest) => Promise<void>) | undefined;
  /** Is asked when Azurite has carried a write out, before the host hears of it. */
  afterWrite: ((write: StorageRequest) => Promise<void>) | undefined;
  close(): Promise<void>;
}

export async function startStorageTap(azurite: string): Promise<StorageTap> {
  const agent = new Agent({ keepAlive: true });
  const patience = new Patience();
  const tap: Omit<StorageTap, 'connectionString' | 'close'> = {
    writes: [],
    beforeWrite: undefined,
    afterWrite: undefined,
  };
  const servers: Server[] = [];
  let connectionString = azurite;
  for (const service of ['table', 'queue'] as const) {
    const name = service === 'table' ? 'TableEndpoint' : 'QueueEndpoint';
    const endpoint = new RegExp(`${name}=([^;]+)`).exec(azurite)?.[1] ?? '';
    const server = createServer((incoming, outgoing) => {
      pass(incoming, outgoing, { service, target: new URL(endpoint), agent, tap, patience }).catch(() =>
        outgoing.destroy(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The tap has no port.');
    connectionString = connectionString.replace(
      endpoint,
      `http://127.0.0.1:${address.port}${new URL(endpoint).pathname}`,
    );
    servers.push(server);
  }
  return Object.assign(tap, {
    connectionString,
    close: async () => {
      patience.close();
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      agent.destroy();
    },
  });
}

interface Passing {
  service: StorageRequest['service'];
  target: URL;
  agent: Agent;
  tap: Omit<StorageTap, 'connectionString' | 'close'>;
  patience: Patience;
}

/** An answer of Azurite. */
interface Answer {
  status: number;
  headers: string[];
  content: Buffer;
}

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, passing: Passing): Promise<void> {
  const { service, target, tap, patience } = passing;
  const { method = 'GET', url = '/' } = incoming;
  const body = await buffer(incoming);
  const write = { service, method, path: url.replace(target.pathname, ''), body: body.toString('utf8') };
  const isWrite = method !== 'GET' && method !== 'HEAD';
  if (isWrite) {
    tap.writes.push(write);
    await tap.beforeWrite?.(write);
  }
  const question = new URL(url, target);
  const change = isWrite || service === 'table' ? undefined : patience.change(question);
  let answer = await forward(incoming, body, passing);
  if (service === 'queue' && (isWrite || hasMessages(answer))) patience.heard(question);
  if (change && foundNothing(question, answer)) {
    await change;
    // What a dead host asked for would be hidden from the next one.
    if (outgoing.destroyed) return;
    answer = await forward(incoming, body, passing);
  }
  if (isWrite) await tap.afterWrite?.(write);
  outgoing.writeHead(answer.status, answer.headers);
  outgoing.end(answer.content);
}

async function forward({ method, url, headers }: IncomingMessage, body: Buffer, passing: Passing): Promise<Answer> {
  const { target, agent } = passing;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const onwards = request({ host: target.hostname, port: target.port, method, path: url, headers, agent }, resolve);
    onwards.once('error', reject);
    onwards.end(body);
  });
  return { status: answer.statusCode ?? 502, headers: answer.rawHeaders, content: await buffer(answer) };
}

function hasMessages({ content }: Answer): boolean {
  return content.includes('<QueueMessage>');
}

/** Whether a listener of the host was told that its queue is empty or not there. */
function foundNothing({ pathname, searchParams }: URL, answer: Answer): boolean {
  if (pathname.endsWith('/messages')) return !searchParams.has('peekonly') && !hasMessages(answer);
  return searchParams.get('comp') === 'metadata' && answer.status === 404;
}
