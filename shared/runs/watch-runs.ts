import { closeIfOver } from './close-run.ts';
import { jobMessage, runMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';
import { isOver } from './run.ts';

/** A plan that was not taken up, and a group that shows no sign of life, are enqueued again after these times. */
const planMinutes = 5;
const groupMinutes = 30;

/** Looks after the runs that are going on: repairs whatever was cut off, whether a message was lost or a worker died. */
export async function watchRuns(ports: RunPorts): Promise<void> {
  for (const state of await ports.states.list()) {
    if (state.activeRun === undefined) continue;
    await watchRun(ports, state.id, state.activeRun);
  }
}

async function watchRun(ports: RunPorts, profile: string, runId: string): Promise<void> {
  const stored = await ports.runs.find(profile, runId);
  if (!stored || isOver(stored.run.state)) return ports.states.end(profile, runId);
  const now = ports.now().getTime();
  if (stored.run.state !== 'running') {
    if (now - Date.parse(stored.run.startedAt) < planMinutes * 60_000) return;
    ports.log.warn('run.planAgain', { profile, run: runId });
    return ports.runQueue.send(runMessage(profile, runId));
  }
  const ledger = ports.groups(profile, runId);
  const waiting = (await ledger.list()).filter((group) => group.state === 'waiting');
  for (const group of waiting) {
    if (now - group.updatedAt.getTime() < groupMinutes * 60_000) continue;
    ports.log.warn('jobs.sendAgain', { profile, run: runId, group: group.group });
    await ledger.update(group, ports.now());
    await ports.jobQueue.send(jobMessage(profile, runId, group.group));
  }
  await closeIfOver(ports, profile, runId);
}
