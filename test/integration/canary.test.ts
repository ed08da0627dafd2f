import { randomBytes } from 'node:crypto';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from './stage/wait.ts';
import type { AppRegistration } from '../../local/graph-simulator/entra/app-registration.ts';
import { formsOf, leaksIn, type Canary } from './stage/leaks.ts';
import { ANNA, BERT, office } from './stage/office.ts';
import { allStoredRows } from './stage/rows.ts';
import { endOf, entriesOf, lookUp, runNow, startRun } from './stage/runs.ts';
import { connectionBody, createConnection, createKey, createProfile, profileBody } from './stage/setup.ts';
import { DEMO_CLIENT_ID, stage, usefulRoles } from './stage/stage.ts';
import { appToken, entraSettings } from './stage/tokens.ts';

const set = stage({ tenant: office(), environment: entraSettings });
const certificateClient = '1b5a7c3e-2d4f-4a6b-8c9d-0e1f2a3b4c5d';
const word = (): string => `K${randomBytes(9).toString('hex')}`;
/** What a private contact of Anna's says; each word is nowhere else in the world. */
const contact = {
  displayName: word(),
  givenName: word(),
  surname: word(),
  companyName: word(),
  department: word(),
  jobTitle: word(),
  personalNotes: word(),
  mail: `${word().toLowerCase()}@${word().toLowerCase()}.example`,
  street: word(),
};
const privateNumber = '+498419876543';
const contactCanaries: Canary[] = [
  ...Object.entries(contact).map(([name, text]) => ({ name: `the contact's ${name}`, text })),
  { name: "the contact's number", text: privateNumber.slice(1) },
  { name: "the contact's category", text: 'Geheimkategorie' },
  { name: "the contact's folder", text: 'Geheimordner' },
];
let connection = '';
let profile = '';
let made: Awaited<ReturnType<typeof generate>>;

beforeAll(async () => {
  const { admin, simulator, secrets } = set();
  made = await generate([{ name: 'commonName', value: 'Patchbay' }], { keySize: 2048, algorithm: 'sha256' });
  const app: AppRegistration = {
    clientId: certificateClient,
    secrets: [],
    certificates: [made.cert],
    federated: [],
    roles: [...usefulRoles],
  };
  simulator.control.addApp(app);
  const lines = made.private.split('\n').filter((line) => line.length === 64);
  secrets.push(...lines.map((text, position) => ({ name: `line ${position} of the private key`, text })));
  const folder = simulator.control.addContactFolder(ANNA, 'Geheimordner');
  const { mail, street, ...properties } = contact;
  simulator.control.addContact(
    ANNA,
    {
      properties: {
        ...properties,
        categories: ['Geheimkategorie'],
        businessPhones: [privateNumber],
        emailAddresses: [{ address: mail, name: contact.displayName }],
        homeAddress: { street, city: contact.department },
      },
    },
    folder.id,
  );
  connection = await createConnection(set());
  profile = await createProfile(admin, profileBody(connection, { notify: BERT }));
  expect((await runNow(admin, profile)).state).toBe('succeeded');
});

describe('secrets', () => {
  it('take every way through the product, and stay where they belong', async () => {
    const { admin, simulator, secrets, wire } = set();
    // A secret that is refused, in its own place and in others.
    const refused = `refused ~ secret / of + ${word()}`;
    secrets.push({ name: 'a refused secret', text: refused });
    const wrongPlaces = [
      { credential: { kind: 'secret', secret: refused } },
      { credential: { kind: 'secret', secret: `${refused}\n` } },
      { credential: { kind: 'secret', secret: [refused] } },
      { credential: { kind: refused } },
      { credential: { kind: 'certificate', certificate: refused } },
      { credential: { kind: 'secret', secret: set().clientSecret, expiresOn: refused } },
      { tenant: refused },
      { client: refused },
      { sender: refused },
      { cloud: refused },
    ];
    for (const wrong of wrongPlaces) {
      expect((await admin.send('POST', '/connections', { ...connectionBody(set()), ...wrong })).status).toBe(400);
    }
    // A key and a certificate that do not belong together, and one that does.
    const certificate = (pem: string) => ({
      client: certificateClient,
      credential: { kind: 'certificate', certificate: pem },
    });
    const other = await generate([{ name: 'commonName', value: 'Other' }], { keySize: 2048 });
    const body = { ...connectionBody(set()), ...certificate(`${made.private}\n${other.cert}`) };
    expect((await admin.send('POST', '/connections', body)).status).toBe(400);
    const stored = await createConnection(set(), certificate(`${made.private}\n${made.cert}`));
    expect((await admin.send('POST', `/connections/${stored}/test`)).status).toBe(200);
    expect((await admin.send('GET', '/connections')).text).toContain('certificateThumbprint');
    // Keys and tokens, right and wrong, in headers, passwords and addresses.
    const { text, api } = await createKey(set(), { name: 'canary', role: 'operator' });
    const token = await appToken(simulator, ['Connector.Operator']);
    secrets.push({ name: 'a token', text: token.split('.')[2] ?? '' });
    const password = { authorization: `Basic ${Buffer.from(`phone:${text}`).toString('base64')}` };
    for (const caller of [api, wire.caller({ authorization: `Bearer ${token}` }), wire.caller(password)]) {
      await caller.send('GET', `/profiles/${profile}/books`);
      await caller.send('POST', `/profiles/${profile}/simulate?format=csv`);
    }
    const addresses = [
      `/profiles?key=${text}`,
      `/lookup?code=${text}`,
      `/profiles/${profile}/lookup?number=${text}&key=${token}`,
    ];
    for (const address of addresses) await wire.caller({}).send('GET', address);
  });

  it('are not told when a run fails because of them', async () => {
    const { admin, simulator } = set();
    simulator.control.setSecretExpired(DEMO_CLIENT_ID);
    simulator.control.expireTokens();
    expect((await runNow(admin, profile)).state).toBe('failed');
    expect((await admin.send('POST', `/connections/${connection}/test`)).text).toContain('has expired');
    simulator.control.setSecretExpired(DEMO_CLIENT_ID, false);
    expect((await runNow(admin, profile)).state).toBe('succeeded');
  });
});

describe('a private contact', () => {
  it('is changed, held, dead-lettered and released without a word of it in the log or in a message', async () => {
    const { admin, simulator, lines, tap } = set();
    const [found] = simulator.control
      .contacts(ANNA)
      .filter(({ properties }) => properties['displayName'] === contact.displayName);
    simulator.control.patchContact(ANNA, found!.id, { properties: { jobTitle: contact.jobTitle.toLowerCase() } });
    const fault = simulator.control.addFault({ match: { mailbox: ANNA, path: 'delta' }, effect: { status: 507 } });
    const run = await startRun(admin, profile);
    await waitFor('a failure', () => lines.some((line) => line.includes('job.failed') && line.includes(run)));
    fault.remove();
    await set().wire.trigger('workJobs', { v: 1, type: 'jobs', profile, run, group: 'nothing' });
    const marker = await waitFor('the job alone', async () => {
      const rows = await allStoredRows(set().azurite.connectionString);
      return rows.find(
        ({ table, partition, key }) => table === 'runs' && partition === `${profile}|${run}` && key.startsWith('p|'),
      );
    });
    await set().wire.trigger('workJobs', { v: 1, type: 'jobs', profile, run, group: marker.key.slice(2) });
    await endOf(admin, profile, run);
    simulator.control.emptyMailbox(ANNA);
    const held = await runNow(admin, profile);
    expect(held.state).toBe('held');
    await waitFor('the mail', () => simulator.control.outbox.length > 0);
    expect(
      (await entriesOf(admin, profile, 'account:anna')).some(({ displayName }) => displayName === contact.displayName),
    ).toBe(true);
    expect(await lookUp(admin, profile, privateNumber, 'anna')).toHaveLength(1);
    const messages = tap.writes.filter(({ service }) => service === 'queue').map(({ path, body }) => `${path} ${body}`);
    expect(messages.length).toBeGreaterThan(10);
    expect(leaksIn('a log line', lines, contactCanaries)).toEqual([]);
    expect(leaksIn('a message', messages, contactCanaries)).toEqual([]);
    const mails = simulator.control.outbox.map((mail) => JSON.stringify(mail));
    expect(leaksIn('a mail', mails, contactCanaries)).toEqual([]);
  });

  it('is in its own book and nowhere else in storage', async () => {
    const rows = await allStoredRows(set().azurite.connectionString);
    const elsewhere = rows.filter(
      ({ table, partition }) => table !== 'books' || partition !== `${profile}|account|anna`,
    );
    expect(
      leaksIn(
        'a row',
        elsewhere.map((row) => JSON.stringify(row)),
        contactCanaries,
      ),
    ).toEqual([]);
    const own = rows.filter((row) => !elsewhere.includes(row)).map((row) => JSON.stringify(row));
    expect(leaksIn('its book', own, contactCanaries).length).toBeGreaterThan(3);
  });

  it('is answered to nobody who does not ask for it', () => {
    const { wire } = set();
    const about = /account(?::|%3A)anna\/entries|account=anna|\/simulate/;
    const others = wire.answers
      .filter(({ request }) => !about.test(request))
      .map(({ request, text }) => `${request} ${text}`);
    expect(
      leaksIn(
        'an answer',
        others,
        contactCanaries.filter(({ name }) => !name.includes('folder')),
      ),
    ).toEqual([]);
  });
});

describe('the search itself', () => {
  it.each([0, 1, 2, 3, 4, 5])('finds what is encoded, %i bytes into something', (offset) => {
    const canary = [{ name: 'it', text: 'a secret/of+some=length&more' }];
    const hidden = `${'x'.repeat(offset)}${canary[0]!.text}tail`;
    const bytes = Buffer.from(hidden);
    for (const form of [
      hidden,
      JSON.stringify(hidden),
      encodeURIComponent(hidden),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex'),
    ]) {
      expect(leaksIn('here', [form], canary)).toHaveLength(1);
    }
    expect(leaksIn('here', ['something else'], canary)).toEqual([]);
    expect(formsOf('x').length).toBeGreaterThan(0);
  });
});
