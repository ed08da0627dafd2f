import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_MANAGED_IDENTITY_CLIENT_ID } from '../../local/graph-simulator/demo.ts';
import type { AppRegistration } from '../../local/graph-simulator/entra/app-registration.ts';
import { CARLA, office } from './stage/office.ts';
import { snapshot } from './stage/rows.ts';
import { runNow } from './stage/runs.ts';
import { connectionBody, createConnection, createProfile, profileBody } from './stage/setup.ts';
import { DEMO_CLIENT_ID, stage, usefulRoles } from './stage/stage.ts';

const certificateClient = '1b5a7c3e-2d4f-4a6b-8c9d-0e1f2a3b4c5d';
const set = stage({ tenant: office() });
const view = z.object({
  id: z.string(),
  version: z.number(),
  etag: z.string(),
  credential: z.looseObject({ kind: z.string(), hasSecret: z.boolean() }),
  health: z.object({ state: z.string(), problems: z.array(z.looseObject({ level: z.string() })) }),
});
const problem = z.object({
  code: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string() })).optional(),
});
let pem = '';

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'Patchbay' }], { keySize: 2048, algorithm: 'sha256' });
  pem = `${made.private}\n${made.cert}`;
  const app: AppRegistration = {
    clientId: certificateClient,
    secrets: [],
    certificates: [made.cert],
    federated: [],
    roles: [...usefulRoles],
  };
  set().simulator.control.addApp(app);
  const key = made.private.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  set().secrets.push({ name: 'a line of the private key', text: key[3] ?? '' });
});

describe('a connection', () => {
  const credentials = [
    ['a secret', () => ({})],
    ['a certificate', () => ({ client: certificateClient, credential: { kind: 'certificate', certificate: pem } })],
    [
      'a managed identity',
      () => ({ credential: { kind: 'managedIdentity', identityClientId: DEMO_MANAGED_IDENTITY_CLIENT_ID } }),
    ],
  ] as const;

  it.each(credentials)('with %s is tested, saved and good for a run', async (kind, credential) => {
    const { admin } = set();
    const made = await admin.ask(view, 'POST', '/connections', { ...connectionBody(set()), ...credential() });
    expect(made.health).toEqual({ state: 'ok', problems: [] });
    expect(made.credential.hasSecret).toBe(kind !== 'a managed identity');
    const list = { from: 'list', mailboxes: ['bert@contoso.example'], match: 'userName' };
    const profile = await createProfile(admin, profileBody(made.id, { sources: { personal: list } }));
    const run = await runNow(admin, profile);
    expect([run.state, run.totals.counts.created]).toEqual(['succeeded', 12]);
  });

  it.each([
    ['/credential/secret', { credential: { kind: 'secret', secret: 'not the secret' } }],
    ['/client', { client: '00000000-1111-4222-8333-444444444444' }],
    ['/credential/certificate', { credential: { kind: 'certificate', certificate: 'no PEM' } }],
  ])('that is refused at %s is not stored', async (pointer, wrong) => {
    const { admin, azurite } = set();
    const before = await snapshot(azurite.connectionString);
    const reply = await admin.send('POST', '/connections', { ...connectionBody(set()), ...wrong });
    expect(reply.status).toBe(400);
    expect(problem.parse(reply.json).errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(await snapshot(azurite.connectionString)).toEqual(before);
  });

  it.each([
    ['does not answer', {}, { status: 503 }],
    // Only the local cloud: Microsoft's own clouds are known to the identity library and refuse at the token endpoint.
    ['does not know the tenant', { tenant: 'unknown.example' }, { delayMs: 0 }],
  ])('whose sign-in service %s is not stored', async (_name, change, effect) => {
    const { admin, azurite, simulator } = set();
    const before = await snapshot(azurite.connectionString);
    const fault = simulator.control.addFault({ match: { operation: 'token' }, effect });
    const reply = await admin.send('POST', '/connections', { ...connectionBody(set()), ...change });
    fault.remove();
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '10']);
    expect(await snapshot(azurite.connectionString)).toEqual(before);
  });

  it('keeps its secret when a change leaves it out, and loses it never to another client', async () => {
    const { admin, simulator } = set();
    const id = await createConnection(set());
    const kept = { ...connectionBody(set()), name: 'Renamed', credential: { kind: 'secret' } };
    const renamed = await admin.ask(view, 'PUT', `/connections/${id}`, kept);
    expect([renamed.version, renamed.credential.hasSecret, renamed.health.state]).toEqual([1, true, 'ok']);
    const before = simulator.control.requests.tokens;
    const moved = await admin.send('PUT', `/connections/${id}`, { ...kept, client: certificateClient });
    expect(problem.parse(moved.json).errors?.map((fault) => fault.pointer)).toEqual(['/credential/secret']);
    expect(simulator.control.requests.tokens).toBe(before);
  });

  it('tells on demand which permission is missing', async () => {
    const { admin, simulator } = set();
    const id = await createConnection(set(), { testMailbox: CARLA });
    const health = async () => (await admin.ask(view.pick({ health: true }), 'POST', `/connections/${id}/test`)).health;
    expect((await health()).state).toBe('ok');
    simulator.control.setRoles(
      DEMO_CLIENT_ID,
      usefulRoles.filter((role) => role !== 'OrgContact.Read.All'),
    );
    expect((await health()).problems).toMatchObject([{ level: 'warning', permission: 'OrgContact.Read.All' }]);
    simulator.control.setRoles(DEMO_CLIENT_ID, usefulRoles);
    simulator.control.setScope(DEMO_CLIENT_ID, ['anna@contoso.example']);
    const scoped = await health();
    expect(scoped.state).toBe('failing');
    expect(scoped.problems[0]).toMatchObject({ level: 'error', permission: 'Contacts.Read' });
    simulator.control.setScope(DEMO_CLIENT_ID, undefined);
    expect((await health()).problems).toEqual([]);
  });

  it('is changed only in the version that If-Match names', async () => {
    const { admin } = set();
    const id = await createConnection(set());
    const first = (await admin.send('GET', `/connections/${id}`)).headers.get('etag') ?? '';
    const change = async (tag: string, name: string) =>
      (await admin.send('PUT', `/connections/${id}`, { ...connectionBody(set()), name }, { 'if-match': tag })).status;
    expect(await change(first, 'One')).toBe(200);
    expect(await change(first, 'Two')).toBe(412);
    expect(await change(`W/${first}`, 'Two')).toBe(412);
    expect(await change('"a", *', 'Two')).toBe(400);
    expect(await change('*', 'Three')).toBe(200);
    expect((await admin.send('DELETE', `/connections/${id}`, undefined, { 'if-match': first })).status).toBe(412);
    // A test of the connection does not make another version of it.
    const now = (await admin.send('GET', `/connections/${id}`)).headers.get('etag') ?? '';
    await admin.send('POST', `/connections/${id}/test`);
    expect((await admin.send('DELETE', `/connections/${id}`, undefined, { 'if-match': now })).status).toBe(204);
    expect((await admin.send('GET', `/connections/${id}`)).status).toBe(404);
  });

  it('cannot go while a profile uses it, and leaves nothing behind when it goes', async () => {
    const { admin, azurite } = set();
    const before = await snapshot(azurite.connectionString);
    const id = await createConnection(set());
    const profile = await createProfile(admin, profileBody(id));
    const refused = await admin.send('DELETE', `/connections/${id}`);
    expect([refused.status, problem.parse(refused.json).code]).toEqual([409, 'inUse']);
    expect((await admin.send('DELETE', `/profiles/${profile}`)).status).toBe(204);
    expect((await admin.send('DELETE', `/connections/${id}`)).status).toBe(204);
    const left = (await snapshot(azurite.connectionString)).filter((row) => !before.includes(row));
    expect(left.filter((row) => row.includes(id))).toEqual([]);
  });
});
