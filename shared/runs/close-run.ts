import { ConflictError, PatchbayError, reasonOf } from '../errors.ts';
import { settleIncidents, type RunIncident } from './settle-incidents.ts';
import type { RunPorts } from './ports.ts';
import type { Run } from './run.ts';
import { endReason, endState, resultsOf, totalsOf } from './totals.ts';

/** Ends a run when none of its jobs is waiting any more. May be called by every worker and by the watch: only one has an effect. */
export async function closeIfOver(ports: RunPorts, profile: string, runId: string): Promise<void> {
  const stored = await ports.runs.find(profile, runId);
  if (stored?.run.state !== 'running') return;
  const ledger = ports.groups(profile, runId);
  if ((await ledger.waiting(1)).length > 0) return;
  const groups = await ledger.list();
  const totals = totalsOf(groups);
  const state = endState(totals, stored.run);
  const reason = endReason(state, resultsOf(groups), stored.run);
  const finishedAt = ports.now().toISOString();
  const changes = { state, totals, finishedAt, ...(reason !== undefined && { reason }) };
  try {
    const { run } = await ports.runs.replace(profile, stored, changes);
    ports.log.info('run.ended', { profile, run: runId, state, requests: totals.requests, ...totals.jobs });
    await concludeRun(ports, profile, run);
  } catch (error) {
    // Somebody else ended it; should that have been an own write whose answer was lost, the watch concludes it.
    if (!(error instanceof ConflictError)) throw error;
  }
}

/**
 * Ends a run that could not be planned: nothing was read, nothing is changed. Does nothing to one that was planned after all: its jobs
 * go on, and whatever was cut off the watch sends again. Answers whether it has failed, now or when this was tried before.
 */
export async function failRun(ports: RunPorts, profile: string, runId: string, error: unknown): Promise<boolean> {
  const stored = await ports.runs.find(profile, runId);
  if (stored?.run.state !== 'queued' && stored?.run.state !== 'planning') return stored?.run.state === 'failed';
  const reason = reasonOf(error);
  const code = error instanceof PatchbayError ? error.code : undefined;
  const finishedAt = ports.now().toISOString();
  const changes = { state: 'failed' as const, reason, finishedAt, ...(code !== undefined && { code }) };
  const { run } = await ports.runs.replace(profile, stored, changes);
  ports.log.error('run.failed', { profile, run: runId, reason });
  await concludeRun(ports, profile, run);
  return true;
}

/** What follows the end of a run: the operator is told, then the profile is free again. May be cut off and repeated. */
export async function concludeRun(ports: RunPorts, profile: string, run: Run): Promise<void> {
  const results = resultsOf(await ports.groups(profile, run.id).list());
  const standing = run.state === 'succeeded' && run.parked === 0 ? new Set<never>() : await standingOf(ports, profile);
  await settleIncidents(ports, profile, { run, results, standing });
  await ports.states.end(profile, run.id);
}

/** What some mailbox still suffers from, tried in this run or not. */
async function standingOf(ports: RunPorts, profile: string): Promise<Set<RunIncident>> {
  const standing = new Set<RunIncident>();
  for (const { held, enabled, covered, outcome } of await ports.mailboxes.list(profile)) {
    if (held) standing.add('held');
    if (enabled && covered && outcome === 'failed') standing.add('mailboxFailed');
  }
  return standing;
}
