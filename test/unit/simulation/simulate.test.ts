import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeniedError, SignInError, UnavailableError } from '../../../shared/errors.ts';
import { releaseRun } from '../../../shared/runs/release-run.ts';
import { runDetail } from '../../../shared/runs/run-view.ts';
import { ofKind } from '../../../shared/profiles/profile.ts';
import { simulate } from '../../../shared/simulation/simulate.ts';
import type { Simulation } from '../../../shared/simulation/simulation.ts';
import { rowsShown, simulationSchema } from '../../../shared/simulation/simulation.ts';
import { drop, fill, runNow, staffed } from '../runs/staff.ts';
import { lastRun } from '../runs/truth.ts';
import type { World } from '../runs/world.ts';

type All = Awaited<ReturnType<typeof staffed>>;

async function simulated({ made, profile }: Pick<All, 'made' | 'profile'>, seconds = 150): Promise<Simulation> {
  const ports = made.ports();
  const { body } = ofKind(await ports.profiles.get(profile), 'contacts');
  const deadline = new Date(made.now + seconds * 1000);
  const simulation = await simulate({ ...ports, deadline }, profile, body, made.connection);
  return simulationSchema.parse(simulation);
}

/** Everything that is stored. */
async function stored(made: World): Promise<unknown> {
  return Promise.all(Object.values(made.tables).map((table) => table.all()));
}

/** What the next run does, deletions that are held released. */
async function following(all: All, held?: Simulation['held']): Promise<Record<string, number | undefined>> {
  const { made, profile, functions } = all;
  await runNow(all);
  const run = await lastRun(made, profile);
  if (held) expect(await heldIn(all)).toEqual(held.toSorted((a, b) => a.source.localeCompare(b.source)));
  if (run.state === 'held') {
    await releaseRun(made.ports(), profile, run.id);
    await functions.settle();
  }
  const { totals } = await lastRun(made, profile);
  const { created, updated, deleted } = totals?.counts ?? {};
  return { create: created, update: updated, delete: deleted };
}

/** What the last run is held for, as a simulation says it. */
async function heldIn({ made, profile }: All): Promise<Simulation['held']> {
  const run = await lastRun(made, profile);
  const { mailboxes } = await runDetail(run, made.ports().groups(profile, run.id));
  return mailboxes
    .filter(({ outcome }) => outcome === 'held')
    .map(({ name, heldEntries = 0, reason = '' }) => ({ source: name, entries: heldEntries, reason }))
    .sort((a, b) => a.source.localeCompare(b.source));
}

describe('a simulation', () => {
  it('says what a first run would do, and writes nothing', async () => {
    const all = await staffed({ exclude: { withoutNumber: true } });
    all.made.tenant.put('anna', 'x', { name: 'No number' });
    const before = JSON.stringify(await stored(all.made));
    const { columns, rows, totals, complete } = await simulated(all);
    expect(JSON.stringify(await stored(all.made))).toBe(before);
    expect(Object.values(all.made.queues).flatMap(({ sent }) => sent)).toEqual([]);
    expect(complete).toBe(true);
    expect(totals).toEqual({ create: 15, update: 0, delete: 0, unchanged: 0, skip: 1 });
    expect(rows).toHaveLength(16);
    expect(rows.find(({ action }) => action === 'skip')).toMatchObject({
      reason: 'withoutNumber',
      source: 'anna@contoso.com',
    });
    const [first] = rows;
    expect(first?.values).toHaveLength(columns.length);
    expect(first?.values[columns.indexOf('028pho_bez')]).toBe('Friend 0 of anna');
    expect(await following(all)).toEqual({ create: 15, update: 0, delete: 0 });
  });

  it('says what a later run would do: changes, deletions, another account, a mailbox that left', async () => {
    const all = await staffed();
    const { made, profile } = all;
    await runNow(all);
    fill(made, 'anna', 5, 7);
    made.tenant.put('anna', 'anna-000', { name: 'Renamed' });
    drop(made, 'ben', 0, 1);
    await made.putAccounts(profile, 'anna', 'ben', 'x:cleo');
    expect((await simulated(all)).totals).toEqual({ create: 7, update: 1, delete: 6, unchanged: 8, skip: 0 });
    made.tenant.people.delete('id-ben');
    const { totals, rows } = await simulated(all);
    expect(totals).toMatchObject({ delete: 10, unchanged: 4 });
    expect(rows.filter(({ reason }) => reason === 'goneAtSource')).toHaveLength(10);
  });

  it('says what would be held, in the words of the run', async () => {
    const all = await staffed({ sources: { personal: { from: 'all' }, directory: { users: true } } });
    const { made, profile } = all;
    fill(made, 'users', 0, 60);
    fill(made, 'ben', 5, 40);
    await runNow(all);
    expect((await simulated(all)).held).toEqual([]);
    drop(made, 'anna', 0, 5);
    drop(made, 'ben', 0, 10);
    drop(made, 'cleo', 0, 2);
    drop(made, 'users', 0, 20);
    const { held, totals } = await simulated(all);
    expect(totals.delete).toBe(5 + 10 + 2 + 20);
    expect(held).toEqual([
      {
        source: 'anna@contoso.com',
        entries: 5,
        reason: 'All 5 entries of this source would be deleted; release the run if that is right.',
      },
      {
        source: 'users',
        entries: 20,
        reason: '20 of 60 entries of the book (33 %) would be deleted; release the run if that is right.',
      },
    ]);
    await runNow(all);
    expect(await heldIn(all)).toEqual(held);
    // What is held already is said again, until somebody releases it.
    expect((await simulated(all)).held).toEqual(held);
    await following(all);
    expect((await simulated(all)).held).toEqual([]);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
  });

  it('holds several sources of one book together, as the run does, and no contact that only moves', async () => {
    const shared = [{ mailbox: 'info@contoso.com' }, { mailbox: 'shop@contoso.com' }];
    const all = await staffed({ sources: { shared } });
    const { made } = all;
    for (const name of ['info', 'shop']) {
      made.tenant.addShared(name);
      fill(made, name, 0, 50);
    }
    await runNow(all);
    made.tenant.addFolder('info', 'Kunden');
    drop(made, 'info', 0, 40);
    fill(made, 'info', 0, 40, 'Kunden');
    const moved = await simulated(all);
    expect(moved).toMatchObject({ totals: { create: 40, delete: 40 }, held: [] });
    await runNow(all);
    drop(made, 'shop', 0, 20);
    drop(made, 'info', 40, 50);
    const { held } = await simulated(all);
    expect(held).toMatchObject([{ source: 'shop@contoso.com', entries: 20 }]);
    await runNow(all);
    expect(await heldIn(all)).toHaveLength(1);
  });

  it('holds nothing where nothing is removed, nor what never belonged there', async () => {
    const added = await staffed({ importMode: 'createAndUpdate' });
    await runNow(added);
    drop(added.made, 'anna', 0, 5);
    expect((await simulated(added)).held).toEqual([]);
    const all = await staffed();
    await runNow(all);
    await all.made.putAccounts(all.profile, 'x:anna', 'ben', 'cleo');
    expect(await simulated(all)).toMatchObject({ totals: { delete: 5 }, held: [] });
  });

  it('names mailboxes without an account and leaves out what is switched off', async () => {
    const all = await staffed();
    const { made, profile } = all;
    await runNow(all);
    await made.ports().mailboxes.merge(profile, [{ key: 'id-ben', enabled: false }]);
    fill(made, 'ben', 5, 9);
    made.tenant.addPerson('dora');
    const { totals, rows } = await simulated(all);
    expect(totals).toEqual({ create: 0, update: 0, delete: 0, unchanged: 10, skip: 1 });
    expect(rows).toContainEqual(
      expect.objectContaining({ action: 'skip', reason: 'noAccount', source: 'dora@contoso.com' }),
    );
  });

  it('shows a source that cannot be read as such, and deletes nothing because of it', async () => {
    const all = await staffed();
    const { made } = all;
    await runNow(all);
    made.tenant.trouble = ({ of }) => (of === 'id-ben' ? new DeniedError('Not allowed.') : undefined);
    const denied = await simulated(all);
    expect(denied.rows).toContainEqual(
      expect.objectContaining({ action: 'fail', source: 'ben@contoso.com', reason: 'Not allowed.' }),
    );
    expect(denied.totals).toMatchObject({ delete: 0, unchanged: 10 });
    made.tenant.trouble = ({ do: call }) => (call === 'mailboxes' ? new DeniedError('Not allowed.') : undefined);
    expect((await simulated(all)).totals).toMatchObject({ delete: 0, unchanged: 0 });
    made.tenant.trouble = () => new SignInError('The secret has expired.');
    expect(await simulated(all)).toMatchObject({
      rows: [{ action: 'fail', source: 'Contoso', reason: 'The secret has expired.' }],
      totals: { create: 0, delete: 0 },
    });
    made.tenant.trouble = () => new UnavailableError('Nobody answers.');
    await expect(simulated(all)).rejects.toThrow('Nobody answers.');
  });

  it('of a folder that is gone is a failure, as the run would fail', async () => {
    const shared = [{ mailbox: 'info@contoso.com', folder: 'Kunden' }];
    const all = await staffed({ sources: { shared } });
    const { made, profile } = all;
    made.tenant.addShared('info');
    made.tenant.addFolder('info', 'Kunden');
    fill(made, 'info', 0, 4, 'Kunden');
    await runNow(all);
    made.tenant.removeFolder('info', 'Kunden');
    const { rows, totals } = await simulated(all);
    expect(rows).toMatchObject([{ action: 'fail', source: 'info@contoso.com' }]);
    expect(totals.delete).toBe(0);
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'failed', totals: { counts: { deleted: 0 } } });
  });

  it('shows the first 500 records and counts all', async () => {
    const all = await staffed();
    fill(all.made, 'anna', 5, 700);
    const { rows, totals } = await simulated(all);
    expect(rows).toHaveLength(rowsShown);
    expect(totals.create).toBe(710);
  });

  it('ends when its time is over, says so, and does not take for gone what it has not read', async () => {
    const all = await staffed();
    const { made } = all;
    fill(made, 'anna', 5, 300);
    await runNow(all);
    made.tenant.pageSize = 10;
    made.msPerCall = 1000;
    const { complete, totals } = await simulated(all, 12);
    expect(complete).toBe(false);
    expect(totals).toMatchObject({ create: 0, delete: 0 });
    expect(totals.unchanged).toBeGreaterThan(0);
    expect(totals.unchanged).toBeLessThan(310);
  });

  it('comes true: the following run does what was simulated', async () => {
    const mailbox = fc.constantFrom('anna', 'ben', 'cleo');
    const n = fc.integer({ min: 0, max: 14 });
    const edit = fc.oneof(
      fc.record({ do: fc.constant('put' as const), mailbox, n, name: fc.constantFrom('X', 'Y', 'Z') }),
      fc.record({ do: fc.constant('drop' as const), mailbox, n }),
      fc.record({ do: fc.constant('leave' as const), mailbox }),
      fc.record({ do: fc.constant('account' as const), mailbox }),
      fc.record({ do: fc.constant('off' as const), mailbox }),
      fc.record({ do: fc.constant('connection' as const) }),
    );
    const importMode = fc.constantFrom('mirror' as const, 'createAndUpdate' as const);
    await fc.assert(
      fc.asyncProperty(
        importMode,
        fc.array(edit, { maxLength: 12 }),
        fc.array(edit, { maxLength: 12 }),
        async (mode, ...rounds) => {
          const all = await staffed({
            importMode: mode,
            schedule: { everyMinutes: 7 * 24 * 60 },
            guard: { maxDeletedShare: 1 },
          });
          const { made, profile } = all;
          const accounts = new Map(['anna', 'ben', 'cleo'].map((name) => [name, name]));
          for (const round of rounds) {
            for (const step of round) {
              if (step.do === 'put')
                made.tenant.put(step.mailbox, `${step.mailbox}-${step.n}`, {
                  name: step.name,
                  phone: '+49 30 1234567',
                });
              else if (step.do === 'drop') made.tenant.remove(step.mailbox, `${step.mailbox}-${step.n}`);
              else if (step.do === 'leave') made.tenant.people.delete(`id-${step.mailbox}`);
              else if (step.do === 'account') accounts.set(step.mailbox, `x${step.mailbox}:${step.mailbox}`);
              else if (step.do === 'connection')
                made.connection = { ...made.connection, version: made.connection.version + 1 };
              else if (await made.ports().mailboxes.find(profile, `id-${step.mailbox}`))
                await made.ports().mailboxes.merge(profile, [{ key: `id-${step.mailbox}`, enabled: false }]);
            }
            await made.putAccounts(profile, ...accounts.values());
            const { totals, complete, held } = await simulated(all);
            expect(complete).toBe(true);
            const { create, update, delete: gone } = totals;
            expect(await following(all, held)).toEqual({ create, update, delete: gone });
            expect(await simulated(all)).toMatchObject({ totals: { create: 0, update: 0, delete: 0 } });
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
