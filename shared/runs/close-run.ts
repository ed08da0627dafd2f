import { ConflictError, PatchbayError, reasonOf } from '../errors.ts';
import { settleIncidents } from '../notices/settle-incidents.ts';
import type { RunPorts } from './ports.ts';
import { isOver } from './run.ts';
import { endReason, endState, resultsOf, totalsOf } from './totals.ts';

/** Ends a run when none of its jobs is waiting any more. May be called by every worker and by the watch: only one has an effect. */
export async function closeIfOver(ports: RunPorts, profile: string, runId: string): Promise<void> {
  const stored = await ports.runs.find(profile, runId);
  if (!stored) return;
  if (isOver(stored.run.state)) return ports.states.end(profile, runId);
  if (stored.run.state !== 'running') return;
  const ledger = ports.groups(profile, runId);
  if ((await ledger.waiting(1)).length > 0) return;
  const groups = await ledger.list();
  const results = resultsOf(groups);
  const totals = totalsOf(groups);
  const state = endState(totals, stored.run);
  const reason = endReason(state, results, stored.run);
  const finishedAt = ports.now().toISOString();
  try {
    await ports.runs.replace(profile, stored, { state, totals, finishedAt, reason });
  } catch (error) {
    if (error instanceof ConflictError) return;
    throw error;
  }
  await ports.states.end(profile, runId);
  ports.log.info('run.ended', { profile, run: runId, state, requests: totals.requests, ...totals.jobs });
  await settleIncidents(ports, profile, { run: runId, state, results, problems: stored.run.problems });
}

/** Ends a run that could not be planned: nothing was read, nothing is changed. */
export async function failRun(ports: RunPorts, profile: string, runId: string, error: unknown): Promise<void> {
  const stored = await ports.runs.find(profile, runId);
  const reason = reasonOf(error);
  if (stored && !isOver(stored.run.state)) {
    const code = error instanceof PatchbayError ? error.code : undefined;
    const finishedAt = ports.now().toISOString();
    await ports.runs.replace(profile, stored, {
      state: 'failed',
      reason,
      finishedAt,
      ...(code !== undefined && { code }),
    });
    ports.log.error('run.failed', { profile, run: runId, reason });
    await settleIncidents(ports, profile, {
      run: runId,
      state: 'failed',
      results: [],
      problems: [{ source: 'run', reason, ...(code !== undefined && { code }) }],
    });
  }
  await ports.states.end(profile, runId);
}
