import { ConflictError } from '../errors.ts';
import { shortHash } from '../storage/keys.ts';
import { jobId, type Job, type JobResult } from './job.ts';
import type { NewJobGroup } from './job-groups.ts';
import type { RunPorts } from './ports.ts';
import { reopenRun } from './reopen-run.ts';
import type { Run } from './run.ts';
import { resultsOf } from './totals.ts';

/**
 * Lets a held run delete what it was held for, and nothing else: if other or more entries would go meanwhile, it is held again. Throws conflict when the run
 * is not held or another run is going on.
 */
export async function releaseRun(ports: RunPorts, profile: string, runId: string): Promise<Run> {
  const stored = await ports.runs.get(profile, runId);
  if (stored.run.state !== 'held') {
    throw new ConflictError(
      `The run ${runId} is not held (it is ${stored.run.state}); only a held run can be released.`,
    );
  }
  const groups = await ports.groups(profile, runId).list();
  const jobs = new Map(groups.flatMap((group) => group.jobs).map((job) => [jobId(job), job]));
  const held = new Map(
    resultsOf(groups).flatMap((result) => (result.outcome === 'held' ? [[result.job, result]] : [])),
  );
  const released = [...held].flatMap(([id, result]): NewJobGroup[] => {
    const job = jobs.get(id);
    return job ? [releasedGroup(job, result)] : [];
  });
  const run = await reopenRun(ports, profile, stored, released, (job) => held.has(job));
  ports.log.info('run.released', { profile, run: runId, sources: released.length });
  return run;
}

/** What the job did before it was held goes on to count. */
function releasedGroup(job: Job, { counts, requests, hold = '' }: JobResult): NewJobGroup {
  const again = { ...job, soFar: counts, requestsSoFar: requests, releasedHold: hold };
  return { group: `released-${shortHash(jobId(job))}`, jobs: [again] };
}
