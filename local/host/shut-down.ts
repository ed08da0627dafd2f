import type { HttpServer } from './http/server.ts';
import { errorText, type Log } from './log.ts';
import type { FunctionsCore } from './worker/functions-core.ts';
import type { Invoker } from './worker/invoker.ts';

interface Running {
  server: HttpServer;
  listeners: readonly { stop(): Promise<void> }[];
  invoker: Invoker;
  core: FunctionsCore;
  log: Log;
}

/** What the host gives appTerminate hooks in Azure (`WorkerConstants.WorkerTerminateGracePeriodInSeconds`). */
const terminateGraceMs = 5000;

/**
 * Stops in Azure's order: no new work, what is running ends, appTerminate hooks.
 * @param drainMs how long to wait for what is running, in milliseconds
 */
export async function shutDown(running: Running, drainMs: number): Promise<void> {
  const { server, listeners, invoker, core, log } = running;
  log('information', 'host.stopping');
  const drained = Promise.all([server.stop(), ...listeners.map((listener) => listener.stop()), invoker.idle()]);
  if (!(await within(drained, drainMs))) {
    log('error', 'host.notDrained', { message: `Functions still ran after ${drainMs} ms and were left behind.` });
  }
  server.close();
  const { appLevelHookData: hookData, appHookData } = core.hooks;
  const terminated = core.hooks.run('appTerminate', { hookData, appHookData }).catch((error: unknown) => {
    log('error', 'host.appTerminateFailed', { message: errorText(error) });
  });
  if (!(await within(terminated, terminateGraceMs))) {
    log('error', 'host.appTerminateTooSlow', { message: `appTerminate hooks ran longer than ${terminateGraceMs} ms.` });
  }
  log('information', 'host.stopped');
}

/** Whether the work ended in time. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
