import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Tenant, TenantContact } from '../../local/tenant/tenant.ts';
import { folder, user } from '../contract/graph-simulator/tenant-fixture.ts';
import { sorted } from './stage/expected-books.ts';
import { ANNA, BERT, office } from './stage/office.ts';
import { entriesOf, lookUp, runNow } from './stage/runs.ts';
import { created, createConnection, createKey, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

/** Texts that are right as names, and must come back as they are, whatever they would mean to some program on the way. */
const hostile = [
  `' or PartitionKey ne '`,
  `x') or (RowKey ge '`,
  `"}],"admin":true,[{"a":"`,
  '{{{DisplayName}}}{{constructor.name}}{{#x}}y{{/x}}',
  '../../keys',
  '%2e%2e%2f',
  '${process.env.PATH}',
  '<script>alert(1)</script>&amp;',
  '=cmd|/c calc',
  '__proto__',
  'constructor',
  'null',
  'O’Neil & Söhne – ÄÖÜß',
  '😀🏳️‍🌈',
  'محمد العلي',
  'a|b!0020~c',
  '-- ; drop table books',
  '\\u0000\\n\\"',
];
/** Ids of accounts that a phone system may have, those included that only differ in form. */
const accountIds = [
  ...hostile.filter((text) => text.length <= 60),
  ...['..', '.', 'a/b', 'a\\b', 'a#b?c', 'a%b', 'c%2Fd', 'A', 'a', '\u00e9', 'e\u0301', 'x'.repeat(200)],
];
const addressOf = (position: number): string => `person${position}@contoso.example`;
const numberOf = (position: number): string => `+4917139200${String(10 + position)}`;

/** Everybody has one contact, whose number is nobody else's. */
function tenant(): Tenant {
  const users = accountIds.map((_id, position) => user(100 + position, addressOf(position)));
  const mailboxes = users.map(({ id }, position) => {
    const one: TenantContact = {
      properties: { displayName: `Contact of ${position}`, businessPhones: [numberOf(position)] },
      extended: {},
    };
    return [id, { contacts: folder('Contacts', [one]), calendar: undefined }] as const;
  });
  const base = office();
  return { ...base, users: [...base.users, ...users], mailboxes: new Map([...base.mailboxes, ...mailboxes]) };
}

const set = stage({ tenant: tenant() });
let connection = '';

beforeAll(async () => {
  connection = await createConnection(set());
});

describe('a name like those of programs', () => {
  it.each(hostile)('%s is kept as it is', async (text) => {
    const { admin } = set();
    const body = profileBody(connection, {
      name: text,
      exclude: { folders: [text], categories: [text] },
      sources: { shared: [{ mailbox: ANNA, folder: text }] },
    });
    const { id } = await admin.ask(created, 'POST', '/profiles', body);
    const reply = await admin.send('GET', `/profiles/${id}`);
    expect(reply.json).toMatchObject({ profile: { name: text, exclude: { folders: [text], categories: [text] } } });
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const key = await createKey(set(), { name: text, role: 'phone', profile: id });
    expect((await key.api.send('GET', `/profiles/${id}/books`)).status).toBe(200);
    expect((await admin.send('GET', '/keys')).text).toContain(JSON.stringify(text));
    expect((await admin.send('DELETE', `/keys/${key.id}`)).status).toBe(204);
  });
});

describe('accounts with ids like those of programs', () => {
  let profile = '';

  beforeAll(async () => {
    const { admin } = set();
    const mailboxes = accountIds.map((_id, position) => addressOf(position));
    const sources = { personal: { from: 'list', mailboxes, match: 'userName' } };
    profile = (await admin.ask(created, 'POST', '/profiles', profileBody(connection, { sources }))).id;
    const accounts = accountIds.map((id, position) => ({ id, userName: `person${position}` }));
    await admin.ask(z.unknown(), 'PUT', `/profiles/${profile}/accounts`, { accounts });
    expect(await runNow(admin, profile)).toMatchObject({
      state: 'succeeded',
      totals: { counts: { created: accountIds.length } },
    });
  });

  it('have a book each', async () => {
    const books = z.object({ items: z.array(z.object({ id: z.string(), account: z.string().optional() })) });
    const { items } = await set().admin.ask(books, 'GET', `/profiles/${profile}/books`);
    const found = items.map(({ account }) => account).filter((account) => account !== undefined);
    expect(found.sort()).toEqual([...accountIds].sort());
  });

  it.each(accountIds)('%s reaches what is its own, and nothing else', async (account) => {
    const { admin } = set();
    const position = accountIds.indexOf(account);
    const entries = await entriesOf(admin, profile, encodeURIComponent(`account:${account}`));
    expect(entries.map(({ record }) => [record['028pho_bez'], record['011acc_id']])).toEqual([
      [`Contact of ${position}`, account],
    ]);
    expect(await lookUp(admin, profile, numberOf(position), account)).toMatchObject([{ book: `account:${account}` }]);
    expect(await lookUp(admin, profile, numberOf((position + 1) % accountIds.length), account)).toEqual([]);
  });
});

describe('contacts with texts like those of programs', () => {
  const odd = [
    ...hostile,
    ...['next\u0085line', 'a\u0000b', 'bell\u0007', 'half\ud83d', '\u202eturned', '\ufeffmark', 'x'.repeat(5000)],
  ];
  let profile = '';

  beforeAll(async () => {
    const { admin, simulator } = set();
    const sources = { personal: { from: 'list', mailboxes: [BERT], match: 'userName' } };
    profile = await createProfile(admin, profileBody(connection, { sources }));
    simulator.control.emptyMailbox(BERT);
    for (const text of odd) {
      simulator.control.addContact(BERT, { properties: { displayName: text, mobilePhone: text } });
    }
  });

  it('are in the book as they are', async () => {
    const { admin } = set();
    const run = await runNow(admin, profile);
    expect([run.state, run.reason]).toEqual(['succeeded', undefined]);
    const names = (await entriesOf(admin, profile, 'account:bert')).map(({ record }) => record['028pho_bez']);
    expect(sorted(names)).toEqual(sorted(odd.map((text) => text.trim())));
  });

  it('are no formulas in a file for spreadsheets', async () => {
    const file = await set().admin.send('POST', `/profiles/${profile}/simulate?format=csv`);
    expect(file.text).toContain('cmd|');
    expect(file.text.split('\r\n').filter((line) => /(^|,)"?[=+@-](?!\d)/.test(line))).toEqual([]);
  });

  // Azurite answers 500 to a transaction that holds such a character as it is.
  it.each(['line\u2028separator', 'paragraph\u2029separator'])('%j can be stored', async (text) => {
    const structure = { phonebook: [{ name: text }] };
    const body = profileBody(connection, { mapping: { variables: [], structure } });
    const late = new Promise<number>((resolve) => setTimeout(resolve, 1500, 503));
    const saved = set()
      .admin.send('POST', '/profiles', body)
      .then(({ status }) => status);
    expect(await Promise.race([saved, late])).toBe(201);
  });
});
