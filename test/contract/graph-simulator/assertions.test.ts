import { createHash, X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { SignJWT, decodeJwt, exportJWK, generateKeyPair, importPKCS8 } from 'jose';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  DEMO_CLIENT_ID,
  DEMO_MANAGED_IDENTITY_PRINCIPAL_ID,
  TOKEN_EXCHANGE_AUDIENCE,
} from '../../../local/graph-simulator/demo.ts';
import { stage } from './harness.ts';
import { TENANT_ID } from './tenant-fixture.ts';

const CERTIFIED = '22222222-aaaa-4bbb-8ccc-000000000001';
const registered = await certificate(new Date('2046-01-01'));
const unregistered = await certificate(new Date('2046-01-01'));
const expired = await certificate(new Date('2021-01-01'));
const set = stage({
  apps: [{ clientId: CERTIFIED, secrets: [], certificates: [registered.cert, expired.cert], federated: [], roles: [] }],
});

function certificate(notAfterDate: Date): ReturnType<typeof generate> {
  const options = { algorithm: 'sha256', notBeforeDate: new Date('2020-01-01'), notAfterDate };
  return generate([{ name: 'commonName', value: 'app' }], options);
}

/** Number behind AADSTS, or 0 for a token. */
async function ask(assertion: string, clientId: string): Promise<number> {
  const answer = await set().client.send(`/${TENANT_ID}/oauth2/v2.0/token`, {
    method: 'POST',
    token: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    text: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      scope: 'https://graph.microsoft.com/.default',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }).toString(),
  });
  return z.looseObject({ error_codes: z.array(z.number()).default([0]) }).parse(answer.json).error_codes[0] ?? -1;
}

describe('a client assertion signed with a certificate', () => {
  interface Choice {
    pems?: Awaited<ReturnType<typeof generate>>;
    claimed?: Awaited<ReturnType<typeof generate>>;
    algorithm?: 'RS256' | 'PS256';
    audience?: string;
  }

  async function assertion(choice: Choice = {}): Promise<string> {
    const algorithm = choice.algorithm ?? 'PS256';
    const pems = choice.pems ?? registered;
    const { raw } = new X509Certificate((choice.claimed ?? pems).cert);
    const thumbprint = (hash: string): string => createHash(hash).update(raw).digest('base64url');
    return new SignJWT({})
      .setProtectedHeader({
        alg: algorithm,
        ...(algorithm === 'PS256' ? { 'x5t#S256': thumbprint('sha256') } : { x5t: thumbprint('sha1') }),
      })
      .setIssuer(CERTIFIED)
      .setSubject(CERTIFIED)
      .setAudience(choice.audience ?? `${set().client.url}/${TENANT_ID}/oauth2/v2.0/token`)
      .setExpirationTime('10m')
      .sign(await importPKCS8(pems.private, algorithm));
  }

  it('is accepted by SHA-1 and by SHA-256 thumbprint', async () => {
    expect(await ask(await assertion({ algorithm: 'RS256' }), CERTIFIED)).toBe(0);
    expect(await ask(await assertion({ algorithm: 'PS256' }), CERTIFIED)).toBe(0);
  });

  it.each<[string, Choice]>([
    ['by a certificate that is not registered', { pems: unregistered }],
    ['by one key in the name of another', { pems: unregistered, claimed: registered }],
    ['by an expired certificate', { pems: expired }],
    ['for another audience', { audience: 'https://login.microsoftonline.com/other/oauth2/v2.0/token' }],
  ])('is refused when signed %s (AADSTS700027)', async (_what, choice) => {
    expect(await ask(await assertion(choice), CERTIFIED)).toBe(700027);
  });
});

describe('a federated assertion', () => {
  async function managedIdentityToken(resource: string): Promise<string> {
    const { simulator } = set();
    const address = `${simulator.identityEndpoint}?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`;
    const answer = await fetch(address, { headers: { 'X-IDENTITY-HEADER': simulator.identityHeader } });
    return z.looseObject({ access_token: z.string() }).parse(await answer.json()).access_token;
  }

  it('of the managed identity opens the demo app', async () => {
    const assertion = await managedIdentityToken(TOKEN_EXCHANGE_AUDIENCE);
    expect(decodeJwt(assertion)).toMatchObject({
      iss: `${set().client.url}/${TENANT_ID}/v2.0`,
      sub: DEMO_MANAGED_IDENTITY_PRINCIPAL_ID,
      aud: TOKEN_EXCHANGE_AUDIENCE,
    });
    expect(await ask(assertion, DEMO_CLIENT_ID)).toBe(0);
  });

  it('is refused by an app without federated credentials (AADSTS70021)', async () => {
    expect(await ask(await managedIdentityToken(TOKEN_EXCHANGE_AUDIENCE), CERTIFIED)).toBe(70021);
  });

  it('is refused with another audience (AADSTS700212) or subject (AADSTS700213)', async () => {
    expect(await ask(await managedIdentityToken('https://graph.microsoft.com'), DEMO_CLIENT_ID)).toBe(700212);
    const grant = { audience: TOKEN_EXCHANGE_AUDIENCE, subject: 'someone else', clientId: 'x', roles: [] };
    expect(await ask(await set().simulator.control.issueToken(grant), DEMO_CLIENT_ID)).toBe(700213);
  });

  it('of a foreign issuer is checked with the keys that the issuer publishes', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const stranger = await generateKeyPair('RS256');
    const keys = { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'k' }] };
    const server = createServer((incoming, outgoing) => {
      const issuer = `http://${incoming.headers.host ?? ''}`;
      outgoing.end(JSON.stringify(incoming.url === '/keys' ? keys : { issuer, jwks_uri: `${issuer}/keys` }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const clientId = '22222222-aaaa-4bbb-8ccc-00000000000f';
    const federated = [{ issuer, subject: 'repo:patchbay', audience: TOKEN_EXCHANGE_AUDIENCE }];
    set().simulator.control.addApp({ clientId, secrets: [], certificates: [], federated, roles: [] });
    const sign = (key: typeof privateKey): Promise<string> =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .setIssuer(issuer)
        .setSubject('repo:patchbay')
        .setAudience(TOKEN_EXCHANGE_AUDIENCE)
        .setExpirationTime('5m')
        .sign(key);
    expect(await ask(await sign(privateKey), clientId)).toBe(0);
    expect(await ask(await sign(stranger.privateKey), clientId)).toBe(50013);
    expect(await ask(await sign(privateKey), DEMO_CLIENT_ID)).toBe(700211);
    server.close();
  });
});

describe('the identity endpoint', () => {
  const query = `api-version=2019-08-01&resource=${encodeURIComponent(TOKEN_EXCHANGE_AUDIENCE)}`;

  async function ask2(search: string, header: string | undefined): Promise<{ status: number; json: unknown }> {
    const headers = header === undefined ? {} : { 'X-IDENTITY-HEADER': header };
    const answer = await fetch(`${set().simulator.identityEndpoint}?${search}`, { headers });
    return { status: answer.status, json: await answer.json() };
  }

  it('answers as App Service does', async () => {
    const { identityHeader } = set().simulator;
    const { json } = await ask2(query, identityHeader);
    expect(json).toMatchObject({ token_type: 'Bearer', resource: TOKEN_EXCHANGE_AUDIENCE });
    expect(json).toHaveProperty('expires_on', expect.stringMatching(/^\d{10}$/));
  });

  it('wants its header, its version and a known identity', async () => {
    const { identityHeader } = set().simulator;
    expect((await ask2(query, undefined)).status).toBe(401);
    expect((await ask2(query, 'wrong')).status).toBe(401);
    expect((await ask2(query.replace('2019', '2017'), identityHeader)).status).toBe(400);
    expect((await ask2(`${query}&client_id=nobody`, identityHeader)).status).toBe(400);
  });
});
