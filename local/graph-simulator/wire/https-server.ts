import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { Certificates } from '../certificates.ts';
import { receive } from './received.ts';
import type { Received } from './received.ts';
import { jsonReply, send } from './reply.ts';
import type { Reply } from './reply.ts';

/** Listens on 127.0.0.1; port 0 takes a free one. */
export async function startHttpsServer(
  certificates: Certificates,
  port: number,
  handle: (received: Received) => Promise<Reply>,
): Promise<{ server: Server; port: number }> {
  const server = createServer(
    {
      key: certificates.privateKeyPem,
      cert: certificates.certificatePem,
      // Longer than clients keep idle connections, so that they never write into one that is just being closed.
      keepAliveTimeout: 75_000,
    },
    (incoming, outgoing) => {
      receive(incoming)
        .then(handle)
        .catch((error: unknown) => jsonReply(500, { error: error instanceof Error ? error.stack : String(error) }))
        .then((reply) => {
          send(outgoing, reply);
        })
        .catch(() => {
          incoming.socket.destroy();
        });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port');
  return { server, port: address.port };
}
