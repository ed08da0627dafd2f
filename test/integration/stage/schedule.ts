import { z } from 'zod';
import type { StorageAccount } from '../../../local/stack/azurite.ts';
import { waitFor } from './wait.ts';
import type { Stage } from './stage.ts';
import { allStoredRows, mergeRow } from './rows.ts';

/** Changes cells of the row that says how a profile stands, as only time does. */
async function changeState(azurite: StorageAccount, profile: string, cells: Record<string, string>): Promise<void> {
  const rows = await allStoredRows(azurite.connectionString);
  const state = rows.find(
    ({ table, partition, key }) => table === 'profiles' && partition === 'state' && key === profile,
  );
  if (!state) throw new Error('The profile has no state.');
  await mergeRow(azurite.connectionString, { ...state, cells });
}

/** Lets the watch look at a profile as if its run had shown no sign of life for a long time. */
export async function watchNow({ azurite, wire }: Pick<Stage, 'azurite' | 'wire'>, profile: string): Promise<void> {
  await changeState(azurite, profile, { activeSince: '2026-01-01T00:00:00.000Z' });
  await wire.trigger('watchRuns');
}

/** Lets a profile's schedule be due, as if time had passed, and the timer start it; answers the run. */
export async function scheduledRun(
  { azurite, wire, admin }: Pick<Stage, 'azurite' | 'wire' | 'admin'>,
  profile: string,
): Promise<string> {
  await changeState(azurite, profile, { lastTick: '2026-01-01T00:00:00.000Z' });
  const newest = async (): Promise<string | undefined> => {
    const list = z.object({ items: z.array(z.object({ id: z.string(), trigger: z.string() })) });
    const { items } = await admin.ask(list, 'GET', `/profiles/${profile}/runs?limit=1`);
    return items[0]?.id;
  };
  const before = await newest();
  await wire.trigger('startDueRuns');
  return waitFor('the scheduled run', async () => {
    const run = await newest();
    return run !== before && run;
  });
}
