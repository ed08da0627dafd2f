import { join, resolve } from 'node:path';
import { readHostJson, type QueueOptions } from './host-json.ts';
import { refuseOverlaps, routesOf, type Route } from './http/routes.ts';
import { HttpServer } from './http/server.ts';
import { jsonLog, type Log } from './log.ts';
import { cloudLease, type LeaseTimes } from './queues/lease.ts';
import { QueueListener } from './queues/queue-listener.ts';
import { HostRefusal } from './refusal.ts';
import {
  applySettings,
  connectionString,
  homepageDisabled,
  requestBodyLimit,
  resolveNames,
  useUtc,
  type Settings,
} from './settings.ts';
import { shutDown } from './shut-down.ts';
import { parseNcrontab } from './timers/ncrontab.ts';
import { ScheduleStore } from './timers/schedule-status.ts';
import { TimerListener } from './timers/timer-listener.ts';
import { readTriggers, type HostedFunction } from './triggers.ts';
import { FunctionsCore } from './worker/functions-core.ts';
import { Invoker } from './worker/invoker.ts';
import { loadApp } from './worker/load-app.ts';

export interface HostOptions {
  /** The app's folder, with host.json and a package.json whose `main` is the built entry file. */
  directory: string;
  /** 0 takes any free port. */
  port: number;
  /** Settings besides the environment's; they are added to `process.env`, where the app reads its own. */
  env?: Readonly<Record<string, string>>;
  /** Receives one JSON object per event; default standard output. */
  log?: (line: string) => void;
  /** Default 600 s, renewed after 300 s, as in Azure; tests shorten it. */
  messageLease?: LeaseTimes;
  /** Folder of the timers' state; default `<directory>/.local/timers`. */
  timerFolder?: string;
  /** How long `stop` waits for what is running, in milliseconds; default 10000. */
  drainMs?: number;
}

export interface Host {
  /** Base address without a slash at the end, such as `http://127.0.0.1:7071`. */
  url: string;
  /** Takes nothing new, lets what is running end (at most `drainMs`), then runs the appTerminate hooks. */
  stop(): Promise<void>;
}

/**
 * Starts the app in this process as Azure Functions would (functions-runtime.md, A and B). Rejects with a `HostRefusal`
 * where the app or its configuration needs something that is not emulated. A process can start one host in its life,
 * because `@azure/functions` keeps its registrations.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  claimProcess();
  const log = jsonLog(options.log ?? ((line) => void process.stdout.write(`${line}\n`)));
  useUtc();
  const settings = applySettings(options.env);
  const directory = resolve(options.directory);
  const configuration = await readHostJson(directory);
  const core = new FunctionsCore(log);
  core.install();
  const model = await loadApp(directory, core);
  const invoker = new Invoker(core, model, configuration.functionTimeoutMs, log);

  const functions = readTriggers(core.functions);
  const listeners = await createListeners(functions, {
    invoker,
    log,
    settings,
    queues: configuration.queues,
    lease: options.messageLease ?? cloudLease,
    store: new ScheduleStore(options.timerFolder ?? join(directory, '.local', 'timers')),
  });
  const server = new HttpServer({
    routes: createRoutes(functions, configuration.routePrefix),
    runs: new Map(
      [...listeners].map(([name, listener]) => [name.toLowerCase(), (input) => listener.runManually(input)]),
    ),
    bodyLimit: requestBodyLimit(settings),
    homepageDisabled: homepageDisabled(settings),
    invoker,
    log,
  });

  const running = { server, listeners: [...listeners.values()], invoker, core, log };
  const stop = () => shutDown(running, options.drainMs ?? 10_000);
  const url = await server.listen(options.port);
  try {
    for (const listener of running.listeners) await listener.start();
  } catch (error) {
    await stop();
    throw error;
  }
  log('information', 'host.started', { url, functions: functions.map(({ name }) => name).join(', ') });
  let stopped: Promise<void> | undefined;
  return { url, stop: () => (stopped ??= stop()) };
}

function createRoutes(functions: readonly HostedFunction[], prefix: string): Route[] {
  const routes = routesOf(
    functions.filter((hosted) => hosted.kind === 'http'),
    prefix,
  );
  refuseOverlaps(routes);
  return routes;
}

interface ListenerContext {
  invoker: Invoker;
  log: Log;
  settings: Settings;
  queues: QueueOptions;
  lease: LeaseTimes;
  store: ScheduleStore;
}

/** The listeners of queue and timer functions by function name. */
async function createListeners(
  functions: readonly HostedFunction[],
  { invoker, log, settings, queues, lease, store }: ListenerContext,
): Promise<Map<string, QueueListener | TimerListener>> {
  const listeners = new Map<string, QueueListener | TimerListener>();
  for (const hosted of functions) {
    if (hosted.kind === 'queue') {
      const name = resolveNames(hosted.queueName, settings);
      // The storage SDK takes longer to load than all the rest; apps without queues start without it.
      const { MessageQueue } = await import('./queues/message-queue.ts');
      const queue = new MessageQueue(connectionString(hosted.connection, settings), name);
      listeners.set(hosted.name, new QueueListener({ function: hosted, queue, options: queues, lease, invoker, log }));
    } else if (hosted.kind === 'timer') {
      const schedule = parseNcrontab(resolveNames(hosted.schedule, settings));
      listeners.set(hosted.name, new TimerListener({ function: hosted, schedule, store, invoker, log }));
    }
  }
  return listeners;
}

const claim = Symbol.for('patchbay.local.host');

function claimProcess(): void {
  if (Reflect.has(globalThis, claim)) {
    throw new HostRefusal(
      'This process has already started a functions host. @azure/functions keeps its registrations for the life of the ' +
        'process, so a second host would have no functions; start it in a process of its own.',
    );
  }
  Reflect.set(globalThis, claim, true);
}
