import { waitFor } from './wait.ts';
import type { Fault } from '../../../local/graph-simulator/traffic/faults.ts';
import type { StorageRequest } from './storage-tap.ts';
import type { Stage } from './stage.ts';

/** A killed worker's message comes back after this time; 10 minutes in Azure. */
export const messageLease = { seconds: 2, renewAfterMs: 700 };

/** Long enough for the kill to come first, short enough not to hold up the mailbox afterwards. */
const held = { delayMs: 1500 };

/** Kills the host while its n-th request to Graph from now on is under way, and starts it again. */
export async function crashAtRequest(stage: Stage, nth: number, match: Fault['match'] = {}): Promise<void> {
  const fault = stage.simulator.control.addFault({ match: { ...match, nth }, effect: held });
  await waitFor(`request ${nth} to Graph`, () => fault.fired > 0, 30_000);
  await stage.host.kill();
  fault.remove();
  await stage.restartHost();
}

/** Kills the host at its n-th write to storage from now on: `before` the write is carried out, or `after` it, unknown to the host. */
export async function crashAtWrite(
  stage: Stage,
  nth: number,
  moment: 'before' | 'after',
  counts: (write: StorageRequest) => boolean = () => true,
): Promise<void> {
  const { tap } = stage;
  let seen = 0;
  let dead = false;
  const strike = async (write: StorageRequest): Promise<void> => {
    // What the host had sent before it died may still come in; it never arrives.
    if (dead && moment === 'before') throw new Error('The host is dead.');
    if (dead || !counts(write) || ++seen !== nth) return;
    dead = true;
    await stage.host.kill();
    if (moment === 'before') throw new Error('The host is dead.');
  };
  if (moment === 'before') tap.beforeWrite = strike;
  else tap.afterWrite = strike;
  await waitFor(`write ${nth}`, () => dead, 30_000);
  await stage.host.kill();
  tap.beforeWrite = undefined;
  tap.afterWrite = undefined;
  await stage.restartHost();
}
