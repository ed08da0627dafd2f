import { ConflictError } from '../errors.ts';
import { shortHash } from '../storage/keys.ts';
import { jobId, type Job } from './job.ts';
import type { NewJobGroup } from './job-groups.ts';
import { sendWaiting } from './plan-run.ts';
import type { RunPorts } from './ports.ts';
import type { Run } from './run.ts';
import { resultsOf } from './totals.ts';

/**
 * Lets a held run delete what it was held for, and no more: if more would go meanwhile, it is held again. Throws conflict when the run
 * is not held or another run is going on. May be cut off and repeated: the released jobs are in the ledger before anything else changes.
 */
export async function releaseRun(ports: RunPorts, profile: string, runId: string): Promise<Run> {
  const stored = await ports.runs.get(profile, runId);
  if (stored.run.state !== 'held') {
    throw new ConflictError(`The run ${runId} is not held (it is ${stored.run.state}); only a held run can be released.`);
  }
  const state = await ports.states.get(profile);
  if (state.activeRun !== undefined) {
    throw new ConflictError(`The profile is running (run ${state.activeRun}); release the run when that has ended.`, { code: 'running' });
  }
  await ports.states.change(state, { activeRun: runId });
  const ledger = ports.groups(profile, runId);
  const groups = await ledger.list();
  const held = new Map(resultsOf(groups).flatMap((result) => (result.outcome === 'held' ? [[result.job, result]] : [])));
  const jobs = groups.flatMap((group) => group.jobs);
  const released = [...held.values()].flatMap((result): NewJobGroup[] => {
    const job = jobs.find((each) => jobId(each) === result.job);
    return job ? [releasedGroup(job, result.heldEntries ?? 0)] : [];
  });
  await ledger.add(released, ports.now());
  for (const group of groups) {
    const rest = group.results.filter((result) => result.outcome !== 'held');
    if (rest.length < group.results.length) await ledger.update({ ...group, results: rest }, ports.now());
  }
  const { run } = await ports.runs.replace(profile, stored, { state: 'running' });
  await sendWaiting(ports, profile, runId);
  ports.log.info('run.released', { profile, run: runId, sources: released.length });
  return run;
}

function releasedGroup(job: Job, entries: number): NewJobGroup {
  const { soFar: _soFar, ...again } = job;
  return { group: `released-${shortHash(jobId(job))}`, jobs: [{ ...again, released: entries, requestsSoFar: 0 }] };
}
