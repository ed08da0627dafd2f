import { errorText, type Log } from '../log.ts';
import type { TimerFunction } from '../triggers.ts';
import type { Invoker } from '../worker/invoker.ts';
import { firesWithinMinute, type Ncrontab } from './ncrontab.ts';
import { nextOccurrence } from './occurrence.ts';
import { never, resume, statusText, type ScheduleStatus, type ScheduleStore } from './schedule-status.ts';

/** Longer delays fire at once in Node. */
const longestDelayMs = 24 * 24 * 60 * 60 * 1000;

export interface TimerListenerOptions {
  function: TimerFunction;
  schedule: Ncrontab;
  store: ScheduleStore;
  invoker: Invoker;
  log: Log;
}

/**
 * Runs one timer function on its schedule (`TimerListener`), never two scheduled runs at a time. A run that takes longer
 * than the interval swallows the occurrences it misses but for one, which follows at once.
 */
export class TimerListener {
  readonly #options: TimerListenerOptions;
  readonly #monitored: boolean;
  #status: ScheduleStatus;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(options: TimerListenerOptions) {
    this.#options = options;
    this.#monitored = options.function.useMonitor && !firesWithinMinute(options.schedule);
    this.#status = { last: never, next: this.#nextAfter(new Date()), lastUpdated: never };
  }

  async start(): Promise<void> {
    let pastDue = false;
    const { store, log, function: hosted } = this.#options;
    if (this.#monitored) {
      const resumed = resume(await store.read(hosted.name), (after) => this.#nextAfter(after), new Date());
      if (resumed.changed) await store.write(hosted.name, resumed.status);
      this.#status = resumed.status;
      pastDue = resumed.pastDue;
    }
    log('information', 'timer.started', { function: hosted.name, next: this.#status.next.toISOString(), pastDue });
    if (pastDue) this.#fireIn(1, true);
    else this.#fireAtNext();
  }

  /** Fires no more; resolves when a run under way has ended and is recorded. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Runs the function now, beside the schedule. */
  async runManually(): Promise<void> {
    await this.#invoke(false);
  }

  #nextAfter(after: Date): Date {
    return nextOccurrence(this.#options.schedule, after);
  }

  #fireAtNext(): void {
    if (!this.#stopped) this.#fireIn(Math.max(1, this.#status.next.getTime() - Date.now()), false);
  }

  #fireIn(ms: number, pastDue: boolean): void {
    this.#timer = setTimeout(
      () => {
        if (ms > longestDelayMs) this.#fireIn(ms - longestDelayMs, pastDue);
        else this.#running = this.#fire(pastDue);
      },
      Math.min(ms, longestDelayMs),
    );
  }

  async #fire(pastDue: boolean): Promise<void> {
    const { store, log, function: hosted } = this.#options;
    try {
      const started = new Date();
      await this.#invoke(pastDue);
      // Node may fire a moment early; without this the same occurrence would be computed again.
      const last = !pastDue && this.#status.next > started ? this.#status.next : started;
      this.#status = { last, next: this.#nextAfter(last), lastUpdated: last };
      if (this.#monitored) await store.write(hosted.name, this.#status);
    } catch (error) {
      log('error', 'timer.failed', { function: hosted.name, message: errorText(error) });
    }
    this.#fireAtNext();
  }

  async #invoke(isPastDue: boolean): Promise<void> {
    const { function: hosted, invoker } = this.#options;
    const timer = {
      Schedule: { AdjustForDST: true },
      ScheduleStatus: this.#monitored ? statusText(this.#status) : null,
      IsPastDue: isPastDue,
    };
    await invoker.invoke({
      function: hosted.registered,
      binding: hosted.binding,
      data: { json: JSON.stringify(timer) },
    });
  }
}
