import { noteRefusal, noteSignedIn } from '../connections/note-sign-in.ts';
import { NotFoundError, SignInError } from '../errors.ts';
import type { LogFields } from '../log.ts';
import type { JobOutcome } from '../sync/sync-job.ts';
import type { Job } from './job.ts';
import type { JobGroup } from './job-groups.ts';
import { afterError, afterOutcome, type Attempt } from './job-result.ts';
import type { JobMessage } from './messages.ts';
import { noteMailboxes } from './note-mailboxes.ts';
import type { RunPorts } from './ports.ts';
import { progressWatcher } from './progress-watcher.ts';
import { runContext, runJob, type RunContext } from './run-context.ts';
import type { Run } from './run.ts';
import { putBack, resume, settle } from './settle-group.ts';

/** Mailboxes of one message that are read at the same time; each has its own limit at the source. */
const mailboxesAtOnce = 8;

/**
 * Works on the jobs of one message. A job that fails goes on in a message of its own and never holds up the others; a job that
 * is alone already makes the whole message fail, so that the queue retries it and in the end records it. May be handled twice,
 * late or at the same moment as itself.
 */
export async function workGroup(ports: RunPorts, message: JobMessage): Promise<void> {
  const { profile: profileId, run } = message;
  const groups = ports.groups(profileId, run);
  const group = await groups.get(message.group);
  if (!group) {
    ports.log.warn('jobs.unknown', { profile: profileId, run, group: message.group });
    return;
  }
  if (group.state === 'done') return resume(ports, message, group);
  const { run: runNow } = await ports.runs.get(profileId, run);
  if (runNow.state !== 'running') {
    ports.log.warn('jobs.runOver', { profile: profileId, run, group: message.group });
    return;
  }
  const context = await contextOf(ports, profileId);
  if (!context) {
    ports.log.warn('jobs.profileGone', { profile: profileId, run });
    return;
  }
  const attempts = await tryAll(ports, context, { message, group, run: runNow });
  await noteSignIn(ports, context, run, attempts);
  const [only] = attempts;
  if (attempts.length === 1 && only?.kind === 'again') return putBack(ports, message, group, only);
  await noteMailboxes(ports, context, attempts);
  await settle(ports, message, group, attempts);
}

async function contextOf(ports: RunPorts, profileId: string): Promise<RunContext | undefined> {
  try {
    return await runContext(ports, profileId);
  } catch (error) {
    if (!(error instanceof NotFoundError) || (await ports.profiles.list()).some(({ id }) => id === profileId))
      throw error;
    return undefined;
  }
}

async function tryAll(
  ports: RunPorts,
  context: RunContext,
  { message, group, run }: { message: JobMessage; group: JobGroup; run: Run },
): Promise<Attempt[]> {
  const watcher = progressWatcher(ports, message, group);
  const relist = run.trigger === 'manual';
  const deadline = new Date(ports.now().getTime() + ports.sliceSeconds * 1000);
  const attempts: Attempt[] = [];
  const waiting = [...group.jobs];
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      attempts.push(await tryJob(ports, context, job, { run: message.run, relist, deadline, progress: watcher.add }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(mailboxesAtOnce, group.jobs.length) }, work));
  await watcher.end();
  return attempts;
}

async function tryJob(
  ports: RunPorts,
  context: RunContext,
  job: Job,
  options: Parameters<typeof runJob>[3],
): Promise<Attempt> {
  const start = ports.now();
  const fields = { profile: context.profileId, run: options.run, mailbox: job.name };
  if (start > options.deadline) return { kind: 'again', job, delaySeconds: 0, patient: true, reason: undefined };
  try {
    const { outcome, requests } = await runJob(ports, context, job, options);
    const attempt = afterOutcome(job, outcome, requests, ports.now().getTime() - start.getTime());
    logNews(ports, fields, outcome, requests);
    return attempt;
  } catch (error) {
    const attempt = afterError(job, error, ports.now().getTime() - start.getTime());
    const reason = attempt.kind === 'ended' ? attempt.result.reason : attempt.reason;
    ports.log.warn('job.failed', { ...fields, reason, again: attempt.kind === 'again' });
    return attempt.kind === 'ended' ? { ...attempt, error } : attempt;
  }
}

/** A line for each mailbox that brought something; most bring nothing, and the run counts them. */
function logNews({ log }: RunPorts, fields: LogFields, { counts, complete }: JobOutcome, requests: number): void {
  const { created, updated, deleted } = counts;
  if (complete && created + updated + deleted === 0) return;
  log.info('job.read', { ...fields, requests, complete, created, updated, deleted });
}

/** Whether the connection could sign in is told by its health; a run in which that is as before writes nothing. */
async function noteSignIn(
  ports: RunPorts,
  { connection }: RunContext,
  run: string,
  attempts: readonly Attempt[],
): Promise<void> {
  const ended = attempts.filter((attempt) => attempt.kind === 'ended');
  const refused = ended.map(({ error }) => error).find((error) => error instanceof SignInError);
  if (refused) await noteRefusal(ports, connection, run, refused);
  else if (ended.some(({ result }) => result.outcome !== 'failed' && result.requests > 0))
    await noteSignedIn(ports, connection);
}
