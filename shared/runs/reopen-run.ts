import { ConflictError } from '../errors.ts';
import type { NewJobGroup } from './job-groups.ts';
import { sendWaiting } from './plan-run.ts';
import type { RunPorts } from './ports.ts';
import type { Run } from './run.ts';
import type { StoredRun } from './run-store.ts';
import { latestRuns } from './start-run.ts';

/** Whether no later run has planned the profile's jobs anew; one that was cut off before it started does not count. */
export async function isNewest(ports: RunPorts, profile: string, run: string): Promise<boolean> {
  const { runs } = await ports.runs.page(profile, latestRuns, undefined);
  return runs.find(({ state }) => state !== 'queued')?.id === run;
}

/**
 * Lets a run that is over go on with some of its jobs. Throws conflict while the profile is running, and when a later run has planned
 * the jobs anew: a mailbox may belong to another account by now. May be cut off and repeated: the jobs are in the ledger before
 * anything else changes, and the results they replace go last.
 */
export async function reopenRun(
  ports: RunPorts,
  profile: string,
  stored: StoredRun,
  groups: readonly NewJobGroup[],
  replaced: (job: string) => boolean,
): Promise<Run> {
  const { id } = stored.run;
  const state = await ports.states.get(profile);
  if (state.activeRun !== undefined) {
    throw new ConflictError(`The profile is running (run ${state.activeRun}); try again when that has ended.`, {
      code: 'running',
    });
  }
  if (!(await isNewest(ports, profile, id))) {
    throw new ConflictError(`A later run has taken the place of the run ${id}; look at the newest one.`, {
      code: 'overtaken',
    });
  }
  await ports.states.change(state, { activeRun: id, activeSince: ports.now() });
  const ledger = ports.groups(profile, id);
  const earlier = await ledger.list();
  await ledger.add(groups, ports.now());
  const added = new Set(groups.map(({ group }) => group));
  for (const group of earlier.filter((each) => !added.has(each.group))) {
    const rest = group.results.filter((result) => !replaced(result.job));
    if (rest.length < group.results.length) await ledger.update({ ...group, results: rest }, ports.now());
  }
  const { run } = await ports.runs.replace(profile, stored, {
    state: 'running',
    finishedAt: undefined,
    reason: undefined,
    code: undefined,
  });
  await sendWaiting(ports, profile, id);
  return run;
}
