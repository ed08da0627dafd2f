import type { DeadLetterPorts } from '../deadletters/record-dead-letter.ts';
import { reasonOf } from '../errors.ts';
import { closeIncidents } from '../notices/tell-operator.ts';
import type { ProfileState } from '../profiles/profile-state.ts';
import { sliceOf, type Slice } from './slice.ts';

/** For how many days history is kept (docs/operations.md). */
export const keptDays = { runs: 90, deadLetters: 90, closedIncidents: 365 };
/** So many of the newest runs of a profile stay however old they are; a hold that still matters is among them, because every run is held again. */
export const runsKept = 50;

/**
 * Removes the history that nobody looks at any more, for one slice of time. What is left then is removed the next time: what was removed
 * is not found again.
 */
export async function pruneHistory(ports: DeadLetterPorts): Promise<void> {
  const slice = sliceOf(ports);
  const letters = daysAgo(ports, keptDays.deadLetters);
  const removed = { runs: 0, incidents: 0 };
  let complete = await ports.deadLetters.removeBefore(letters, slice.mayGoOn);
  for (const state of complete ? await ports.states.list() : []) {
    try {
      const runs = await pruneRuns(ports, state, slice);
      removed.runs += runs.removed;
      removed.incidents += await pruneIncidents(ports, state.id, letters);
      complete = runs.complete;
    } catch (error) {
      // What is wrong with one profile must not keep the history of the others.
      ports.log.error('history.pruneFailed', { profile: state.id, reason: reasonOf(error) });
    }
    if (!complete) break;
  }
  ports.log.info('history.pruned', { ...removed, complete });
}

async function pruneRuns(
  ports: DeadLetterPorts,
  { id: profile, activeRun }: ProfileState,
  slice: Slice,
): Promise<{ removed: number; complete: boolean }> {
  let removed = 0;
  for await (const runs of ports.runs.older(profile, daysAgo(ports, keptDays.runs), runsKept)) {
    for (const run of runs.filter(({ id }) => id !== activeRun)) {
      // The run itself last: by it the rest is found again.
      await ports.groups(profile, run.id).clear();
      await ports.runs.delete(profile, run.id);
      removed += 1;
      if (!slice.mayGoOn()) return { removed, complete: false };
    }
  }
  return { removed, complete: true };
}

async function pruneIncidents(ports: DeadLetterPorts, profile: string, letters: Date): Promise<number> {
  // Its dead letter is gone and can no longer be replayed, which alone would end it.
  const isPast = (kind: string, openedAt: string): boolean => kind === 'deadLetter' && openedAt < letters.toISOString();
  await closeIncidents(ports, profile, isPast, { at: ports.now(), mail: 'none' });
  return ports.incidents.removeClosed(profile, daysAgo(ports, keptDays.closedIncidents));
}

function daysAgo({ now }: Pick<DeadLetterPorts, 'now'>, days: number): Date {
  return new Date(now().getTime() - days * 24 * 3_600_000);
}
