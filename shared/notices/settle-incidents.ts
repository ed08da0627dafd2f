import type { JobResult } from '../runs/job.ts';
import type { Run, RunState } from '../runs/run.ts';
import type { Log } from '../log.ts';
import type { Queue } from '../storage/queue.ts';
import type { Incidents } from './incidents.ts';
import { noticeMessage } from './notice-message.ts';

export interface NoticePorts {
  incidents: Incidents;
  noticeQueue: Queue;
  log: Log;
  now(): Date;
}

interface EndedRun {
  run: string;
  state: RunState;
  results: readonly JobResult[];
  problems: Run['problems'];
}

/** What a run can leave behind for an operator. */
export const runIncidents = ['runFailed', 'held', 'sourceFailed', 'mailboxFailed'] as const;
type RunIncident = (typeof runIncidents)[number];

/** Opens an incident for what went wrong in a run and closes those that are over: one mail each, however long it lasts. */
export async function settleIncidents(ports: NoticePorts, profile: string, ended: EndedRun): Promise<void> {
  const present = incidentsOf(ended);
  for (const [kind, reason] of present) await openIncident(ports, profile, { kind, reason, run: ended.run });
  // A run that could not be planned says nothing about the rest.
  if (present.has('runFailed')) return;
  const over = new Set<string>(runIncidents.filter((kind) => !present.has(kind)));
  await closeIncidents(ports, profile, (kind) => over.has(kind));
}

function incidentsOf({ state, results, problems }: EndedRun): Map<RunIncident, string> {
  const present = new Map<RunIncident, string>();
  if (state === 'failed' && results.length === 0) {
    present.set('runFailed', problems[0]?.reason ?? 'Nothing could be read.');
    return present;
  }
  const [held] = results.filter((result) => result.outcome === 'held');
  const failed = results.filter((result) => result.outcome === 'failed');
  if (held) present.set('held', `${held.name}: ${held.reason ?? ''}`);
  if (problems[0]) present.set('sourceFailed', `${problems[0].source}: ${problems[0].reason}`);
  if (failed[0]) {
    const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : '';
    present.set('mailboxFailed', `${failed[0].name}${others}: ${failed[0].reason ?? ''}`);
  }
  return present;
}

/** Opens an incident and has its mail sent; does nothing while one of its kind is open. */
export async function openIncident(
  ports: NoticePorts,
  profile: string,
  { kind, reason, run }: { kind: string; reason: string; run: string },
): Promise<void> {
  const incident = await ports.incidents.open(profile, { kind, reason, run }, ports.now());
  if (!incident) return;
  ports.log.warn('incident.opened', { profile, run, kind, reason });
  await ports.noticeQueue.send(noticeMessage(incident, 'opened'));
}

/** Closes the open incidents of some kinds and has it said, unless `silent` knows that something worse takes their place. */
export async function closeIncidents(
  ports: NoticePorts,
  profile: string,
  isOver: (kind: string) => boolean,
  silent = false,
): Promise<void> {
  for (const incident of await ports.incidents.list(profile)) {
    if (incident.closedAt !== '' || !isOver(incident.kind)) continue;
    const closed = await ports.incidents.close(incident, ports.now());
    if (!closed) continue;
    ports.log.info('incident.closed', { profile, kind: incident.kind });
    if (!silent) await ports.noticeQueue.send(noticeMessage(closed, 'closed'));
  }
}
