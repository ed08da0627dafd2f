import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from './stage/wait.ts';
import { recordsOf } from './stage/expected-books.ts';
import { ANNA, BERT, OFFICE, office, TEAM } from './stage/office.ts';
import { endOf, runNow, startRun, type RunDetail } from './stage/runs.ts';
import { scheduledRun } from './stage/schedule.ts';
import { createConnection, createProfile, profileBody } from './stage/setup.ts';
import { DEMO_CLIENT_ID, stage, usefulRoles } from './stage/stage.ts';
import { editEverywhere, expectBooksAsInGraph, workNow } from './stage/world.ts';

const set = stage({ tenant: office() });
const books = ['account:anna', 'account:bert', 'company'];
let profile = '';
let group = '';
let turn = 0;

beforeAll(async () => {
  const { admin } = set();
  const connection = await createConnection(set());
  profile = await createProfile(admin, profileBody(connection));
  const team = { personal: { from: 'group', group: TEAM, match: 'userName' }, shared: [{ mailbox: OFFICE }] };
  group = await createProfile(admin, profileBody(connection, { name: 'Team', sources: team }));
  expect((await runNow(admin, profile)).state).toBe('succeeded');
  expect((await runNow(admin, group)).state).toBe('succeeded');
});

afterEach(async () => {
  // Whatever it was, once it is repaired the next run brings everything up to date.
  const { control } = set().simulator;
  control.clearFaults();
  control.setSecretExpired(DEMO_CLIENT_ID, false);
  control.setRoles(DEMO_CLIENT_ID, usefulRoles);
  control.setScope(DEMO_CLIENT_ID, undefined);
  control.setMailboxEnabled(BERT, true);
  control.expireTokens();
  expect(await runNow(set().admin, profile)).toMatchObject({ state: 'succeeded' });
  await expectBooksAsInGraph(set(), profile);
});

function stored(id = profile): Promise<string[][]> {
  return Promise.all(books.map((book) => recordsOf(set(), id, book)));
}

/** A run during which something is wrong: nothing is deleted, and what cannot be read stays as it was. */
async function badRun(id = profile): Promise<RunDetail> {
  const run = await runNow(set().admin, id);
  expect(run.totals.counts.deleted).toBe(0);
  return run;
}

function outcomeOf(run: RunDetail, name: string) {
  return run.mailboxes.find((mailbox) => mailbox.name === name);
}

describe('nothing is deleted, and the run says why, when', () => {
  it('the secret has expired before the run', async () => {
    const { simulator, admin } = set();
    const before = await stored();
    editEverywhere(set(), ++turn);
    simulator.control.setSecretExpired(DEMO_CLIENT_ID);
    simulator.control.expireTokens();
    const run = await badRun();
    expect(run).toMatchObject({ state: 'failed', code: 'secretExpired', jobs: 0 });
    expect(run.reason).toContain('The client secret of the connection has expired');
    expect(await stored()).toEqual(before);
    const simulated = await admin.send('POST', `/profiles/${profile}/simulate`);
    expect([simulated.status, simulated.text.includes('"delete":0')]).toEqual([200, true]);
    expect(simulated.text).toContain('secret of the connection has expired');
  });

  it('the secret expires in the middle of the run', async () => {
    const { simulator, admin } = set();
    const before = await stored();
    editEverywhere(set(), ++turn);
    simulator.control.addFault({ match: { path: '/delta' }, effect: { delayMs: 600 } });
    const asked = simulator.control.requests.byMailbox[ANNA] ?? 0;
    const id = await startRun(admin, profile);
    await waitFor('the first mailbox', () => (simulator.control.requests.byMailbox[ANNA] ?? 0) > asked + 1);
    simulator.control.setSecretExpired(DEMO_CLIENT_ID);
    simulator.control.expireTokens();
    const run = await endOf(admin, profile, id);
    expect(['partial', 'failed']).toContain(run.state);
    expect(run.totals.counts.deleted).toBe(0);
    expect(outcomeOf(run, ANNA)).toMatchObject({ outcome: 'failed', code: 'secretExpired' });
    const kept = (after: string[][]) => before.flat().filter((record) => !after.flat().includes(record)).length;
    // At most what the pages say that were read before: nothing of it is a deletion.
    expect((await stored()).flat().length).toBeGreaterThanOrEqual(before.flat().length);
    expect(kept(await stored())).toBeLessThan(10);
  });

  it('a mailbox has lost its licence; the schedule leaves it alone for a day', async () => {
    const { simulator, admin } = set();
    const [anna, bert] = await stored();
    simulator.control.setMailboxEnabled(BERT, false);
    const run = await badRun();
    expect(run).toMatchObject({ state: 'partial', totals: { jobs: { done: 4, failed: 1 } } });
    expect(outcomeOf(run, BERT)?.reason).toContain('There is no mailbox in Exchange Online');
    simulator.control.resetRequests();
    const scheduled = await endOf(admin, profile, await scheduledRun(set(), profile));
    expect(scheduled).toMatchObject({ trigger: 'schedule', jobs: 4, parked: 1 });
    expect(simulator.control.requests.byMailbox[BERT]).toBeUndefined();
    expect((await stored()).slice(0, 2)).toEqual([anna, bert]);
  });

  it('a mailbox is outside of the scope of the app', async () => {
    const { simulator } = set();
    const before = await stored();
    simulator.control.setScope(DEMO_CLIENT_ID, [ANNA, OFFICE]);
    simulator.control.expireTokens();
    const run = await badRun();
    expect(run.state).toBe('partial');
    expect(outcomeOf(run, BERT)?.reason).toContain(
      'assign the role "Application Contacts.Read" (RBAC for Applications)',
    );
    expect(await stored()).toEqual(before);
  });

  it('a permission is taken away', async () => {
    const { simulator } = set();
    const before = await stored();
    simulator.control.setRoles(DEMO_CLIENT_ID, ['User.Read.All']);
    simulator.control.expireTokens();
    const run = await badRun();
    expect(run).toMatchObject({ state: 'partial', totals: { jobs: { done: 1, failed: 4 } } });
    expect(await stored()).toEqual(before);
    simulator.control.setRoles(DEMO_CLIENT_ID, ['Contacts.Read']);
    simulator.control.expireTokens();
    expect((await badRun()).state).toMatch(/^(partial|failed)$/);
    expect(await stored()).toEqual(before);
  });

  it('the directory lists nobody', async () => {
    const { simulator } = set();
    const before = await stored();
    simulator.control.addFault({ match: { path: '^/v1.0/users\\?' }, effect: { status: 200, body: { value: [] } } });
    const run = await badRun();
    expect(run).toMatchObject({ state: 'held', totals: { jobs: { held: 2 } } });
    expect(await stored()).toEqual(before);
  });

  it('a shared mailbox is not found', async () => {
    const { simulator } = set();
    const before = await stored();
    const match = { path: 'office@contoso.example' };
    simulator.control.addFault({ match, effect: { status: 404, code: 'Request_ResourceNotFound' } });
    simulator.control.addFault({ match: { path: 'mail eq' }, effect: { status: 200, body: { value: [] } } });
    const run = await badRun();
    expect(run.state).toBe('partial');
    expect(run.problems).toMatchObject([{ source: OFFICE }]);
    expect(await stored()).toEqual(before);
  });

  it('the group of a profile is gone, or empty', async () => {
    const { simulator, admin } = set();
    await runNow(admin, group);
    const before = await stored(group);
    const match = { path: `/groups/${TEAM}` };
    const fault = simulator.control.addFault({ match, effect: { status: 404, code: 'Request_ResourceNotFound' } });
    const run = await badRun(group);
    expect(run).toMatchObject({ state: 'partial', jobs: 1, problems: [{ source: 'personal' }] });
    expect(run.problems[0]?.reason).toContain(`The directory has no such object: the members of group ${TEAM}`);
    expect(await stored(group)).toEqual(before);
    fault.remove();
    const members = ['bbbbbbbb-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002'];
    simulator.control.setGroupMembers(TEAM, []);
    expect(await badRun(group)).toMatchObject({ state: 'held', totals: { jobs: { held: 2 } } });
    expect(await stored(group)).toEqual(before);
    simulator.control.setGroupMembers(TEAM, members);
    expect((await runNow(admin, group)).state).toBe('succeeded');
  });

  it.each([
    ['an answer is of an unknown form', { status: 200, body: { values: 'none' } }],
    ['an answer is empty', { status: 200, body: {} }],
    ['a page says that it is the last, and nothing else', { status: 200, body: { value: [] } }],
    ['Graph says that the request is bad', { status: 400, code: 'ErrorInvalidUrlQuery' }],
    ['Graph has lost the folder', { status: 404, code: 'ErrorItemNotFound' }],
  ])('%s', async (_name, effect) => {
    const { simulator, admin } = set();
    const before = await stored();
    simulator.control.expireSyncState(BERT);
    simulator.control.addFault({ match: { mailbox: BERT, path: '/contacts' }, effect });
    const id = await startRun(admin, profile);
    await waitFor('the failure', () => set().lines.some((line) => line.includes('job.failed') && line.includes(id)));
    expect(await stored()).toEqual(before);
    simulator.control.clearFaults();
    await workNow(set(), profile, id);
    expect((await endOf(admin, profile, id)).totals.counts.deleted).toBe(0);
  });
});
