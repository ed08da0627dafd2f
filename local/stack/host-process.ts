import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const main = fileURLToPath(new URL('../host/main.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const readyLine = z.object({ event: z.literal('host.ready'), url: z.string() });

export interface HostProcess {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** Stops it gracefully; what is in flight ends first. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Settles when the process has ended for whatever reason. */
  ended: Promise<number | null>;
}

interface HostProcessOptions {
  port: number;
  environment: Record<string, string>;
  /** Takes every line the host writes. */
  onLine(line: string): void;
}

/** Starts the functions host in a process of its own, with just the environment it is given; throws when it does not come up. */
export async function startHostProcess({ port, environment, onLine }: HostProcessOptions): Promise<HostProcess> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, '--directory', root, '--port', `${port}`],
    {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TZ: 'UTC', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await ready(child, ended, onLine);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { url, ended, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function ready(child: ChildProcess, ended: Promise<number | null>, onLine: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const last: string[] = [];
    const read = (line: string): void => {
      onLine(line);
      last.push(line);
      if (last.length > 20) last.shift();
      const url = readyUrl(line);
      if (url !== undefined) resolve(url);
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', read);
    void ended.then((code) => {
      reject(
        new Error(`The functions host ended with code ${code ?? 'none'} before it was ready:\n${last.join('\n')}`),
      );
    });
  });
}

function readyUrl(line: string): string | undefined {
  if (!line.includes('host.ready')) return undefined;
  try {
    return readyLine.safeParse(JSON.parse(line)).data?.url;
  } catch {
    return undefined;
  }
}
