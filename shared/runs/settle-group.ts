import { ConflictError, UnavailableError } from '../errors.ts';
import { shortHash } from '../storage/keys.ts';
import { closeIfOver } from './close-run.ts';
import { jobId, type Job } from './job.ts';
import type { JobGroup, NewJobGroup } from './job-groups.ts';
import { movedResult, type Attempt } from './job-result.ts';
import { jobMessage, type JobMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';

type Again = Extract<Attempt, { kind: 'again' }>;

/** Times a job may be put back because the source asked for patience, or its slice was over, before it counts as failed. */
const mostPostponements = 500;
/** Times others may write a group's row between our reading it and our ending it. */
const mostOthers = 5;

/** A job that is alone waits where it is: by a delayed message when patience is asked for, otherwise by the queue's own retry. */
export async function putBack(ports: RunPorts, message: JobMessage, group: JobGroup, attempt: Again): Promise<void> {
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

/** Ends a group with what became of its jobs; those that go on get groups of their own. The run is closed when this was its last. */
export async function settle(
  ports: RunPorts,
  message: JobMessage,
  group: JobGroup,
  attempts: readonly Attempt[],
): Promise<void> {
  const alone = attempts.flatMap((attempt) =>
    attempt.kind === 'again' ? [{ attempt, group: `${group.group}-${shortHash(jobId(attempt.job))}` }] : [],
  );
  if (!(await finish(ports, message, group, attempts, alone))) return;
  for (const { attempt, group: name } of alone) {
    const next = jobMessage(message.profile, message.run, name);
    await ports.jobQueue.send(next, { delaySeconds: attempt.delaySeconds });
  }
  await closeIfOver(ports, message.profile, message.run);
}

/** The group was ended before: only what may have been cut off after that is done again. */
export async function resume(ports: RunPorts, { profile, run }: JobMessage, group: JobGroup): Promise<void> {
  for (const moved of group.results.filter((result) => result.outcome === 'moved')) {
    const next = moved.group === undefined ? undefined : await ports.groups(profile, run).get(moved.group);
    if (next?.state === 'waiting') await ports.jobQueue.send(jobMessage(profile, run, next.group));
  }
  await closeIfOver(ports, profile, run);
}

/** Writes the end of a group; false when another worker has ended it, or has got further with it. */
async function finish(
  ports: RunPorts,
  message: JobMessage,
  group: JobGroup,
  attempts: readonly Attempt[],
  alone: readonly { attempt: Again; group: string }[],
): Promise<boolean> {
  const groups = ports.groups(message.profile, message.run);
  const now = ports.now();
  const results = attempts.map((attempt) =>
    attempt.kind === 'ended'
      ? attempt.result
      : movedResult(attempt.job, alone.find((each) => each.attempt === attempt)?.group ?? group.group),
  );
  const more = alone.map(({ attempt, group: name }): NewJobGroup => {
    return { group: name, jobs: [attempt.job], dueAt: after(now, attempt.delaySeconds) };
  });
  let latest: JobGroup | undefined = group;
  // The message was handled a second time, its group enqueued again, or the answer to an own write was lost.
  for (let others = 0; latest?.state === 'waiting' && hasJobs(latest, group.jobs); others += 1) {
    try {
      await groups.finish(latest, results, more, now);
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError) || others === mostOthers) throw error;
      latest = await groups.get(group.group);
    }
  }
  if (latest?.state === 'done') {
    await endMoved(ports, message, latest, attempts);
    await resume(ports, message, latest);
  }
  return false;
}

/**
 * Whoever ended the group has moved the jobs that we took over from it. What they did is known here, and would be nothing when they are
 * worked on once more.
 */
async function endMoved(
  ports: RunPorts,
  { profile, run }: JobMessage,
  ended: JobGroup,
  attempts: readonly Attempt[],
): Promise<void> {
  const groups = ports.groups(profile, run);
  for (const moved of ended.results.filter((result) => result.outcome === 'moved')) {
    const ours = attempts.find((attempt) => attempt.kind === 'ended' && jobId(attempt.job) === moved.job);
    const next = moved.group === undefined ? undefined : await groups.get(moved.group);
    if (ours?.kind !== 'ended' || next?.state !== 'waiting' || !hasJobs(next, [ours.job])) continue;
    try {
      await groups.finish(next, [ours.result], [], ports.now());
    } catch (error) {
      // Then somebody works on it already.
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}

/** Whether a group still is what it was: another worker that got further has left its progress with the job. */
function hasJobs(group: JobGroup, jobs: readonly Job[]): boolean {
  return JSON.stringify(group.jobs) === JSON.stringify(jobs);
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
