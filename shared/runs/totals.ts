import { addCounts, noCounts } from '../sync/counts.ts';
import type { JobGroup } from './job-groups.ts';
import type { JobResult } from './job.ts';
import type { Run, RunState, RunTotals } from './run.ts';

/** The results of all jobs that ended; a job that moved to a message of its own counts there. */
export function resultsOf(groups: readonly JobGroup[]): JobResult[] {
  return groups.flatMap((group) => group.results).filter((result) => result.outcome !== 'moved');
}

/** What a run did so far, the progress of jobs still going on included. */
export function totalsOf(groups: readonly JobGroup[]): RunTotals {
  const totals: RunTotals = { counts: noCounts(), requests: 0, jobs: { done: 0, failed: 0, held: 0, waiting: 0 } };
  for (const result of resultsOf(groups)) {
    totals.counts = addCounts(totals.counts, result.counts);
    totals.requests += result.requests;
    if (result.outcome !== 'moved') totals.jobs[result.outcome] += 1;
  }
  for (const group of groups) {
    if (group.state === 'done') continue;
    totals.jobs.waiting += group.jobs.length;
    if (group.progress) totals.counts = addCounts(totals.counts, group.progress);
  }
  return totals;
}

/** How a run ended, once nothing of it is waiting. */
export function endState({ jobs }: RunTotals, run: Pick<Run, 'problems'>): RunState {
  if (jobs.held > 0) return 'held';
  const failed = jobs.failed + run.problems.length;
  if (failed === 0) return 'succeeded';
  return jobs.done === 0 ? 'failed' : 'partial';
}

/** One sentence for a run that did not simply succeed. */
export function endReason(
  state: RunState,
  results: readonly JobResult[],
  run: Pick<Run, 'problems'>,
): string | undefined {
  const held = results.filter((result) => result.outcome === 'held');
  const failed = results.filter((result) => result.outcome === 'failed');
  if (state === 'held')
    return `${held.length} of ${results.length} sources are held: ${held[0]?.name ?? ''}: ${held[0]?.reason ?? ''}`;
  const first = failed[0] ? `${failed[0].name}: ${failed[0].reason ?? ''}` : run.problems[0]?.reason;
  if (state === 'succeeded' || first === undefined) return undefined;
  return `${failed.length + run.problems.length} sources failed; the first: ${first}`;
}
