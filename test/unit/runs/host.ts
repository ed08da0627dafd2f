import { recordDeadLetter } from '../../../shared/deadletters/record-dead-letter.ts';
import { queueNames } from '../../../shared/names.ts';
import { noticeMessageSchema } from '../../../shared/notices/notice-message.ts';
import { sendNotice } from '../../../shared/notices/send-notice.ts';
import { purgeProfile } from '../../../shared/retention/purge-profile.ts';
import { jobMessageSchema, parseMessage, runMessageSchema } from '../../../shared/runs/messages.ts';
import { planRun } from '../../../shared/runs/plan-run.ts';
import { startDueRuns } from '../../../shared/runs/start-run.ts';
import { watchRuns } from '../../../shared/runs/watch-runs.ts';
import { workGroup } from '../../../shared/runs/work-group.ts';
import { KilledError } from './process.ts';
import type { Ports, World } from './world.ts';

type QueueName = keyof typeof queueNames;

/** A message in a queue, as the host sees it. */
export interface Envelope {
  queue: QueueName;
  poison: boolean;
  message: unknown;
  visibleAt: number;
  /** Times it was handed out. */
  dequeued: number;
}

/** What the Functions host does: hands out messages at least once, retries, gives up after five times, and calls the timers. */
export interface Host {
  /** Every message that was handed out, in order. */
  readonly delivered: Pick<Envelope, 'queue' | 'poison' | 'message'>[];
  /** Everything that waits; also what was just sent. */
  pending(): Envelope[];
  /** Chooses among the messages that can be handed out; the oldest, unless a test wants another. */
  choose(visible: readonly Envelope[]): Envelope | undefined;
  /** Called instead of the function when it answers true: the message is lost. */
  loses(envelope: Envelope): boolean;
  /** Hands out one message; false when none is visible. */
  deliver(): Promise<boolean>;
  /** Handles a message, whether it waits or not. Answers what was thrown. */
  handle(envelope: Pick<Envelope, 'queue' | 'poison' | 'message'>): Promise<unknown>;
  /** Hands out everything that is visible now. */
  drain(): Promise<void>;
  /** Calls the timers of one minute. */
  tick(): Promise<void>;
  /** Goes on, some minutes at a time, until nothing waits and no profile runs. */
  settle(): Promise<void>;
}

const retrySeconds = 30;
const leaseSeconds = 600;
const maxDequeueCount = 5;
const minutesAtOnce = 5;
const mostMinutes = 3 * 24 * 60;

export function host(world: World): Host {
  const waiting: Envelope[] = [];

  /** Runs a function in a process of its own. Answers what became of it. */
  const invoke = async (work: (ports: Ports) => Promise<unknown>): Promise<{ error?: unknown; killed: boolean }> => {
    const process = world.failing.start();
    try {
      await work(world.ports(process));
      return { killed: process.dead };
    } catch (error) {
      return { error, killed: process.dead || error instanceof KilledError };
    }
  };

  const made: Host = {
    delivered: [],
    pending() {
      for (const [name, queue] of Object.entries(world.queues)) {
        if (!isQueueName(name)) continue;
        for (const { message, delaySeconds } of queue.sent.splice(0)) {
          waiting.push({
            queue: name,
            poison: false,
            message,
            visibleAt: world.now + delaySeconds * 1000,
            dequeued: 0,
          });
        }
      }
      return waiting;
    },
    choose: ([first]) => first,
    loses: () => false,
    async handle({ queue, poison, message }) {
      const { error } = await invoke((ports) => dispatch(ports, queue, poison, message));
      return error;
    },
    async deliver() {
      const visible = made.pending().filter(({ visibleAt }) => visibleAt <= world.now);
      const envelope = made.choose(visible);
      if (!envelope) return false;
      const { queue, poison, message } = envelope;
      if (made.loses(envelope)) {
        waiting.splice(waiting.indexOf(envelope), 1);
        return true;
      }
      envelope.dequeued += 1;
      made.delivered.push({ queue, poison, message });
      const { error, killed } = await invoke((ports) => dispatch(ports, queue, poison, message));
      if (error === undefined && !killed) waiting.splice(waiting.indexOf(envelope), 1);
      else if (envelope.dequeued < maxDequeueCount || poison)
        envelope.visibleAt = world.now + (killed ? leaseSeconds : retrySeconds) * 1000;
      else Object.assign(envelope, { poison: true, dequeued: 0, visibleAt: world.now });
      return true;
    },
    async drain() {
      while (await made.deliver());
    },
    async tick() {
      await invoke(startDueRuns);
      await invoke(watchRuns);
    },
    async settle() {
      for (let minute = 0; minute < mostMinutes; minute += minutesAtOnce) {
        await made.drain();
        const running = (await world.ports().states.list()).some(({ activeRun }) => activeRun !== undefined);
        if (!running && made.pending().length === 0) return;
        world.later(minutesAtOnce);
        await made.tick();
      }
      throw new Error(`It does not come to an end: ${JSON.stringify(waiting)}`);
    },
  };
  return made;
}

function isQueueName(name: string): name is QueueName {
  return name in queueNames;
}

/** What `functions/queues` does. */
async function dispatch(ports: Ports, queue: QueueName, poison: boolean, message: unknown): Promise<void> {
  if (poison) return recordDeadLetter(ports, queue, message);
  if (queue === 'jobs') return workGroup(ports, parseMessage(jobMessageSchema, message));
  if (queue === 'notices') return sendNotice(ports, parseMessage(noticeMessageSchema, message));
  const run = parseMessage(runMessageSchema, message);
  return run.type === 'run' ? planRun(ports, run.profile, run.run) : purgeProfile(ports, run.profile);
}
