import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A storage account: tables and queues that no other account sees. */
export interface StorageAccount {
  connectionString: string;
}

/** An Azurite of its own in memory, on ports of 127.0.0.1 that it chose itself. */
export interface Azurite extends StorageAccount {
  /** The account of this name, one of those that it was started with; `connectionString` is that of the first. */
  account(name: string): StorageAccount;
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<null, Readable, null>;

const script = fileURLToPath(new URL('../../node_modules/azurite/dist/src/azurite.js', import.meta.url));
const usualAccount = 'devstoreaccount1';
// The published key of the storage emulator, the same everywhere.
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const services = ['Blob', 'Queue', 'Table'];

export async function startAzurite(accounts: readonly string[] = [usualAccount]): Promise<Azurite> {
  const listen = services.flatMap((name) => [
    `--${name.toLowerCase()}Host`,
    '127.0.0.1',
    `--${name.toLowerCase()}Port`,
    '0',
  ]);
  const flags = ['--inMemoryPersistence', '--silent', '--disableTelemetry', '--skipApiVersionCheck'];
  const child = spawn(process.execPath, [script, ...listen, ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, AZURITE_ACCOUNTS: accounts.map((name) => `${name}:${accountKey}`).join(';') },
  });
  const exited = once(child, 'exit');
  const origins = await originsOf(child);
  // What it prints from now on is thrown away, so that its pipe never fills up.
  child.stdout.resume();
  const account = (name: string): StorageAccount => {
    const endpoints = services.map((service) => `${service}Endpoint=${origins.get(service) ?? ''}/${name}`);
    const access = [`DefaultEndpointsProtocol=http`, `AccountName=${name}`, `AccountKey=${accountKey}`];
    return { connectionString: [...access, ...endpoints].join(';') };
  };
  return {
    ...account(accounts[0] ?? usualAccount),
    account,
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
