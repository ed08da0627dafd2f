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

type Planned = Pick<Run, 'problems' | 'parked'>;

/** How a run ended, once nothing of it is waiting. Mailboxes that were left alone are no failure of this run, but no success either. */
export function endState({ jobs }: RunTotals, { problems, parked }: Planned): RunState {
  if (jobs.held > 0) return 'held';
  const failed = jobs.failed + problems.length;
  if (failed > 0 && jobs.done === 0) return 'failed';
  return failed + parked === 0 ? 'succeeded' : 'partial';
}

/** One sentence for a run that did not simply succeed. */
export function endReason(state: RunState, results: readonly JobResult[], planned: Planned): string | undefined {
  if (state === 'held') {
    const held = results.filter((result) => result.outcome === 'held');
    return `${held.length} of ${results.length} sources are held: ${held[0]?.name ?? ''}: ${held[0]?.reason ?? ''}`;
  }
  return state === 'succeeded' ? undefined : missing(results, planned);
}

function missing(results: readonly JobResult[], { problems, parked }: Planned): string | undefined {
  const failed = results.filter((result) => result.outcome === 'failed');
  const first = failed[0] ? `${failed[0].name}: ${failed[0].reason ?? ''}` : problems[0]?.reason;
  if (first !== undefined) return `${failed.length + problems.length} sources failed; the first: ${first}`;
  return parked === 0
    ? undefined
    : `${parked} mailboxes that failed lately were left alone until their retry time; start a run to try them now.`;
}
