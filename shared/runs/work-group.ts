import { noteRefusal, noteSignedIn } from '../connections/note-sign-in.ts';
import { ConflictError, NotFoundError, SignInError, UnavailableError } from '../errors.ts';
import type { LogFields } from '../log.ts';
import { shortHash } from '../storage/keys.ts';
import type { JobOutcome } from '../sync/sync-job.ts';
import { closeIfOver } from './close-run.ts';
import { jobId, type Job } from './job.ts';
import type { JobGroup, NewJobGroup } from './job-groups.ts';
import { afterError, afterOutcome, movedResult, type Attempt } from './job-result.ts';
import { jobMessage, type JobMessage } from './messages.ts';
import { noteMailboxes } from './note-mailboxes.ts';
import type { RunPorts } from './ports.ts';
import { progressWatcher } from './progress-watcher.ts';
import { runContext, runJob, type RunContext } from './run-context.ts';
import type { Run } from './run.ts';

/** Mailboxes of one message that are read at the same time; each has its own limit at the source. */
const mailboxesAtOnce = 8;
/** Times a job may be put back because the source asked for patience, or its slice was over, before it counts as failed. */
const mostPostponements = 500;

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
  await settle(ports, context, message, group, attempts);
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

/** A job that is alone waits where it is: by a delayed message when patience is asked for, otherwise by the queue's own retry. */
async function putBack(
  ports: RunPorts,
  message: JobMessage,
  group: JobGroup,
  attempt: Extract<Attempt, { kind: 'again' }>,
): Promise<void> {
  const groups = ports.groups(message.profile, message.run);
  const postponed = group.postponed + (attempt.patient ? 1 : 0);
  const changed = { ...group, jobs: [attempt.job], postponed, reason: attempt.reason };
  await groups.update(changed, after(ports.now(), attempt.delaySeconds));
  if (!attempt.patient) throw attempt.error;
  if (postponed > mostPostponements) {
    throw new UnavailableError(`The mailbox ${attempt.job.name} was put back ${postponed} times; replay it later.`);
  }
  await ports.jobQueue.send(message, { delaySeconds: attempt.delaySeconds });
}

async function settle(
  ports: RunPorts,
  context: RunContext,
  message: JobMessage,
  group: JobGroup,
  attempts: readonly Attempt[],
): Promise<void> {
  const { profile, run } = message;
  const alone = attempts.flatMap((attempt) =>
    attempt.kind === 'again' ? [{ attempt, group: `${group.group}-${shortHash(jobId(attempt.job))}` }] : [],
  );
  const results = attempts.map((attempt) =>
    attempt.kind === 'ended'
      ? attempt.result
      : movedResult(attempt.job, alone.find((each) => each.attempt === attempt)?.group ?? group.group),
  );
  await noteMailboxes(ports, context, attempts);
  const now = ports.now();
  const more = alone.map(({ attempt, group: name }): NewJobGroup => ({
    group: name,
    jobs: [attempt.job],
    dueAt: after(now, attempt.delaySeconds),
  }));
  const groups = ports.groups(profile, run);
  try {
    await groups.finish(group, results, more, now);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // The message was handled a second time, or the answer to an own write was lost: what is stored counts.
    const stored = await groups.get(group.group);
    return stored?.state === 'done' ? resume(ports, message, stored) : undefined;
  }
  for (const { attempt, group: name } of alone) {
    await ports.jobQueue.send(jobMessage(profile, run, name), { delaySeconds: attempt.delaySeconds });
  }
  await closeIfOver(ports, profile, run);
}

/** The group was ended before: only what may have been cut off after that is done again. */
async function resume(ports: RunPorts, { profile, run }: JobMessage, group: JobGroup): Promise<void> {
  for (const moved of group.results.filter((result) => result.outcome === 'moved')) {
    const next = moved.group === undefined ? undefined : await ports.groups(profile, run).get(moved.group);
    if (next?.state === 'waiting') await ports.jobQueue.send(jobMessage(profile, run, next.group));
  }
  await closeIfOver(ports, profile, run);
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
