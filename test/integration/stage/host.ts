import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { z } from 'zod';
import { writeAppFolder } from '../../../local/app-folder.ts';
import type { LeaseTimes } from '../../../local/host/queues/lease.ts';
import { waitFor } from './wait.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readyLine = z.object({ event: z.literal('host.ready'), url: z.string() });
const hostJson = z.looseObject({ extensions: z.looseObject({ queues: z.looseObject({}) }) });

/** New messages are found at once. */
const maxPollingInterval = '00:00:00.2500000';

/** A copy of the app as it is deployed, with the waiting times of host.json shortened. */
export interface AppFolder {
  directory: string;
  remove(): Promise<void>;
}

/** @param retryAfterSeconds how long a message that failed stays hidden */
export async function makeAppFolder(retryAfterSeconds: number): Promise<AppFolder> {
  await mkdir(join(root, '.local'), { recursive: true });
  const directory = await mkdtemp(join(root, '.local', 'integration-'));
  const settings = hostJson.parse(JSON.parse(await readFile(join(root, 'host.json'), 'utf8')));
  const visibilityTimeout = `00:00:0${retryAfterSeconds}`;
  Object.assign(settings.extensions.queues, { visibilityTimeout, maxPollingInterval });
  await writeAppFolder(root, directory, inject('built').functions);
  await writeFile(join(directory, 'host.json'), JSON.stringify(settings));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** A functions host in a process of its own. */
export interface Host {
  url: string;
  /** What is in flight ends first. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts the local functions host on an app folder; `onLine` hears every line that it writes. */
export async function startHost(
  { directory }: AppFolder,
  options: {
    port: number;
    environment: Record<string, string>;
    messageLease: LeaseTimes;
    onLine: (line: string) => void;
  },
): Promise<Host> {
  const { port, messageLease } = options;
  const host = JSON.stringify({ directory, port, timerFolder: join(directory, 'timers'), messageLease });
  const started = spawn(process.execPath, [inject('built').hostChild, host], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(started, 'exit');
  let url: string | undefined;
  const last: string[] = [];
  for (const input of [started.stdout, started.stderr]) {
    createInterface({ input }).on('line', (line) => {
      options.onLine(line);
      if (url !== undefined) return;
      last.push(line);
      if (line.includes('"host.ready"')) url = readyLine.parse(JSON.parse(line)).url;
    });
  }
  await waitFor('the host', () => url !== undefined || started.exitCode !== null, 60_000);
  if (url === undefined) throw new Error(`The host ended before it was ready:\n${last.join('\n')}`);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    started.kill(signal);
    await exited;
  };
  return { url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
