/** `node local/host/main.ts --directory . --port 7071`: runs the app until SIGTERM or SIGINT. */
import { existsSync } from 'node:fs';
import { chdir } from 'node:process';
import { format, parseArgs } from 'node:util';
import { startHost } from './host.ts';
import { jsonLog, type LogLevel } from './log.ts';
import { HostRefusal } from './refusal.ts';

const write = (line: string) => void process.stdout.write(`${line}\n`);

/** Whatever the app writes to the console becomes a log line without an invocation, as in Azure. */
function captureConsole(): void {
  const log = jsonLog(write);
  const levels: [keyof Console, LogLevel][] = [
    ['log', 'information'],
    ['info', 'information'],
    ['debug', 'debug'],
    ['warn', 'warning'],
    ['error', 'error'],
  ];
  for (const [method, level] of levels) {
    Reflect.set(console, method, (...values: unknown[]) => {
      log(level, 'app.console', { message: format(...values) });
    });
  }
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { directory: { type: 'string', default: '.' }, port: { type: 'string', default: '7071' } },
  });
  if (!/^\d{1,5}$/.test(values.port)) throw new HostRefusal(`--port must be a number, not "${values.port}".`);
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
  captureConsole();
  if (!existsSync(values.directory)) throw new HostRefusal(`The folder ${values.directory} does not exist.`);
  // The app's relative paths are relative to its own folder, as in Azure.
  chdir(values.directory);
  const host = await startHost({ directory: '.', port: Number(values.port), log: write });
  write(JSON.stringify({ event: 'host.ready', url: host.url }));
  await signalled;
  await host.stop();
}

try {
  await run();
  process.exit(0);
} catch (error) {
  if (!(error instanceof HostRefusal)) throw error;
  jsonLog(write)('critical', 'host.refused', { message: error.message });
  process.exit(1);
}
