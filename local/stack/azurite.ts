import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** An Azurite of its own in memory: tables and queues on free ports of 127.0.0.1. */
export interface Azurite {
  connectionString: string;
  stop(): Promise<void>;
}

const script = fileURLToPath(new URL('../../node_modules/azurite/dist/src/azurite.js', import.meta.url));
const account = 'devstoreaccount1';
// The published key of the storage emulator, the same everywhere.
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export async function startAzurite(): Promise<Azurite> {
  const [blob, queue, table] = [await freePort(), await freePort(), await freePort()];
  const hosts = ['--blobHost', '--queueHost', '--tableHost'].flatMap((flag) => [flag, '127.0.0.1']);
  const ports = ['--blobPort', `${blob}`, '--queuePort', `${queue}`, '--tablePort', `${table}`];
  const flags = ['--inMemoryPersistence', '--silent', '--disableTelemetry', '--skipApiVersionCheck'];
  const child = spawn(process.execPath, [script, ...hosts, ...ports, ...flags], { stdio: 'ignore' });
  await Promise.all([answers(queue), answers(table)]);
  const at = (port: number): string => `http://127.0.0.1:${port}/${account}`;
  return {
    connectionString: [
      'DefaultEndpointsProtocol=http',
      `AccountName=${account}`,
      `AccountKey=${accountKey}`,
      `BlobEndpoint=${at(blob)}`,
      `QueueEndpoint=${at(queue)}`,
      `TableEndpoint=${at(table)}`,
    ].join(';'),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          resolve();
        });
        child.kill('SIGKILL');
      }),
  };
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}

async function answers(port: number): Promise<void> {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    const reached = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (reached) return;
    await pause(50);
  }
  throw new Error(`Azurite did not answer on port ${port} within 30 seconds.`);
}
