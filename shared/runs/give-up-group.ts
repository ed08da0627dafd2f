import { UnavailableError } from '../errors.ts';
import { closeIfOver } from './close-run.ts';
import type { JobResult } from './job.ts';
import { failedResult } from './job-result.ts';
import type { JobMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';

/** Records a job whose message failed five times: its run goes on without it. May be repeated, with the same answer. */
export async function giveUpGroup(ports: RunPorts, message: JobMessage): Promise<JobResult[]> {
  const { profile, run } = message;
  const groups = ports.groups(profile, run);
  const group = await groups.get(message.group);
  if (!group) return [];
  if (group.state === 'done') return group.results.filter((result) => result.outcome === 'failed');
  const error = new UnavailableError(
    group.reason ?? 'The job failed five times; see the log for its run, then replay it.',
    { code: 'gaveUp' },
  );
  const results = group.jobs.map((job) => failedResult(job, error, 0));
  const at = ports.now().toISOString();
  const reading = group.jobs.filter((job) => job.source.kind !== 'nothing');
  await ports.mailboxes.merge(
    profile,
    reading.map(({ key }) => ({ key, lastAttemptAt: at, outcome: 'failed', reason: error.message })),
  );
  await groups.finish(group, results, [], ports.now());
  await closeIfOver(ports, profile, run);
  return results;
}
