import { beforeAll, describe, expect, it } from 'vitest';
import { crashAtRequest, messageLease } from './stage/crashes.ts';
import { ANNA, OFFICE, office } from './stage/office.ts';
import { endOf, startRun } from './stage/runs.ts';
import { createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';
import { editEverywhere, expectBooksAsInGraph, expectTidy } from './stage/world.ts';

const set = stage({ tenant: office(4), messageLease, pageSizes: { deltaMaximum: 10, directoryDelta: 2 } });
let profile = '';

beforeAll(async () => {
  const connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
});

/** Starts a run, lets the host die at each of these moments, and sees that the run ends as if nothing had happened. */
async function survive(crashes: readonly [nth: number, match?: Parameters<typeof crashAtRequest>[2]][]) {
  const run = await startRun(set().admin, profile);
  for (const [nth, match] of crashes) await crashAtRequest(set(), nth, match);
  const ended = await endOf(set().admin, profile, run);
  expect(ended).toMatchObject({ state: 'succeeded', totals: { jobs: { done: 5, failed: 0, held: 0, waiting: 0 } } });
  expect(ended.mailboxes.map(({ name }) => name).sort()).toEqual([
    ANNA,
    'bert@contoso.example',
    OFFICE,
    'organisationContacts',
    'users',
  ]);
  await expectBooksAsInGraph(set(), profile);
  await expectTidy(set(), profile);
  return ended;
}

describe('a host that is killed', () => {
  it('while a run is planned and while everything is read for the first time', async () => {
    await survive([[1, { path: '/v1.0/users\\?' }], [4], [17]]);
  }, 60_000);

  it('while changes are read', async () => {
    editEverywhere(set(), 1);
    await survive([
      [2, { mailbox: ANNA }],
      [1, { mailbox: OFFICE }],
    ]);
  }, 60_000);

  it('while everything is read again, with changes in between', async () => {
    set().simulator.control.expireSyncState();
    editEverywhere(set(), 2);
    await survive([[9], [6, { mailbox: ANNA }], [20]]);
  }, 60_000);

  it('while what is gone is being held, released and removed', async () => {
    const { admin, simulator } = set();
    simulator.control.emptyMailbox(ANNA);
    const run = await startRun(admin, profile);
    await crashAtRequest(set(), 2, { mailbox: ANNA });
    expect((await endOf(admin, profile, run)).state).toBe('held');
    expect((await admin.send('POST', `/profiles/${profile}/runs/${run}/release`)).status).toBe(202);
    await crashAtRequest(set(), 1, { mailbox: ANNA });
    expect((await endOf(admin, profile, run)).state).toBe('succeeded');
    await expectBooksAsInGraph(set(), profile);
    await expectTidy(set(), profile);
  }, 60_000);
});
