import { ConflictError, reasonOf } from '../errors.ts';
import type { ProfileState } from '../profiles/profile-state.ts';
import { closeIfOver, concludeRun } from './close-run.ts';
import { orderPurges } from './delete-profile.ts';
import type { JobGroup } from './job-groups.ts';
import { jobMessage, runMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';
import { isOver } from './run.ts';

/**
 * A plan that was not taken up, and a group that shows no sign of life, are enqueued again after these times. The first is as long as a
 * function may run (host.json), so that two planners hardly ever work on the same run.
 */
const planMinutes = 10;
const groupMinutes = 30;

/**
 * Looks after the runs that are going on, and after deleted profiles: repairs whatever was cut off, whether a message was lost or a
 * worker died.
 */
export async function watchRuns(ports: RunPorts): Promise<void> {
  const states = await ports.states.list();
  for (const state of states) {
    if (state.activeRun === undefined) continue;
    try {
      await watchRun(ports, state, state.activeRun);
    } catch (error) {
      // What is wrong with one profile must not keep the watch from the others; it comes back in a minute.
      ports.log.error('run.watchFailed', { profile: state.id, run: state.activeRun, reason: reasonOf(error) });
    }
  }
  await orderPurges(ports, states);
}

async function watchRun(ports: RunPorts, state: ProfileState, runId: string): Promise<void> {
  const profile = state.id;
  const stored = await ports.runs.find(profile, runId);
  if (!stored) return ports.states.end(profile, runId);
  if (stored.run.state === 'running') {
    await sendStalled(ports, profile, runId);
    return closeIfOver(ports, profile, runId);
  }
  // Not yet: it is being planned, or has just ended, or is being reopened.
  if (ports.now().getTime() - state.activeSince.getTime() < planMinutes * 60_000) return;
  if (isOver(stored.run.state)) return concludeRun(ports, profile, stored.run);
  ports.log.warn('run.planAgain', { profile, run: runId });
  await ports.states.change(state, { activeSince: ports.now() });
  await ports.runQueue.send(runMessage(profile, runId));
}

/** Enqueues again what waits and shows no sign of life. */
async function sendStalled(ports: RunPorts, profile: string, runId: string): Promise<void> {
  const ledger = ports.groups(profile, runId);
  const oldest = ports.now().getTime() - groupMinutes * 60_000;
  const isStalled = ({ state, updatedAt }: JobGroup): boolean => state === 'waiting' && updatedAt.getTime() <= oldest;
  for (const group of (await ledger.list()).filter(isStalled)) {
    try {
      await ledger.update(group, ports.now());
    } catch (error) {
      if (error instanceof ConflictError) continue;
      throw error;
    }
    ports.log.warn('jobs.sendAgain', { profile, run: runId, group: group.group });
    await ports.jobQueue.send(jobMessage(profile, runId, group.group));
  }
}
