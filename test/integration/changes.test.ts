import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AppRegistration } from '../../local/graph-simulator/entra/app-registration.ts';
import { recordsOf, sorted } from './stage/expected-books.ts';
import { ANNA, BERT, OFFICE, office, people } from './stage/office.ts';
import { endOf, entriesOf, lookUp, runNow, type RunDetail } from './stage/runs.ts';
import { scheduledRun } from './stage/schedule.ts';
import { connectionBody, createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage, usefulRoles } from './stage/stage.ts';

const otherClient = '2c6b8d4f-3e5a-4b7c-9d0e-1f2a3b4c5d6e';
const otherSecret = 'The other app ~ its secret';
const otherApp: AppRegistration = {
  clientId: otherClient,
  secrets: [{ value: otherSecret }],
  certificates: [],
  federated: [],
  roles: [...usefulRoles],
};
const set = stage({ tenant: office(), apps: [otherApp] });
let connection = '';
let profile = '';

beforeAll(async () => {
  set().secrets.push({ name: 'the secret of the other app', text: otherSecret });
  connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
  expect((await runNow(set().admin, profile)).state).toBe('succeeded');
});

/** All books are what Graph has now. */
async function expectBooks(): Promise<void> {
  const { expected } = set();
  expect(await recordsOf(set(), profile, 'account:anna')).toEqual(sorted(await expected.mailbox(ANNA, 'anna')));
  expect(await recordsOf(set(), profile, 'account:bert')).toEqual(sorted(await expected.mailbox(BERT, 'bert')));
  const company = [...(await expected.mailbox(OFFICE)), ...(await expected.directory())];
  expect(await recordsOf(set(), profile, 'company')).toEqual(sorted(company));
}

async function ran(): Promise<RunDetail['totals']['counts']> {
  const run = await runNow(set().admin, profile);
  expect(run.reason).toBeUndefined();
  expect(run.state).toBe('succeeded');
  await expectBooks();
  return run.totals.counts;
}

describe('after edits in Exchange', () => {
  it('a run brings what was created, changed, renumbered and deleted', async () => {
    const { simulator, admin } = set();
    const contacts = simulator.control.contacts(ANNA);
    const [first, second, third] = contacts.filter(({ folder }) => folder === 'Contacts').slice(2);
    simulator.control.addContact(ANNA, { properties: { displayName: 'New One', businessPhones: ['+49 841 770001'] } });
    simulator.control.patchContact(ANNA, first!.id, { properties: { displayName: 'Renamed', surname: 'Neu' } });
    simulator.control.patchContact(ANNA, second!.id, {
      properties: { mobilePhone: '+491713350001' },
      extended: { 'String 0x3a24': '+4984177099' },
    });
    simulator.control.deleteContact(ANNA, third!.id);
    expect(await ran()).toMatchObject({ created: 1, updated: 2, deleted: 1 });
    expect(await lookUp(admin, profile, '0841770001', 'anna')).toMatchObject([{ displayName: 'New One' }]);
    expect(await lookUp(admin, profile, '+491713350001', 'anna')).toHaveLength(1);
    expect(await lookUp(admin, profile, String(second!.properties['mobilePhone']), 'anna')).toEqual([]);
    expect(await lookUp(admin, profile, String(third!.properties['mobilePhone']), 'anna')).toEqual([]);
    expect(await lookUp(admin, profile, '+4984177099', 'anna')).toEqual([]);
  });

  it('a contact that moves to another folder stays, once', async () => {
    const { simulator, admin } = set();
    const before = (await entriesOf(admin, profile, 'account:anna')).length;
    const [contact] = simulator.control.contacts(ANNA).slice(4);
    simulator.control.moveContact(ANNA, contact!.id, 'Suppliers/North');
    await ran();
    expect((await entriesOf(admin, profile, 'account:anna')).length).toBe(before);
    simulator.control.moveContact(ANNA, contact!.id, 'Suppliers');
    await ran();
    expect((await entriesOf(admin, profile, 'account:anna')).length).toBe(before);
  });

  it('a new sub-folder is found, and what was in a deleted one goes', async () => {
    const { simulator } = set();
    const { id } = simulator.control.addContactFolder(BERT, 'Club', undefined);
    const below = simulator.control.addContactFolder(BERT, 'Chess', id);
    simulator.control.addContact(BERT, people(7000, 1)[0]!, below.id);
    simulator.control.addContact(BERT, people(7001, 1)[0]!, id);
    expect(await ran()).toMatchObject({ created: 2 });
    simulator.control.deleteContactFolder(BERT, id);
    expect(await ran()).toMatchObject({ created: 0, deleted: 2 });
  });

  it('people who join, change, are blocked or leave are so in the company book', async () => {
    const { simulator } = set();
    const joined = { id: 'bbbbbbbb-0000-4000-8000-000000000077', userPrincipalName: 'neu@contoso.example' };
    simulator.control.addUser({
      ...joined,
      displayName: 'Neu Hier',
      mail: joined.userPrincipalName,
      accountEnabled: true,
      userType: 'Member',
      userPurpose: 'user',
      businessPhones: ['+49841880077'],
    });
    simulator.control.patchUser(ANNA, { surname: 'Arndt-Neu' });
    expect(await ran()).toMatchObject({ created: 1, updated: 1 });
    simulator.control.patchUser(joined.userPrincipalName, { accountEnabled: false });
    expect(await ran()).toMatchObject({ deleted: 1 });
    simulator.control.deleteUser(joined.userPrincipalName);
    expect(await ran()).toMatchObject({ deleted: 0 });
  });
});

describe('a run with nothing to do', () => {
  it('costs one request for each folder when the schedule starts it', async () => {
    const { simulator, azurite, wire, admin } = set();
    simulator.control.resetRequests();
    const run = await endOf(admin, profile, await scheduledRun({ azurite, wire, admin }, profile));
    expect(run).toMatchObject({ state: 'succeeded', trigger: 'schedule' });
    const folders = (mailbox: string): number => simulator.control.contactFolders(mailbox).length;
    const { byMailbox, byOperation } = simulator.control.requests;
    expect(byMailbox[ANNA]).toBe(folders(ANNA));
    expect(byMailbox[BERT]).toBe(folders(BERT));
    expect(byMailbox[OFFICE]).toBe(folders(OFFICE));
    expect(byOperation['users.user.sendMail']).toBeUndefined();
    expect(run.totals.counts).toMatchObject({ read: 0, created: 0, updated: 0, deleted: 0 });
  });

  it('writes nothing into the books', async () => {
    const { tap, admin } = set();
    const from = tap.writes.length;
    const { totals } = await runNow(admin, profile);
    expect(totals.counts).toMatchObject({ created: 0, updated: 0, deleted: 0 });
    const books = tap.writes.slice(from).filter(({ service, body }) => service === 'table' && body.includes('/books('));
    expect(books.map(({ body }) => /RowKey":"([^"]*)/.exec(body)?.[1]?.slice(0, 2))).toEqual(['c|', 'c|', 'c|']);
  });
});

describe('a full read', () => {
  it('after all delta links were refused changes nothing', async () => {
    set().simulator.control.expireSyncState();
    expect(await ran()).toMatchObject({ created: 0, updated: 0, deleted: 0 });
  });

  it('after all delta links were refused finds what was deleted and created meanwhile', async () => {
    const { simulator } = set();
    const [gone] = simulator.control.contacts(BERT);
    simulator.control.deleteContact(BERT, gone!.id);
    simulator.control.addContact(BERT, people(7100, 1)[0]!);
    simulator.control.expireSyncState();
    expect(await ran()).toMatchObject({ created: 1, deleted: 1 });
  });

  it('after the mapping changed writes every record anew', async () => {
    const { admin } = set();
    const structure = { phonebook: [{ name: '{{{Surname}}}, {{{GivenName}}}', acc: '{{{local_id}}}' }] };
    const before = await entriesOf(admin, profile, 'account:bert');
    const body = profileBody(connection, { mapping: { variables: [], structure } });
    expect((await admin.send('PUT', `/profiles/${profile}`, body)).status).toBe(200);
    const run = await runNow(admin, profile);
    expect(run.state).toBe('succeeded');
    expect(run.totals.counts).toMatchObject({ created: 0, deleted: 0 });
    const after = await entriesOf(admin, profile, 'account:bert');
    const surnames = set()
      .simulator.control.contacts(BERT)
      .map(({ properties }) => String(properties['surname']));
    expect(sorted(after.map(({ record }) => record))).toEqual(
      sorted(surnames.map((surname) => ({ name: `${surname}, Person`, acc: 'bert' }))),
    );
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect((await admin.send('PUT', `/profiles/${profile}`, profileBody(connection))).status).toBe(200);
    expect(await ran()).toMatchObject({ created: 0, deleted: 0 });
  });

  it('after the connection changed to another app reads everything and keeps it', async () => {
    const { admin, simulator } = set();
    const view = z.object({ version: z.number() });
    const change = {
      ...connectionBody(set()),
      client: otherClient,
      credential: { kind: 'secret', secret: otherSecret },
    };
    expect(await admin.ask(view, 'PUT', `/connections/${connection}`, change)).toEqual({ version: 2 });
    simulator.control.resetRequests();
    const counts = await ran();
    expect(counts).toMatchObject({ created: 0, updated: 0, deleted: 0 });
    const entries = (await entriesOf(admin, profile, 'account:anna')).length;
    expect(counts.unchanged).toBeGreaterThanOrEqual(entries);
  });
});
