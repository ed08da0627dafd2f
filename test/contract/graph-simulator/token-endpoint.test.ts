import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_CLIENT_ID } from '../../../local/graph-simulator/demo.ts';
import { refusal, stage } from './harness.ts';
import type { WireAnswer } from './harness.ts';
import { ANNA, TENANT_ID } from './tenant-fixture.ts';

const OPERATOR = '22222222-aaaa-4bbb-8ccc-000000000002';
const OLD_SECRET = '22222222-aaaa-4bbb-8ccc-000000000003';
const noon = new Date('2026-11-21T12:00:00Z');
let now = noon;
const app = { certificates: [], federated: [], roles: [] };
const set = stage({
  clock: () => now,
  apps: [
    {
      ...app,
      clientId: OPERATOR,
      secrets: [{ value: 's' }],
      apiRoles: [{ audience: 'api://patchbay', roles: ['Connector.Admin'] }],
    },
    { ...app, clientId: OLD_SECRET, secrets: [{ value: 's', expiresOn: '2026-01-01' }] },
  ],
});
afterEach(() => {
  now = noon;
  const { control } = set().simulator;
  control.setSecretExpired(DEMO_CLIENT_ID, false);
  control.clearFaults();
  set().client.forgetToken();
});

/** OAuth error and number behind AADSTS: `401 invalid_client 7000215`. */
function entraError(answer: WireAnswer): string {
  const body = z
    .looseObject({
      error: z.string(),
      error_description: z.string(),
      error_codes: z.array(z.number()),
      trace_id: z.string(),
      correlation_id: z.string(),
    })
    .parse(answer.json);
  expect(body.error_description).toContain(`AADSTS${body.error_codes[0] ?? ''}:`);
  return `${answer.status} ${body.error} ${body.error_codes[0] ?? ''}`;
}

describe('discovery', () => {
  it('describes the tenant by id and by domain, and publishes the keys that tokens are signed with', async () => {
    const { client } = set();
    const discovery = await client.send(`/contoso.example/v2.0/.well-known/openid-configuration`, { token: null });
    const configuration = z
      .looseObject({ jwks_uri: z.string(), issuer: z.string(), token_endpoint: z.string() })
      .parse(discovery.json);
    expect(configuration.token_endpoint).toBe(`${client.url}/${TENANT_ID}/oauth2/v2.0/token`);
    const keys = await client.send(configuration.jwks_uri, { token: null });
    const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) }).parse(keys.json);
    const { payload } = await jwtVerify(await client.token(), createLocalJWKSet(jwks), {
      issuer: configuration.issuer,
      audience: 'https://graph.microsoft.com',
      algorithms: ['RS256'],
      currentDate: now,
    });
    expect(payload).toMatchObject({ tid: TENANT_ID, appid: DEMO_CLIENT_ID, idtyp: 'app' });
    expect(payload['roles']).toContain('Contacts.ReadWrite');
  });

  it('answers instance discovery about itself', async () => {
    const answer = await set().client.send('/common/discovery/instance?api-version=1.1', { token: null });
    expect(answer.json).toMatchObject({ tenant_discovery_endpoint: expect.stringContaining(TENANT_ID) as string });
  });

  it('does not know other tenants (AADSTS90002)', async () => {
    const { client } = set();
    const other = '99999999-2222-4333-8444-555555555555';
    const discovery = await client.send(`/${other}/v2.0/.well-known/openid-configuration`, { token: null });
    expect(entraError(discovery)).toBe('400 invalid_request 90002');
    expect(entraError(await client.askToken({}, other))).toBe('400 invalid_request 90002');
  });
});

describe('client credentials with a secret', () => {
  it('gives a token for an hour', async () => {
    const answer = await set().client.askToken();
    expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600 });
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, '401 invalid_client 7000215'],
    ['an expired secret', { client_id: OLD_SECRET, client_secret: 's' }, '401 invalid_client 7000222'],
    ['an unknown app', { client_id: '33333333-aaaa-4bbb-8ccc-000000000002' }, '400 unauthorized_client 700016'],
    ['another grant', { grant_type: 'password' }, '400 unsupported_grant_type 70003'],
    ['a scope that is not .default', { scope: 'Contacts.Read' }, '400 invalid_scope 1002012'],
    ['an unknown resource', { scope: 'api://nobody/.default' }, '400 invalid_resource 500011'],
  ])('refuses %s', async (_what, form, expected) => {
    expect(entraError(await set().client.askToken(form))).toBe(expected);
  });

  it('lets a test expire the secrets of an app', async () => {
    const { client, simulator } = set();
    simulator.control.setSecretExpired(DEMO_CLIENT_ID);
    expect(entraError(await client.askToken())).toBe('401 invalid_client 7000222');
  });

  it('issues tokens for other APIs of the tenant, with the roles there', async () => {
    const token = await set().client.freshToken({
      client_id: OPERATOR,
      client_secret: 's',
      scope: 'api://patchbay/.default',
    });
    expect(decodeJwt(token)).toMatchObject({ aud: 'api://patchbay', roles: ['Connector.Admin'] });
  });

  it('leaves the roles claim out when there are none', async () => {
    expect(decodeJwt(await set().client.freshToken({ scope: 'api://patchbay/.default' }))).not.toHaveProperty('roles');
  });

  it('is struck by faults for the operation token', async () => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: { operation: 'token', times: 1 }, effect: { status: 503 } });
    expect((await client.askToken()).status).toBe(503);
    expect((await client.askToken()).status).toBe(200);
    expect(simulator.control.requests.tokens).toBeGreaterThanOrEqual(2);
  });
});

describe('access tokens at Graph', () => {
  const invalid = '401 InvalidAuthenticationToken';

  it('are required', async () => {
    const { client } = set();
    expect(refusal(await client.send('/v1.0/users', { token: null }))).toBe(invalid);
    expect(refusal(await client.send('/v1.0/users', { token: 'nonsense' }))).toBe(invalid);
    expect((await client.send('/v1.0/users', { token: null })).headers['www-authenticate']).toContain('Bearer');
  });

  it('expire after an hour', async () => {
    const { client } = set();
    const token = await client.token();
    now = new Date(noon.getTime() + 3_599_000);
    expect((await client.send('/v1.0/users', { token })).status).toBe(200);
    now = new Date(noon.getTime() + 3_601_000);
    expect(refusal(await client.send('/v1.0/users', { token }))).toBe(invalid);
    client.forgetToken();
    expect((await client.get('/users')).status).toBe(200);
  });

  it('expire on demand', async () => {
    const { client, simulator } = set();
    await client.token();
    simulator.control.expireTokens();
    expect(refusal(await client.get('/users'))).toBe(invalid);
    client.forgetToken();
    expect((await client.get('/users')).status).toBe(200);
  });

  it('must be for Graph and have an unbroken signature', async () => {
    const { client } = set();
    const foreign = await client.freshToken({ scope: 'api://patchbay/.default' });
    expect(refusal(await client.send('/v1.0/users', { token: foreign }))).toBe(invalid);
    const token = await client.freshToken();
    expect(refusal(await client.send('/v1.0/users', { token: `${token.slice(0, -8)}AAAAAAAA` }))).toBe(invalid);
  });
});

describe('app roles', () => {
  const LIMITED = '22222222-aaaa-4bbb-8ccc-000000000004';
  const limited = { client_id: LIMITED, client_secret: 's' };

  it('are needed: 403 of the directory and of Exchange', async () => {
    const { client, simulator } = set();
    simulator.control.addApp({ ...app, clientId: LIMITED, secrets: [{ value: 's' }], roles: ['Contacts.Read'] });
    const token = await client.freshToken(limited);
    expect(refusal(await client.send('/v1.0/users', { token }))).toBe('403 Authorization_RequestDenied');
    expect((await client.send(`/v1.0/users/${ANNA}/contacts`, { token })).status).toBe(200);
    const write = { method: 'POST', token, body: { givenName: 'A' } };
    expect(refusal(await client.send(`/v1.0/users/${ANNA}/contacts`, write))).toBe('403 ErrorAccessDenied');
  });

  it('reach new tokens only', async () => {
    const { client, simulator } = set();
    simulator.control.addApp({ ...app, clientId: LIMITED, secrets: [{ value: 's' }] });
    const token = await client.freshToken(limited);
    simulator.control.setRoles(LIMITED, ['User.Read.All']);
    expect((await client.send('/v1.0/users', { token })).status).toBe(403);
    expect((await client.send('/v1.0/users', { token: await client.freshToken(limited) })).status).toBe(200);
  });

  it('granted through RBAC for Applications work for their mailboxes without being in the token', async () => {
    const { client, simulator } = set();
    simulator.control.addApp({ ...app, clientId: LIMITED, secrets: [{ value: 's' }], roles: ['Contacts.Read'] });
    simulator.control.setScope(LIMITED, [ANNA]);
    const token = await client.freshToken(limited);
    expect(decodeJwt(token)).not.toHaveProperty('roles');
    expect((await client.send(`/v1.0/users/${ANNA}/contacts`, { token })).status).toBe(200);
    const elsewhere = await client.send('/v1.0/users/office@contoso.example/contacts', { token });
    expect(refusal(elsewhere)).toBe('403 ErrorAccessDenied');
  });
});
