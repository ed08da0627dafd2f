import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

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

const account = '/devstoreaccount1';

export async function startStorageTap(azurite: string): Promise<StorageTap> {
  const agent = new Agent({ keepAlive: true });
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
      pass(incoming, outgoing, { service, target: new URL(endpoint), agent, tap }).catch(() => outgoing.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The tap has no port.');
    connectionString = connectionString.replace(endpoint, `http://127.0.0.1:${address.port}${account}`);
    servers.push(server);
  }
  return Object.assign(tap, {
    connectionString,
    close: async () => {
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
}

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, passing: Passing): Promise<void> {
  const { service, target, agent, tap } = passing;
  const { method = 'GET', url = '/', headers } = incoming;
  const body = await buffer(incoming);
  const write = { service, method, path: url.replace(account, ''), body: body.toString('utf8') };
  const isWrite = method !== 'GET' && method !== 'HEAD';
  if (isWrite) {
    tap.writes.push(write);
    await tap.beforeWrite?.(write);
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const onwards = request({ host: target.hostname, port: target.port, method, path: url, headers, agent }, resolve);
    onwards.once('error', reject);
    onwards.end(body);
  });
  const content = await buffer(answer);
  if (isWrite) await tap.afterWrite?.(write);
  outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  outgoing.end(content);
}
