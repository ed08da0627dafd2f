import { ConflictError, NotFoundError, PatchbayError, reasonOf } from '../errors.ts';
import type { ProfileState } from '../profiles/profile-state.ts';
import type { Profile } from '../profiles/profile.ts';
import { refuseWhileRunning } from '../profiles/save-profile.ts';
import { purgeMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';

/** As long as a function may run (host.json): who has not shown life for so long is not at work. */
const purgeMinutes = 10;
/** What was under way when the profile was deleted has ended by then, most of the time. */
const purgeDelaySeconds = 5;

/**
 * Deletes a profile: from this moment nothing of it is served; what it has stored is cleared away right after by a queue worker. As long
 * as its state is there the watch knows that this is still to be done.
 */
export async function deleteProfile(ports: RunPorts, profile: Profile): Promise<void> {
  await refuseWhileRunning(ports, profile.id);
  await ports.states.change(await ports.states.get(profile.id), { activeSince: ports.now() });
  await ports.profiles.delete(profile);
  try {
    await ports.runQueue.send(purgeMessage(profile.id), { delaySeconds: purgeDelaySeconds });
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    ports.log.warn('profile.purgeWaits', { profile: profile.id, reason: reasonOf(error) });
  }
}

/** Orders the clearing away of deleted profiles once more where nobody is at it: the order was lost, or given up. */
export async function orderPurges(ports: RunPorts, states: readonly ProfileState[]): Promise<void> {
  // Read after the states: a profile that is being created has its state first.
  const existing = new Set((await ports.profiles.list()).map(({ id }) => id));
  const oldest = ports.now().getTime() - purgeMinutes * 60_000;
  for (const state of states) {
    if (existing.has(state.id) || state.activeSince.getTime() > oldest) continue;
    try {
      await ports.states.change(state, { activeSince: ports.now() });
    } catch (error) {
      if (error instanceof ConflictError || error instanceof NotFoundError) continue;
      throw error;
    }
    ports.log.warn('profile.purgeAgain', { profile: state.id });
    await ports.runQueue.send(purgeMessage(state.id));
  }
}
