import { deliverSubmission } from '../../../../shared/cards/deliver-submission.ts';
import { submissionMessageSchema } from '../../../../shared/cards/submission-message.ts';
import { watchSubmissions } from '../../../../shared/cards/watch-submissions.ts';
import type { Installation, Ports } from './installation.ts';
import { startProcess } from './process.ts';

/** What becomes of a message on its way. */
export interface Fate {
  lost: boolean;
  /** How often it is there. */
  copies: number;
  delayMs: number;
  /** Whether a message that was handled is handed out again. */
  again: boolean;
}

export const plainFate: Fate = { lost: false, copies: 1, delayMs: 0, again: false };

/** What the Functions host does with the queue of submissions: at least once, in any order, five times at most. */
export interface QueueHost {
  /** Messages that were handed out, and those that were given up. */
  handled: number;
  givenUp: number;
  fate(): Fate;
  skewMs(): number;
  /** Runs something in a process of its own; answers what became of it. */
  invoke<T>(work: (ports: Ports) => Promise<T>): Promise<Outcome<T>>;
  /** Calls the watch every minute, until the end. */
  start(): void;
  stop(): void;
}

export type Outcome<T> = { done: T } | { error: unknown } | 'killed';

const retryMs = 30_000;
const lockMs = 600_000;
const minuteMs = 60_000;
const mostTimes = 5;

export function queueHost(made: Installation): QueueHost {
  const { time, queues } = made;
  let on = false;

  const invoke: QueueHost['invoke'] = async (work) => {
    const process = startProcess(time, made.calls);
    const running = work(made.ports(process, host.skewMs()));
    const outcome = await Promise.race([
      running.then(
        (done) => ({ done }),
        (error: unknown) => ({ error }),
      ),
      process.death,
    ]);
    collect();
    return process.dead ? 'killed' : outcome;
  };

  const host: QueueHost = {
    handled: 0,
    givenUp: 0,
    fate: () => plainFate,
    skewMs: () => 0,
    invoke,
    start() {
      on = true;
      void watch();
    },
    stop: () => void (on = false),
  };
  return host;

  async function watch(): Promise<void> {
    while (on) {
      await time.sleep(minuteMs);
      await invoke(watchSubmissions);
    }
  }

  function collect(): void {
    for (const { message, delaySeconds } of queues.submissions.sent.splice(0)) {
      const { lost, copies, delayMs } = host.fate();
      for (let copy = 0; !lost && copy < copies; copy += 1)
        void handOut(message, delaySeconds * 1000 + delayMs * (1 + copy));
    }
  }

  async function handOut(message: unknown, inMs: number): Promise<void> {
    await time.sleep(inMs);
    for (let times = 1; times <= mostTimes; times += 1) {
      host.handled += 1;
      const outcome = await invoke((ports) => deliverSubmission(ports, submissionMessageSchema.parse(message)));
      if (outcome !== 'killed' && 'done' in outcome && !host.fate().again) return;
      await time.sleep(outcome !== 'killed' && 'error' in outcome ? retryMs : lockMs);
    }
    host.givenUp += 1;
  }
}
