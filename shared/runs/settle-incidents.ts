import { closeIncidents, openIncident, type NoticePorts } from '../notices/tell-operator.ts';
import type { JobResult } from './job.ts';
import type { Run } from './run.ts';

const afterGivingUp =
  'It was given up after five attempts and is tried again in the next run; or replay its dead letter (GET /api/deadletters).';

interface EndedRun {
  run: Run;
  results: readonly JobResult[];
  /** What mailboxes that the run did not get through to (parked, or in a source that could not be listed) still suffer from. */
  standing: ReadonlySet<RunIncident>;
}

/** What a run can leave behind for an operator. */
export const runIncidents = ['runFailed', 'held', 'sourceFailed', 'mailboxFailed'] as const;
export type RunIncident = (typeof runIncidents)[number];

/**
 * Opens an incident for what went wrong in a run and closes those that are over: one mail each, however long it lasts. May be cut off
 * and repeated.
 */
export async function settleIncidents(ports: NoticePorts, profile: string, ended: EndedRun): Promise<void> {
  const { id: run, finishedAt } = ended.run;
  const at = finishedAt === undefined ? ports.now() : new Date(finishedAt);
  const present = incidentsOf(ended);
  for (const [kind, reason] of present) await openIncident(ports, profile, { kind, reason, run }, at);
  // A run that could not be planned says nothing about the rest.
  if (present.has('runFailed')) return;
  const over = new Set<string>(runIncidents.filter((kind) => !present.has(kind) && !ended.standing.has(kind)));
  await closeIncidents(ports, profile, (kind) => over.has(kind), { at });
}

function incidentsOf({ run, results }: EndedRun): Map<RunIncident, string> {
  const { problems } = run;
  const present = new Map<RunIncident, string>();
  if (run.state === 'failed' && results.length === 0) {
    present.set('runFailed', problems[0]?.reason ?? run.reason ?? 'Nothing could be read.');
    return present;
  }
  const [held] = results.filter((result) => result.outcome === 'held');
  const failed = results.filter((result) => result.outcome === 'failed');
  if (held) present.set('held', `${held.name}: ${held.reason ?? ''}`);
  if (problems[0]) present.set('sourceFailed', `${problems[0].source}: ${problems[0].reason}`);
  if (failed[0]) {
    const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
    const next = failed.some(({ code }) => code === 'gaveUp') ? ` ${afterGivingUp}` : '';
    present.set('mailboxFailed', `${failed[0].name}${others}: ${failed[0].reason ?? ''}${next}`);
  }
  return present;
}
