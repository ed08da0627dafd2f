import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from './stage/wait.ts';
import { crashAtWrite, messageLease } from './stage/crashes.ts';
import { BERT, office } from './stage/office.ts';
import { endOf, readRun, runNow, startRun } from './stage/runs.ts';
import { watchNow } from './stage/schedule.ts';
import { createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';
import type { StorageRequest } from './stage/storage-tap.ts';
import { editEverywhere, expectBooksAsInGraph, expectTidy } from './stage/world.ts';

const set = stage({ tenant: office(6), messageLease, pageSizes: { deltaMaximum: 20 } });
const inBooks = ({ service, body }: StorageRequest): boolean => service === 'table' && body.includes('/books(');
const ofRuns = ({ service, body }: StorageRequest): boolean =>
  service === 'table' && /\/(runs|profiles|mailboxes)\(/.test(body);
const inQueues = ({ service }: StorageRequest): boolean => service === 'queue';
let profile = '';

beforeAll(async () => {
  const connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
});

async function survive(...crashes: (readonly [nth: number, moment: 'before' | 'after', counts: typeof inBooks])[]) {
  const { admin } = set();
  const run = await startRun(admin, profile);
  for (const [nth, moment, counts] of crashes) await crashAtWrite(set(), nth, moment, counts);
  await waitFor('the run to be over', async () => (await readRun(admin, profile, run)).totals.jobs.done === 5, 30_000);
  // A run that ended, but could not say so any more, is concluded by the watch.
  await watchNow(set(), profile);
  expect(await endOf(admin, profile, run)).toMatchObject({
    state: 'succeeded',
    totals: { jobs: { done: 5, waiting: 0 } },
  });
  await expectBooksAsInGraph(set(), profile);
  await expectTidy(set(), profile);
}

describe('a host that is killed at a write', () => {
  it('of a page of a first sync', async () => {
    await survive([2, 'after', inBooks], [5, 'before', inBooks]);
  }, 60_000);

  it('of a page of changes', async () => {
    editEverywhere(set(), 1);
    await survive([3, 'after', inBooks]);
  }, 60_000);

  it('of a page of a full read', async () => {
    set().simulator.control.expireSyncState();
    editEverywhere(set(), 2);
    await survive([4, 'before', inBooks], [9, 'after', inBooks]);
  }, 60_000);

  it.each([
    [1, 'after', ofRuns],
    [4, 'before', ofRuns],
    [6, 'after', ofRuns],
    [2, 'before', inQueues],
  ] as const)(
    'of the run itself: number %i, %s it',
    async (nth, moment, counts) => {
      editEverywhere(set(), 10 + nth);
      await survive([nth, moment, counts]);
    },
    60_000,
  );

  it('that removes what an operator has released', async () => {
    const { admin, simulator } = set();
    simulator.control.emptyMailbox(BERT);
    const run = await runNow(admin, profile);
    expect(run.state).toBe('held');
    expect((await admin.send('POST', `/profiles/${profile}/runs/${run.id}/release`)).status).toBe(202);
    await crashAtWrite(set(), 2, 'after', inBooks);
    expect((await endOf(admin, profile, run.id)).state).toBe('succeeded');
    await expectBooksAsInGraph(set(), profile);
    await expectTidy(set(), profile);
  }, 60_000);
});
