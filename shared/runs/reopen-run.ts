import { ConflictError } from '../errors.ts';
import type { NewJobGroup } from './job-groups.ts';
import { sendWaiting } from './plan-run.ts';
import type { RunPorts } from './ports.ts';
import type { Run } from './run.ts';
import type { StoredRun } from './run-store.ts';

/**
 * Lets a run that is over go on with some of its jobs. Throws conflict while the profile is running. May be cut off and repeated: the
 * jobs are in the ledger before anything else changes, and the results they replace go last.
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
  await ports.states.change(state, { activeRun: id });
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
