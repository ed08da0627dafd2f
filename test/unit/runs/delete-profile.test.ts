import { describe, expect, it } from 'vitest';
import { purgeProfile } from '../../../shared/retention/purge-profile.ts';
import { recordDeadLetter } from '../../../shared/deadletters/record-dead-letter.ts';
import { deleteProfile } from '../../../shared/runs/delete-profile.ts';
import { UnavailableError } from '../../../shared/errors.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { watchRuns } from '../../../shared/runs/watch-runs.ts';
import type { Row } from '../../../shared/storage/table.ts';
import { faultKinds } from '../runs/process.ts';
import { drop, fill, runNow, staffed } from '../runs/staff.ts';
import { expectBooks } from '../runs/truth.ts';
import type { World } from '../runs/world.ts';

/** Every row that is left of a profile. */
async function left(made: World, profile: string): Promise<string[]> {
  const rows = await Promise.all(Object.values(made.tables).map((table) => table.all()));
  const isOf = ({ partition, key, cells }: Row): boolean =>
    partition.startsWith(profile) || key.startsWith(profile) || cells['profile'] === profile;
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
  await recordDeadLetter(made.ports(), 'jobs', { v: 1, type: 'jobs', profile, run: 'gone', group: '000000' });
  await all.functions.settle();
  return all;
}

/** Everything that is left of a profile after the functions have come to rest. */
async function leftAtLast(all: Awaited<ReturnType<typeof staffed>>): Promise<string[]> {
  await all.functions.settle();
  return left(all.made, all.profile);
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

  it('is cleared away in slices, each of which gets further', async () => {
    const all = await lived();
    const { made, profile, functions } = all;
    await deleteProfile(made.ports(), await made.ports().profiles.get(profile));
    functions.pending();
    made.later(1);
    made.sliceSeconds = 0;
    let rows = (await left(made, profile)).length;
    let slices = 0;
    while (await functions.deliver()) {
      const now = (await left(made, profile)).length;
      expect(now).toBeLessThan(rows);
      [rows, slices] = [now, slices + 1];
    }
    expect(rows).toBe(0);
    expect(slices).toBeGreaterThan(3);
  });

  it('is cleared away although the order could not be sent, or got lost', async () => {
    for (const trouble of ['refused', 'lost'] as const) {
      const all = await lived();
      const { made, profile, functions } = all;
      const ports = made.ports();
      if (trouble === 'refused') {
        ports.runQueue = { send: () => Promise.reject(new UnavailableError('The queue did not take a message.')) };
      }
      await deleteProfile(ports, await ports.profiles.get(profile));
      await expect(ports.profiles.get(profile)).rejects.toMatchObject({ kind: 'notFound' });
      functions.pending().splice(0);
      made.later(9);
      await watchRuns(made.ports());
      expect(functions.pending()).toEqual([]);
      made.later(1);
      await watchRuns(made.ports());
      await watchRuns(made.ports());
      expect(functions.pending().map(({ message }) => message)).toEqual([{ v: 1, type: 'purge', profile }]);
      expect(await leftAtLast(all)).toEqual([]);
      made.later(60);
      await watchRuns(made.ports());
      expect(functions.pending()).toEqual([]);
    }
  });

  it('is not ordered again while somebody clears it away', async () => {
    const all = await lived();
    const { made, profile, functions } = all;
    await deleteProfile(made.ports(), await made.ports().profiles.get(profile));
    functions.pending();
    made.later(8);
    made.sliceSeconds = 0;
    await functions.deliver();
    made.later(5);
    await watchRuns(made.ports());
    expect(functions.pending()).toHaveLength(1);
    made.sliceSeconds = 240;
    expect(await leftAtLast(all)).toEqual([]);
  });

  it('is cleared away by several at once', async () => {
    const all = await lived();
    const { made, profile } = all;
    await deleteProfile(made.ports(), await made.ports().profiles.get(profile));
    await Promise.all([1, 2, 3].map(() => purgeProfile(made.ports(), profile)));
    expect(await leftAtLast(all)).toEqual([]);
  });

  it('is not mistaken for one that is being created', async () => {
    const { made, profile, functions } = await staffed();
    const { states } = made.ports();
    await states.create('new', new Date(made.now));
    await watchRuns(made.ports());
    expect(functions.pending()).toEqual([]);
    expect((await states.list()).map(({ id }) => id).sort()).toEqual([profile, 'new'].sort());
  });
});
