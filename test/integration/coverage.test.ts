import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordsOf, sorted } from './stage/expected-books.ts';
import { ANNA, BERT, OFFICE, office } from './stage/office.ts';
import { endOf, entriesOf, lookUp, runNow, type RunDetail } from './stage/runs.ts';
import { accounts, createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office() });
let connection = '';
let profile = '';

beforeAll(async () => {
  connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
  expect((await runNow(set().admin, profile)).state).toBe('succeeded');
});

async function putAccounts(list: readonly object[]): Promise<void> {
  await set().admin.ask(z.unknown(), 'PUT', `/profiles/${profile}/accounts`, { accounts: list });
}

/** Runs, and lets go what is held, as an operator would who has looked at it. */
async function runAndRelease(): Promise<RunDetail> {
  const { admin } = set();
  const run = await runNow(admin, profile);
  if (run.state !== 'held') return run;
  expect((await admin.send('POST', `/profiles/${profile}/runs/${run.id}/release`)).status).toBe(202);
  return endOf(admin, profile, run.id);
}

/** The books that have something in them. */
async function books(): Promise<string[]> {
  const list = z.object({ items: z.array(z.object({ id: z.string(), entries: z.number() })) });
  const { items } = await set().admin.ask(list, 'GET', `/profiles/${profile}/books`);
  return items
    .filter(({ entries }) => entries > 0)
    .map(({ id }) => id)
    .sort();
}

describe('a personal mailbox', () => {
  it('that is switched off is left alone, and catches up when it is on again', async () => {
    const { admin, simulator } = set();
    const list = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
    const { items } = await admin.ask(list, 'GET', `/profiles/${profile}/mailboxes`);
    const path = `/profiles/${profile}/mailboxes/${items.find(({ name }) => name === BERT)!.id}`;
    expect((await admin.send('PUT', path, { enabled: false })).status).toBe(200);
    const before = await recordsOf(set(), profile, 'account:bert');
    simulator.control.addContact(BERT, { properties: { displayName: 'While off' } });
    simulator.control.resetRequests();
    expect(await runNow(admin, profile)).toMatchObject({ state: 'succeeded', jobs: 4 });
    expect(simulator.control.requests.byMailbox[BERT]).toBeUndefined();
    expect(await recordsOf(set(), profile, 'account:bert')).toEqual(before);
    expect((await admin.send('PUT', path, { enabled: true })).status).toBe(200);
    expect(await runNow(admin, profile)).toMatchObject({ state: 'succeeded', totals: { counts: { created: 1 } } });
  });

  it('that becomes the mailbox of another account is in that book only', async () => {
    const { admin, expected } = set();
    await putAccounts([{ id: 'new-anna', userName: 'anna' }, accounts[1]!]);
    expect((await runNow(admin, profile)).state).toBe('succeeded');
    expect(await books()).toEqual(['account:bert', 'account:new-anna', 'company']);
    const found = await recordsOf(set(), profile, 'account:new-anna');
    expect(found).toEqual(sorted(await expected.mailbox(ANNA, 'new-anna')));
    expect((await admin.send('GET', `/profiles/${profile}/books/account:anna/entries`)).status).toBe(404);
    expect(await lookUp(admin, profile, '+49841910010', 'anna')).toEqual([]);
    expect(await lookUp(admin, profile, '+49841910010', 'new-anna')).toHaveLength(1);
  });

  it('that swaps its account with another one shows nobody what is not theirs', async () => {
    const { admin, expected } = set();
    await putAccounts([
      { id: 'new-anna', userName: 'bert' },
      { id: 'bert', userName: 'anna' },
    ]);
    expect((await runNow(admin, profile)).state).toBe('succeeded');
    const swapped = await recordsOf(set(), profile, 'account:bert');
    expect(swapped).toEqual(sorted(await expected.mailbox(ANNA, 'bert')));
    const other = await recordsOf(set(), profile, 'account:new-anna');
    expect(other).toEqual(sorted(await expected.mailbox(BERT, 'new-anna')));
  });

  it('that two accounts claim, or none, is skipped and counted', async () => {
    const { admin } = set();
    const claims = [
      { id: 'one', userName: 'anna' },
      { id: 'two', userName: 'Anna' },
      { id: 'bert', userName: 'bert' },
    ];
    await putAccounts(claims);
    expect(await runAndRelease()).toMatchObject({ state: 'succeeded', unmatched: { count: 2 } });
    expect(await books()).toEqual(['account:bert', 'company']);
    expect(await lookUp(admin, profile, '+49841910010', 'one')).toEqual([]);
    await putAccounts(accounts);
    expect((await runAndRelease()).state).toBe('succeeded');
    expect(await books()).toEqual(['account:anna', 'account:bert', 'company']);
  });
});

describe('a profile with rules of its own', () => {
  let own = '';

  afterEach(async () => {
    await set().admin.send('DELETE', `/profiles/${own}`);
  });

  async function names(more: Record<string, unknown>): Promise<string[]> {
    const sources = { shared: [{ mailbox: OFFICE }] };
    own = await createProfile(set().admin, profileBody(connection, { name: 'Own', sources, ...more }));
    expect((await runNow(set().admin, own)).state).toBe('succeeded');
    return (await entriesOf(set().admin, own, 'company')).map(({ displayName }) => displayName);
  }

  it('reads one folder of a shared mailbox', async () => {
    const found = await names({ sources: { shared: [{ mailbox: OFFICE, folder: 'leads' }] } });
    expect(found.length).toBe(5);
    expect(found.every((name) => name.startsWith('Person 059'))).toBe(true);
  });

  it('leaves out folders, categories and contacts without a number', async () => {
    const { control } = set().simulator;
    const all = control.contacts(OFFICE).length;
    const family = { displayName: 'Family', categories: ['family'], mobilePhone: '+491713920001' };
    control.addContact(OFFICE, { properties: family });
    control.addContact(OFFICE, { properties: { displayName: 'No number' } });
    const found = await names({ exclude: { folders: ['LEADS'], categories: ['Family'], withoutNumber: true } });
    expect(found.length).toBe(all - 5);
    expect(found).not.toContain('Family');
    expect(found).not.toContain('No number');
  });

  it('that only creates and updates keeps what is deleted in Exchange', async () => {
    const { admin, simulator } = set();
    const before = await names({ importMode: 'createAndUpdate' });
    simulator.control.emptyMailbox(OFFICE);
    expect(await runNow(admin, own)).toMatchObject({ state: 'succeeded', totals: { counts: { deleted: 0 } } });
    expect((await entriesOf(admin, own, 'company')).length).toBe(before.length);
  });
});
