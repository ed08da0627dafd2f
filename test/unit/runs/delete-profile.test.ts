import { describe, expect, it } from 'vitest';
import { deleteProfile, purgeProfile } from '../../../shared/runs/delete-profile.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import type { Row } from '../../../shared/storage/table.ts';
import { faultKinds } from '../runs/process.ts';
import { drop, fill, runNow, staffed } from '../runs/staff.ts';
import { expectBooks } from '../runs/truth.ts';
import type { World } from '../runs/world.ts';

/** Every row that is left of a profile. */
async function left(made: World, profile: string): Promise<string[]> {
  const rows = await Promise.all(Object.values(made.tables).map((table) => table.all()));
  const isOf = ({ partition, key }: Row): boolean => partition.startsWith(profile) || key.startsWith(profile);
  return rows
    .flat()
    .filter(isOf)
    .map(({ partition, key }) => `${partition} ${key}`);
}

/** A profile with a history: accounts that changed, mailboxes that left, a hold, incidents, a shared mailbox. */
async function lived(importMode: 'mirror' | 'createAndUpdate' = 'mirror'): ReturnType<typeof staffed> {
  const sources = {
    personal: { from: 'all' as const },
    shared: [{ mailbox: 'info@contoso.com' }],
    directory: { users: true },
  };
  const all = await staffed({ importMode, sources, schedule: { everyMinutes: 7 * 24 * 60 } });
  const { made, profile } = all;
  made.tenant.addShared('info');
  fill(made, 'info', 0, 6);
  fill(made, 'users', 0, 2);
  await runNow(all);
  await made.putAccounts(profile, 'x:anna', 'ben', 'y:cleo');
  await runNow(all);
  made.tenant.people.delete('id-ben');
  drop(made, 'cleo', 0, 5);
  await runNow(all);
  await made.changeProfile(profile, { sources: { personal: { from: 'all' } } });
  await runNow(all);
  return all;
}

describe('a profile that is deleted', () => {
  it.each(['mirror', 'createAndUpdate'] as const)('leaves no row, and others keep theirs (%s)', async (importMode) => {
    const all = await lived(importMode);
    const { made, profile, functions } = all;
    const other = await made.addProfile({ name: 'Other', schedule: { everyMinutes: 7 * 24 * 60 } });
    await made.putAccounts(other, 'anna');
    await runNow({ ...all, profile: other });
    const kept = await left(made, other);
    expect((await left(made, profile)).length).toBeGreaterThan(50);
    await deleteProfile(made.ports(), await made.ports().profiles.get(profile));
    await functions.settle();
    made.later(1);
    await functions.drain();
    expect(await left(made, profile)).toEqual([]);
    expect(await left(made, other)).toEqual(kept);
    await expectBooks(made, other, { 'account:a-anna': ['anna'] });
    // Whatever comes late finds nothing and leaves nothing.
    for (const late of functions.delivered) await functions.handle(late);
    await functions.settle();
    expect(await left(made, profile)).toEqual([]);
  });

  it.each(faultKinds)('is cleared away wherever that is cut off: %s', async (kind) => {
    for (let at = 1, more = true; more; at += 5) {
      const { made, profile, functions } = await lived();
      await made.ports().profiles.delete(await made.ports().profiles.get(profile));
      await made.ports().runQueue.send({ v: 1, type: 'purge', profile });
      made.failing.calls.length = 0;
      made.failing.fault = { at, kind };
      await functions.settle();
      expect(await left(made, profile), `${kind} ${at}`).toEqual([]);
      more = made.failing.calls.length >= at;
    }
  });

  it('is refused while it runs, and nothing is cleared while it exists', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    await runNow(all);
    await startRun(made.ports(), profile);
    const stored = await made.ports().profiles.get(profile);
    await expect(deleteProfile(made.ports(), stored)).rejects.toMatchObject({ kind: 'conflict', code: 'running' });
    await functions.settle();
    await purgeProfile(made.ports(), profile);
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
    await expect(deleteProfile(made.ports(), { ...stored, etag: 'W/"old"' })).rejects.toMatchObject({
      kind: 'conflict',
    });
    made.later(1);
    await functions.drain();
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
  });
});
