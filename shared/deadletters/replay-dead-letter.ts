import { ConflictError, InvalidError } from '../errors.ts';
import { queueNames } from '../names.ts';
import { closeIncidents } from '../notices/tell-operator.ts';
import { jobId } from '../runs/job.ts';
import { jobMessageSchema, runMessageSchema, type JobMessage, type RunMessage } from '../runs/messages.ts';
import { isNewest, reopenRun } from '../runs/reopen-run.ts';
import { startRun } from '../runs/start-run.ts';
import type { DeadLetter } from './dead-letter-store.ts';
import { keysSchema } from './keys-message.ts';
import type { DeadLetterPorts } from './record-dead-letter.ts';

/** Queues whose messages may be sent again as they are: whoever handles one looks at what is to be done now. */
const levelTriggered = [
  queueNames.notices,
  queueNames.submissions,
  queueNames.presence,
  queueNames.transitions,
  queueNames.deliveries,
] as const;

/** Tries a recorded message again, after its cause was repaired. Throws conflict if that was done before or the profile is running. */
export async function replayDeadLetter(ports: DeadLetterPorts, id: string): Promise<DeadLetter> {
  const letter = await ports.deadLetters.get(id);
  if (letter.replayedAt !== '') throw new ConflictError(`The dead letter ${id} was replayed on ${letter.replayedAt}.`);
  await replay(ports, letter, messageOf(letter));
  await ports.deadLetters.markReplayed(letter, ports.now());
  ports.log.info('deadLetter.replayed', {
    queue: letter.queue,
    profile: letter.profile,
    run: letter.run,
    deadLetter: id,
  });
  if (letter.profile !== '') {
    await closeIncidents(ports, letter.profile, (kind) => kind === 'deadLetter', { at: ports.now() });
  }
  return ports.deadLetters.get(id);
}

function messageOf({ id, message }: DeadLetter): unknown {
  try {
    return JSON.parse(message);
  } catch {
    throw new InvalidError(`The dead letter ${id} is no message of Patchbay and cannot be replayed.`);
  }
}

async function replay(ports: DeadLetterPorts, { id, queue }: DeadLetter, message: unknown): Promise<void> {
  const job = jobMessageSchema.safeParse(message);
  if (queue === queueNames.jobs && job.success) return replayJobs(ports, job.data);
  const run = runMessageSchema.safeParse(message);
  if (queue === queueNames.runs && run.success) return replayRun(ports, run.data);
  const name = levelTriggered.find((each) => each === queue);
  const keys = keysSchema.safeParse(message);
  if (name !== undefined && keys.success) return ports.queueNamed(name).send(keys.data);
  throw new InvalidError(`The dead letter ${id} is no message of Patchbay and cannot be replayed.`);
}

async function replayRun(ports: DeadLetterPorts, message: RunMessage): Promise<void> {
  if (message.type === 'purge') return ports.runQueue.send(message);
  await startRun(ports, message.profile);
}

/** The jobs of an earlier run are those of every later one: a new run tries them as they are to be done now. */
async function replayJobs(ports: DeadLetterPorts, { profile, run, group: name }: JobMessage): Promise<void> {
  if (!(await isNewest(ports, profile, run))) {
    await startRun(ports, profile);
    return;
  }
  const stored = await ports.runs.get(profile, run);
  const group = await ports.groups(profile, run).get(name);
  if (!group) throw new InvalidError(`The run ${run} no longer knows the jobs ${name}; start a new run instead.`);
  const replaced = new Set(group.jobs.map(jobId));
  await reopenRun(ports, profile, stored, [{ group: name, jobs: group.jobs }], (job) => replaced.has(job));
}
