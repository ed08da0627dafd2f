import { ConflictError } from '../errors.ts';
import { dueTick } from '../profiles/schedule.ts';
import { ofKind, scheduleOf, type Profile } from '../profiles/profile.ts';
import type { ProfileState } from '../profiles/profile-state.ts';
import { runMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';
import { newRunId, type Run } from './run.ts';

/** Runs that were cut off before they started are looked for among so many of the newest. */
export const latestRuns = 5;

type StartPorts = Pick<RunPorts, 'profiles' | 'states' | 'runs' | 'runQueue' | 'log' | 'now'>;

/** Starts a profile because somebody asks. Throws conflict with the run's id while the profile is running. */
export async function startRun(ports: StartPorts, profileId: string): Promise<Run> {
  const profile = ofKind(await ports.profiles.get(profileId), 'contacts');
  const state = await ports.states.get(profileId);
  if (state.activeRun !== undefined) throw alreadyRunning(state.activeRun);
  return begin(ports, profile, state, 'manual', state.lastTick);
}

/** Starts every profile whose schedule is due; what was missed while nothing ran is caught up once. Answers how many started. */
export async function startDueRuns(ports: StartPorts): Promise<number> {
  const now = ports.now();
  const states = new Map((await ports.states.list()).map((state) => [state.id, state]));
  let started = 0;
  for (const profile of await ports.profiles.list()) {
    const state = states.get(profile.id);
    const schedule = scheduleOf(profile.body);
    const tick = schedule && state ? dueTick(schedule, state.lastTick, now) : undefined;
    if (!state || !tick) continue;
    if (state.activeRun !== undefined) {
      ports.log.warn('run.tickWaits', { profile: profile.id, run: state.activeRun });
      continue;
    }
    try {
      await begin(ports, profile, state, 'schedule', tick);
      started += 1;
    } catch (error) {
      // Somebody else started it in the same moment.
      if (!(error instanceof ConflictError)) throw error;
    }
  }
  return started;
}

/** The run exists before it holds the lock and holds the lock before it is enqueued; the watch repairs whatever is cut off between. */
async function begin(
  { runs, states, runQueue, log, now }: StartPorts,
  profile: Profile,
  state: ProfileState,
  trigger: Run['trigger'],
  lastTick: Date,
): Promise<Run> {
  const run = newRun(trigger, now());
  await runs.insert(profile.id, run);
  try {
    await states.change(state, { activeRun: run.id, activeSince: now(), lastTick });
  } catch (error) {
    // Without an answer it may hold the lock: then the watch goes on with it, otherwise the next start clears it away.
    if (!(error instanceof ConflictError)) throw error;
    const { activeRun } = await states.get(profile.id);
    if (activeRun !== run.id) {
      await runs.delete(profile.id, run.id);
      throw alreadyRunning(activeRun);
    }
  }
  await runQueue.send(runMessage(profile.id, run.id));
  log.info('run.started', { profile: profile.id, run: run.id, trigger });
  await clearUnstarted(runs, profile.id, run.id);
  return run;
}

/** Deletes runs that were cut off before they held the lock, now that this one has it for certain. */
async function clearUnstarted(runs: StartPorts['runs'], profile: string, started: string): Promise<void> {
  const latest = await runs.page(profile, latestRuns, undefined);
  for (const { id, state } of latest.runs) if (state === 'queued' && id !== started) await runs.delete(profile, id);
}

function newRun(trigger: Run['trigger'], now: Date): Run {
  return {
    id: newRunId(now),
    state: 'queued',
    trigger,
    startedAt: now.toISOString(),
    jobs: 0,
    unmatched: { count: 0, names: [] },
    parked: 0,
    problems: [],
  };
}

function alreadyRunning(run: string | undefined): ConflictError {
  return new ConflictError(`The profile is running already (run ${run ?? 'just ended'}); wait for it to end.`, {
    code: 'running',
  });
}
