import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** An Azurite of its own in memory, on ports of 127.0.0.1 that it chose itself. */
export interface Azurite {
  connectionString: string;
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<null, Readable, null>;

const script = fileURLToPath(new URL('../../node_modules/azurite/dist/src/azurite.js', import.meta.url));
const account = 'devstoreaccount1';
// The published key of the storage emulator, the same everywhere.
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const services = ['Blob', 'Queue', 'Table'];

export async function startAzurite(): Promise<Azurite> {
  const listen = services.flatMap((name) => [
    `--${name.toLowerCase()}Host`,
    '127.0.0.1',
    `--${name.toLowerCase()}Port`,
    '0',
  ]);
  const flags = ['--inMemoryPersistence', '--silent', '--disableTelemetry', '--skipApiVersionCheck'];
  const child = spawn(process.execPath, [script, ...listen, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const origins = await originsOf(child);
  // What it prints from now on is thrown away, so that its pipe never fills up.
  child.stdout.resume();
  const endpoints = services.map((name) => `${name}Endpoint=${origins.get(name) ?? ''}/${account}`);
  const access = [`DefaultEndpointsProtocol=http`, `AccountName=${account}`, `AccountKey=${accountKey}`];
  return {
    connectionString: [...access, ...endpoints].join(';'),
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Where each service listens, from the lines that Azurite prints when it is up. */
async function originsOf(child: Child): Promise<Map<string, string>> {
  const origins = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const [, name = '', origin = ''] = /^Azurite (\w+) service is successfully listening at (\S+)$/.exec(line) ?? [];
    if (name) origins.set(name, origin);
    if (origins.size === services.length) return origins;
  }
  throw new Error(`Azurite ended before it was up (exit code ${child.exitCode}); start it by hand to see why.`);
}
