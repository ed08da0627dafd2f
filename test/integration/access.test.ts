import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allRoutes } from '../../functions/http/routes.ts';
import type { Route } from '../../shared/http/route.ts';
import { waitFor } from './stage/wait.ts';
import type { Api } from './stage/api.ts';
import { contract } from './stage/contract.ts';
import { office } from './stage/office.ts';
import { snapshot } from './stage/rows.ts';
import { runNow } from './stage/runs.ts';
import { createConnection, createKey, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';
import { appToken, badTokens, entraSettings, personToken } from './stage/tokens.ts';

const set = stage({ tenant: office(), environment: entraSettings });
const routes = allRoutes(() => {
  throw new Error('Only the list is of interest.');
});
const guarded = routes.filter(({ role }) => role !== 'public');
const ladder = ['reader', 'operator', 'admin'] as const;
const roleNames = { reader: 'Connector.Reader', operator: 'Connector.Operator', admin: 'Connector.Admin' };
let profile = '';
let other = '';
let before: string[] = [];

beforeAll(async () => {
  const connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
  other = await createProfile(set().admin, profileBody(connection, { name: 'Other' }));
  await runNow(set().admin, profile);
});

/** Asks for a route about a profile; whatever else its path names does not exist, and its body is empty. */
async function ask(api: Api, route: Route, about = profile) {
  const path = route.path.replace('/profiles/{id}', `/profiles/${about}`).replaceAll(/\{\w+\}/g, 'nothing');
  const hasBody = route.body !== undefined;
  return api.send(route.method, path, hasBody ? {} : undefined);
}

async function statuses(api: Api, about?: string): Promise<Map<string, number>> {
  const asked = guarded.map(
    async (route) => [`${route.method} ${route.path}`, (await ask(api, route, about)).status] as const,
  );
  return new Map(await Promise.all(asked));
}

function all(status: number): Map<string, number> {
  return new Map(guarded.map((route) => [`${route.method} ${route.path}`, status]));
}

/** Those that must be refused are, with 403; the others get past the door and fail at what does not exist, or succeed. */
function expectAllowed(found: Map<string, number>, may: (route: Route) => boolean): void {
  for (const route of guarded) {
    const name = `${route.method} ${route.path}`;
    const status = found.get(name) ?? 0;
    if (may(route)) expect([200, 202, 204, 400, 404], `${name}: ${status}`).toContain(status);
    else expect(`${name}: ${status}`).toBe(`${name}: 403`);
  }
}

describe('the routes', () => {
  it('are those of the contract, each for the role that it names', async () => {
    const found = routes.map(({ method, path, role, phone }) => `${method} ${path} ${role}${phone ? ' phone' : ''}`);
    expect(found.sort()).toEqual([...contract].sort());
    const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
    const { paths } = await set().wire.caller({}).ask(document, 'GET', '/openapi.json');
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => /^(get|put|post|delete|patch|options)$/.test(method))
        .map((method) => `${method.toUpperCase()} ${path.replace(/^\/api/, '')}`),
    );
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('that answer lists take a limit and a cursor', () => {
    const isList = (form: unknown): boolean =>
      form instanceof z.ZodObject && 'items' in form.shape && 'next' in form.shape;
    const lists = routes.filter(({ answers }) => isList(answers[200]));
    expect(lists.length).toBeGreaterThan(5);
    const parameters = lists.map(({ path, query }) => [path, Object.keys(query.shape).sort()]);
    expect(parameters).toEqual(lists.map(({ path }) => [path, ['cursor', 'limit']]));
  });

  it('are all that the host offers', async () => {
    const started = set().lines.find((line) => line.includes('host.started')) ?? '{}';
    const { functions } = z.looseObject({ functions: z.string() }).parse(JSON.parse(started));
    const http = new Set(routes.map(({ name }) => name));
    expect(
      functions
        .split(', ')
        .filter((name) => !http.has(name))
        .sort(),
    ).toEqual([
      'deliver',
      'deliverSubmission',
      'forgetVisitors',
      'measureLag',
      'planRun',
      'pruneHistory',
      'recordDeadDelivery',
      'recordDeadJobs',
      'recordDeadNotice',
      'recordDeadPresence',
      'recordDeadRun',
      'recordDeadSubmission',
      'recordDeadTransition',
      'resealSecrets',
      'sendNotice',
      'startDueRuns',
      'warnOfExpiry',
      'watchDeliveries',
      'watchNotices',
      'watchPresence',
      'watchRuns',
      'watchSubmissions',
      'workJobs',
      'workPresence',
      'workTransitions',
    ]);
    for (const [method, path] of [
      ['PATCH', '/profiles'],
      ['DELETE', '/connections'],
      ['GET', '/secrets'],
      ['GET', ''],
    ]) {
      expect((await set().admin.send(method ?? '', path ?? '')).status).toBe(404);
    }
  });

  it('that are public ask for nothing and tell nothing', async () => {
    for (const { method, path } of routes.filter(({ role }) => role === 'public')) {
      if (method === 'OPTIONS') continue;
      const reply = await set()
        .wire.caller({})
        .send(method, path, method === 'POST' ? {} : undefined);
      // There is no card of this name.
      expect([path, reply.status]).toEqual([path, path.includes('{card}') ? 404 : 200]);
      expect(reply.text).not.toContain(profile);
    }
  });
});

describe('nobody gets in', () => {
  beforeAll(async () => {
    before = await snapshot(set().azurite.connectionString);
  });

  it.each([
    ['without a key', {}],
    ['with an empty key', { 'x-api-key': '' }],
    ['with a key that is none', { 'x-api-key': 'x' }],
    ['with the local key in other letters', { 'x-api-key': 'Local-Admin' }],
    ['with a key that was never made', { 'x-api-key': `pb_${'0'.repeat(16)}1_${'A'.repeat(43)}` }],
    ['with a platform key', { 'x-functions-key': 'local-admin' }],
    [
      'with what the platform would add',
      { 'x-ms-client-principal': Buffer.from('{"userRoles":["admin"]}').toString('base64') },
    ],
    ['with two keys', { 'x-api-key': 'local-admin,local-admin' }],
    ['with two credentials', { 'x-api-key': 'local-admin', authorization: 'Bearer x' }],
    ['with a scheme of their own', { authorization: 'Negotiate abc' }],
    ['with a password that is none', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }],
    ['with Basic without a colon', { authorization: `Basic ${Buffer.from('local-admin').toString('base64')}` }],
  ])('%s', async (_name, headers) => {
    expect(await statuses(set().wire.caller(headers))).toEqual(all(401));
  });

  it('with a password where phones do not come', async () => {
    const basic = { authorization: `Basic ${Buffer.from('x:local-admin').toString('base64')}` };
    const found = await statuses(set().wire.caller(basic));
    for (const { method, path, phone } of guarded) {
      expect([path, found.get(`${method} ${path}`) === 401]).toEqual([path, !phone]);
    }
  });

  it('with a key that was revoked, or has expired', async () => {
    const revoked = await createKey(set(), { name: 'revoked', role: 'admin' });
    const soon = new Date(Date.now() + 300).toISOString();
    const expired = await createKey(set(), { name: 'expired', role: 'admin', expiresAt: soon });
    expect((await set().admin.send('DELETE', `/keys/${revoked.id}`)).status).toBe(204);
    await waitFor('the end of the key', () => Date.now() > Date.parse(soon));
    expect(await statuses(revoked.api)).toEqual(all(401));
    expect(await statuses(expired.api)).toEqual(all(401));
    expect((await set().admin.send('DELETE', `/keys/${expired.id}`)).status).toBe(204);
  });

  it('with a token that is wrong in any way', async () => {
    const tokens = await badTokens(set().simulator);
    expect(tokens.size).toBeGreaterThanOrEqual(30);
    for (const [name, token] of tokens) {
      const found = await statuses(set().wire.caller({ authorization: `Bearer ${token}` }));
      expect([name, found]).toEqual([name, all(401)]);
    }
  });
});

describe('each role', () => {
  const may = (role: (typeof ladder)[number]) => (route: Route) =>
    route.role !== 'public' && ladder.indexOf(role) >= ladder.indexOf(route.role);

  it.each(ladder)('%s may what is for it and those below, by key and by token', async (role) => {
    const { api } = await createKey(set(), { name: `${role} for all`, role });
    const app = await appToken(set().simulator, [roleNames[role]]);
    const person = await personToken(set().simulator, ['Other.Role', roleNames[role]]);
    const callers = [api, ...[app, person].map((token) => set().wire.caller({ authorization: `Bearer ${token}` }))];
    // A profile that does not exist: whoever gets in does no harm.
    for (const caller of callers) expectAllowed(await statuses(caller, 'nothing'), may(role));
  });

  it.each(ladder)('%s for one profile may that there, and nothing elsewhere', async (role) => {
    const { api } = await createKey(set(), { name: `${role} for one`, role, profile: other });
    expect(await statuses(api, profile)).toEqual(all(403));
    const reads = guarded.filter(({ method, path }) => method === 'GET' && path.startsWith('/profiles/{id}'));
    for (const route of reads) {
      const { status } = await ask(api, route, other);
      expect([route.path, status === 403]).toEqual([route.path, !may(role)(route)]);
    }
  });

  it('a phone may what is marked so, in its own profile', async () => {
    const { api } = await createKey(set(), { name: 'a phone', role: 'phone', profile: other });
    expect(await statuses(api, profile)).toEqual(all(403));
    expectAllowed(await statuses(api, other), ({ phone }) => phone);
  });

  it('a token without a role of ours may nothing', async () => {
    for (const roles of [[], ['Other.Role'], ['connector.admin'], ['Connector.Admin ']]) {
      const token = await appToken(set().simulator, roles);
      expect(await statuses(set().wire.caller({ authorization: `Bearer ${token}` }))).toEqual(all(403));
    }
  });

  it('has changed nothing by all this but the keys', async () => {
    const after = await snapshot(set().azurite.connectionString);
    const withoutKeys = (rows: string[]) => rows.filter((row) => !row.startsWith('{"table":"keys"'));
    expect(withoutKeys(after)).toEqual(withoutKeys(before));
  });
});
