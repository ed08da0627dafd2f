import { UnavailableError } from '../errors.ts';
import { queueNames } from '../names.ts';
import { openIncident } from '../notices/tell-operator.ts';
import { failRun } from '../runs/close-run.ts';
import { giveUpGroup } from '../runs/give-up-group.ts';
import { jobMessageSchema, runMessageSchema } from '../runs/messages.ts';
import type { RunPorts } from '../runs/ports.ts';
import type { Queue } from '../storage/queue.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import { keysSchema } from './keys-message.ts';

export type QueueName = (typeof queueNames)[keyof typeof queueNames];

export interface DeadLetterPorts extends RunPorts {
  deadLetters: DeadLetterStore;
  queueNamed(name: QueueName): Queue;
}

const gaveUp = 'The message failed five times; see the log for its run, repair the cause, then replay it.';

/**
 * Records a message that failed five times with its reason and lets its run end without it. The operator is told once: by the end of
 * the run, which then has a mailbox that failed or is failed itself and which a later run makes good; of everything else by an
 * incident of its own.
 */
export async function recordDeadLetter(ports: DeadLetterPorts, queue: QueueName, message: unknown): Promise<void> {
  const { profile, run, reason, isTold } = await giveUp(ports, message);
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const letter = await ports.deadLetters.record({ queue, profile, run, reason, message: text }, ports.now());
  ports.log.error('deadLetter.recorded', { queue, profile, run, reason, deadLetter: letter.id });
  if (isTold || queue === queueNames.notices || !(await exists(ports, profile))) return;
  const incident = { kind: 'deadLetter', reason: `${reason} (dead letter ${letter.id})`, run };
  await openIncident(ports, profile, incident, new Date(letter.recordedAt));
}

/** Of a profile that was deleted, or of a message that names none, nobody could be told. */
async function exists(ports: RunPorts, profile: string): Promise<boolean> {
  return (await ports.profiles.list()).some(({ id }) => id === profile);
}

interface GivenUp {
  profile: string;
  run: string;
  reason: string;
  /** Whether the end of the run tells the operator. */
  isTold: boolean;
}

async function giveUp(ports: RunPorts, message: unknown): Promise<GivenUp> {
  const job = jobMessageSchema.safeParse(message);
  if (job.success) {
    const [result] = await giveUpGroup(ports, job.data);
    const { profile, run } = job.data;
    return { profile, run, reason: result?.reason ?? gaveUp, isTold: result !== undefined };
  }
  const plan = runMessageSchema.safeParse(message);
  if (plan.success && plan.data.type === 'run') {
    const { profile, run } = plan.data;
    const error = new UnavailableError(gaveUp, { code: 'gaveUp' });
    return { profile, run, reason: gaveUp, isTold: await failRun(ports, profile, run, error) };
  }
  const other = keysSchema.safeParse(message);
  return { profile: other.success ? other.data.profile : '', run: '', reason: gaveUp, isTold: false };
}
