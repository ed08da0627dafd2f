import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultBody } from './stage/bodies.ts';
import { replaced, type Json } from './stage/mutations.ts';
import { office, TEAM } from './stage/office.ts';
import { expectRefused, type Wrong } from './stage/refusals.ts';
import { snapshot } from './stage/rows.ts';
import { createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office() });
let connection = '';
let profile = '';
let before: string[] = [];

beforeAll(async () => {
  connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
});

beforeEach(async () => {
  before = await snapshot(set().azurite.connectionString);
});

afterEach(async () => {
  expect(await snapshot(set().azurite.connectionString)).toEqual(before);
});

type Case = readonly [pointer: string, value: Json, found?: string];

function send(method: string, path: string, body: Json, cases: readonly Case[]): Promise<void> {
  const requests = cases.map(([pointer, value, found = pointer]): Wrong => ({
    name: `${pointer} = ${JSON.stringify(value).slice(0, 120)}`,
    pointer: found,
    send: () => set().admin.send(method, path, replaced(body, pointer, value)),
  }));
  return expectRefused(requests);
}

describe('what is of the right type but means nothing', () => {
  it('in a profile', async () => {
    const { body } = defaultBody.profile(connection);
    const cron = '/schedule';
    await send('POST', '/profiles', body, [
      ['/kind', 'appointments'],
      ['/connectionId', 'unknown'],
      ['/connectionId', `${connection}' or PartitionKey ne '`],
      ['/connectionId', '../connections'],
      ...['* * * *', '0 12 * * * *', '60 * * * *', '0 0 31 2 x', '@daily', 'rm -rf /', '0 12 * * MON-XYZ'].map(
        (text): Case => ['/schedule/cron', text, cron],
      ),
      ...['Europe/Nowhere', 'CET+1', '+01:00', '../etc/passwd', 'UTC; x'].map((text): Case => [
        '/schedule/timeZone',
        text,
        cron,
      ]),
      ['/schedule', { everyMinutes: 9 }, '/schedule/everyMinutes'],
      ['/schedule', { everyMinutes: 10_081 }, '/schedule/everyMinutes'],
      ['/schedule', { everyMinutes: 10, cron: '0 12 * * *' }, cron],
      ['/sources', {}],
      ['/sources/public', true],
      ['/sources/personal/from', 'everyone'],
      ['/sources/personal/match', 'extension'],
      ...['not-a-guid', "' or 1 eq 1", '../users', '%2e%2e', `${TEAM}/members`].map((text): Case => [
        '/sources/personal/group',
        text,
      ]),
      ['/sources/personal', { from: 'list', mailboxes: [] }, '/sources/personal/mailboxes'],
      ['/sources/personal', { from: 'list', mailboxes: ['a@b', '../x'] }, '/sources/personal/mailboxes/1'],
      [
        '/sources/personal',
        { from: 'list', mailboxes: Array<string>(5001).fill('a@b.example') },
        '/sources/personal/mailboxes',
      ],
      ...[
        'no address',
        'a@',
        '@b',
        'a b@c.example',
        "a'@b.example/../x",
        'a@b.example?x',
        `${'a'.repeat(250)}@b.example`,
      ].map((text): Case => ['/sources/shared/0/mailbox', text]),
      ['/numbers/defaultCountry', 'XX'],
      ['/numbers/defaultCountry', 'de'],
      ...['0841', '+49', '+49 841', '+123456789012345678'].map((text): Case => ['/numbers/ownNumbers/0', text]),
      ['/importMode', 'deleteAll'],
      ['/guard/maxDeletedShare', 1.01],
      ['/guard/maxDeletedShare', -0.01],
      ['/notify', 'anna@contoso.example; nobody'],
      ['/notify', 'a@b.example\r\nBcc: c@d.example'],
      ['/notify', Array.from({ length: 21 }, (_, n) => `a${n}@b.example`).join(';')],
    ]);
  });

  it('in a mapping', async () => {
    const { body } = defaultBody.profile(connection);
    const templates = [
      ...[
        '{{#Surname}}x{{/Surname}}',
        '{{^Surname}}x{{/Surname}}',
        '{{>partial}}',
        '{{=<% %>=}}<%Surname%>',
        '{{Unknown}}',
      ],
      ...[
        '{{constructor}}',
        '{{constructor.name}}',
        '{{__proto__}}',
        '{{toString}}',
        '{{Surname.length}}',
        '{{.}}',
        '{{}}',
      ],
      ...['{{Surname', '{{{Surname}}', '{{/Surname}}', '{{#a}}{{#b}}{{/a}}{{/b}}', `{{${' '.repeat(300)}Surname}}`],
      ...['{{Surname}}'.repeat(201), '{{! {{ }}{{x}}'],
    ];
    const sources = [
      '',
      'Department',
      'return $row["Nothing"];',
      "return $row['a'+'b'];",
      'return process.env;',
      '$row["Department"]; evil()',
    ];
    const names = ['', ' ', 'a b', 'a.b', '__proto__', 'constructor', '{{x}}', 'x'.repeat(65)];
    const structure = '/mapping/structure';
    await send('PUT', `/profiles/${profile}`, body, [
      ...templates.map((text): Case => [`${structure}/phonebook/0/name`, text, structure]),
      ...sources.map((text): Case => ['/mapping/variables/0/source', text]),
      ...names.map((text): Case => ['/mapping/variables/0/name', text]),
      ['/mapping/variables', Array(201).fill({ name: 'a', source: 'return $row["Department"];' })],
      [structure, '{"phonebook":[{"a":"b"}', structure],
      [structure, 'x'.repeat(70_000), structure],
      [`${structure}/phonebook`, [], `${structure}/phonebook`],
      [`${structure}/phonebook`, [{}, {}], `${structure}/phonebook`],
      [`${structure}/phonebook/0`, { post: { 'other.table': [] } }],
      [`${structure}/phonebook/0`, { post: { 'phonebook.phonebooklabel': {} } }],
      [`${structure}/phonebook/0`, { '{{Surname}}': 'x' }],
      [`${structure}/phonebook/0`, { '1': 'x' }],
      [`${structure}/phonebook/0`, { a: { b: { c: { d: { e: { f: 'x' } } } } } }],
      [
        `${structure}/phonebook/0`,
        Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`f${n}`, 'x'])),
        structure,
      ],
    ]);
  });

  it('in a list of accounts', async () => {
    const { body } = defaultBody.accounts;
    await send('PUT', `/profiles/${profile}/accounts`, body, [
      ['/accounts', [{ id: 'a' }, { id: 'b' }, { id: 'a' }], '/accounts/2/id'],
      ['/accounts', Array.from({ length: 10_001 }, (_, n) => ({ id: `${n}` }))],
      ...[' a', 'a ', 'x'.repeat(201)].map((text): Case => ['/accounts/0/id', text]),
      ...['x', '1 2', '٤٢', '12345678901', '+49'].map((text): Case => ['/accounts/0/extension', text]),
      ...['anna', 'a@b@c', 'anna@contoso.example, b@c.example'].map((text): Case => ['/accounts/0/email', text]),
    ]);
  });

  it('in a key', async () => {
    const { body } = defaultBody.key(profile);
    await send('POST', '/keys', body, [
      ['/role', 'Admin'],
      ['/role', 'Connector.Admin'],
      ['/role', '__proto__'],
      ['/expiresAt', '2020-01-01T00:00:00Z'],
      ['/expiresAt', 'tomorrow'],
      ['/expiresAt', '2099-02-30T00:00:00Z'],
      ['/expiresAt', '2099-01-01'],
      ['/expiresAt', '2099-01-01T00:00:00'],
      ...['../x', 'a/b', "a' or 'b", 'x'.repeat(65), '-a'].map((text): Case => ['/profile', text]),
    ]);
  });

  it('in a connection', async () => {
    const { body } = defaultBody.connection(set());
    await send('POST', '/connections', body, [
      ['/kind', 'ews'],
      ['/cloud', 'moon'],
      ['/cloud', '__proto__'],
      ...[
        'x',
        'contoso',
        'http://contoso.example',
        'contoso.example/../x',
        'a..b',
        '-a.example',
        'common',
        'localhost:7443',
      ].map((text): Case => ['/tenant', text]),
      ...['not-a-guid', '5d1e4c0a7b3f4a529c680f2a6b8d4e10', '{5d1e4c0a-7b3f-4a52-9c68-0f2a6b8d4e10}'].map(
        (text): Case => ['/client', text],
      ),
      ['/credential', { kind: 'password', password: 'x' }],
      ['/credential', { kind: 'secret' }, '/credential/secret'],
      ['/credential', { kind: 'certificate' }, '/credential/certificate'],
      ['/credential', { kind: 'managedIdentity' }, '/credential/identityClientId'],
      ['/credential', { kind: 'managedIdentity', identityClientId: 'x' }, '/credential/identityClientId'],
      ['/credential', { kind: 'secret', secret: 'x', certificate: 'y' }, '/credential/certificate'],
      ['/credential/secret', ' leading'],
      ['/credential/secret', 'x'.repeat(1001)],
      ['/credential/expiresOn', '2099-13-01'],
      ['/credential/expiresOn', '31.01.2099'],
      ['/sender', 'no address'],
      ['/testMailbox', 'a@b.example\u202e'],
    ]);
  });
});
