import { UnavailableError } from '../errors.ts';
import { queueNames } from '../names.ts';
import { noticeMessageSchema } from '../notices/notice-message.ts';
import { openIncident } from '../notices/tell-operator.ts';
import { failRun } from '../runs/close-run.ts';
import { jobMessageSchema, runMessageSchema } from '../runs/messages.ts';
import type { RunPorts } from '../runs/ports.ts';
import { giveUpGroup } from '../runs/work-group.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';

export type QueueName = (typeof queueNames)[keyof typeof queueNames];

export interface DeadLetterPorts extends RunPorts {
  deadLetters: DeadLetterStore;
}

const gaveUp = 'The message failed five times; see the log for its run, repair the cause, then replay it.';

/** Records a message that failed five times with its reason, lets its run end without it, and tells the operator. */
export async function recordDeadLetter(ports: DeadLetterPorts, queue: QueueName, message: unknown): Promise<void> {
  const { profile, run, reason } = await giveUp(ports, message);
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const letter = await ports.deadLetters.record({ queue, profile, run, reason, message: text }, ports.now());
  ports.log.error('deadLetter.recorded', { queue, profile, run, reason, deadLetter: letter.id });
  if (profile !== '' && queue !== queueNames.notices) {
    const incident = { kind: 'deadLetter', reason: `${reason} (dead letter ${letter.id})`, run };
    await openIncident(ports, profile, incident, new Date(letter.recordedAt));
  }
}

async function giveUp(ports: RunPorts, message: unknown): Promise<{ profile: string; run: string; reason: string }> {
  const job = jobMessageSchema.safeParse(message);
  if (job.success) {
    const [result] = await giveUpGroup(ports, job.data);
    return { profile: job.data.profile, run: job.data.run, reason: result?.reason ?? gaveUp };
  }
  const run = runMessageSchema.safeParse(message);
  if (run.success && run.data.type === 'run') {
    await failRun(ports, run.data.profile, run.data.run, new UnavailableError(gaveUp, { code: 'gaveUp' }));
    return { profile: run.data.profile, run: run.data.run, reason: gaveUp };
  }
  const other = run.success ? run : noticeMessageSchema.safeParse(message);
  return { profile: other.success ? other.data.profile : '', run: '', reason: gaveUp };
}
