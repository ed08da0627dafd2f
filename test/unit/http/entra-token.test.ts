import { CompactSign, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { DeniedError, UnavailableError } from '../../../shared/errors.ts';
import { entraTokenCheck, type TokenCheck } from '../../../shared/http/entra-token.ts';
import { UnauthenticatedError } from '../../../shared/http/http-errors.ts';
import { failureOf } from './api-request.ts';
import { app, authority, delegated, issuer, now, seconds, settings, tenant, without, type Issuer } from './entra.ts';

let entra: Issuer;
let check: TokenCheck;
beforeAll(async () => {
  entra = await issuer();
  check = entraTokenCheck(settings, { fetch: entra.fetch, now: () => now });
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a good token', () => {
  it('of a person gives the caller by object id', async () => {
    expect(await check(await entra.sign(delegated))).toEqual({
      id: 'person-object-id',
      role: 'reader',
      profile: undefined,
      via: 'token',
    });
    expect(entra.asked[0]).toBe(`${authority}/${tenant}/discovery/v2.0/keys`);
  });

  it('of an app needs no scope, and no object id if it says what it is', async () => {
    expect(await check(await entra.sign(app))).toMatchObject({ id: 'app-object-id', role: 'operator' });
    expect(await check(await entra.sign({ ...without(app, 'oid'), idtyp: 'app' }))).toMatchObject({
      id: 'client-app-id',
    });
  });

  it.each([
    [['Connector.Reader'], 'reader'],
    [['Connector.Operator', 'Connector.Reader'], 'operator'],
    [['Other', 'Connector.Reader', 'Connector.Admin'], 'admin'],
  ])('with the roles %j is a %s', async (names, role) => {
    expect(await check(await entra.sign({ ...delegated, roles: names }))).toMatchObject({ role });
  });

  it('may be a minute early or late', async () => {
    expect(await check(await entra.sign({ ...delegated, exp: seconds - 59 }))).toBeDefined();
    expect(await check(await entra.sign({ ...delegated, nbf: seconds + 59 }))).toBeDefined();
  });

  it('is accepted with the tenant and authority written differently in the settings', async () => {
    const other = entraTokenCheck(
      { ...settings, tenant: tenant.toUpperCase(), authority: `${authority}/` },
      { fetch: entra.fetch, now: () => now },
    );
    expect(await other(await entra.sign(delegated))).toBeDefined();
  });

  it('asks for the keys once', async () => {
    const fresh = await issuer();
    const fresher = entraTokenCheck(settings, { fetch: fresh.fetch, now: () => now });
    for (let count = 0; count < 5; count++) await fresher(await fresh.sign(delegated));
    expect(fresh.asked).toHaveLength(1);
  });
});

const badClaims: [string, JWTPayload][] = [
  ['an expired token', { ...delegated, exp: seconds - 61 }],
  ['a token without exp', without(delegated, 'exp')],
  ['a token whose exp is text', { ...delegated, exp: String(seconds + 3600) as unknown as number }],
  ['a token not valid yet', { ...delegated, nbf: seconds + 61 }],
  ['a token for another audience', { ...delegated, aud: 'https://graph.microsoft.com' }],
  ['a token without audience', without(delegated, 'aud')],
  ['a token for many audiences', { ...delegated, aud: ['x', settings.audience] }],
  ['a token of another tenant', { ...delegated, iss: `${authority}/99999999-2222-3333-4444-555555555555/v2.0` }],
  ['a token of another issuer', { ...delegated, iss: `https://evil.example.org/${tenant}/v2.0` }],
  ['a v1 token', { ...delegated, iss: `https://sts.windows.net/${tenant}/`, ver: '1.0' }],
  ['a token that says v1 under the v2 issuer', { ...delegated, ver: '1.0' }],
  ['a token without version', without(delegated, 'ver')],
  ['a token without issuer', without(delegated, 'iss')],
  ['a token without tid', without(delegated, 'tid')],
  ['a token with another tid', { ...delegated, tid: '99999999-2222-3333-4444-555555555555' }],
  ['a token without oid', without(delegated, 'oid')],
  ['an app token without oid or idtyp', without(app, 'oid')],
  ['a token without azp', without(delegated, 'azp')],
  ['a token with an empty azp', { ...delegated, azp: '' }],
  ['a token without sub', without(delegated, 'sub')],
  ['an ID token', without(delegated, 'scp', 'azp')],
  ['an ID token with a nonce', { ...delegated, nonce: 'n' }],
  ['an ID token with at_hash', { ...delegated, at_hash: 'h' }],
  ['an ID token with c_hash', { ...delegated, c_hash: 'h' }],
  ["a person's token without scope", without(delegated, 'scp')],
  ["a person's token with an empty scope", { ...delegated, scp: '' }],
  ['an app token with an empty scope', { ...app, scp: ' ' }],
  ['an app token that says it is a person', { ...app, idtyp: 'user' }],
  ['an app token with a scope', { ...app, idtyp: 'app', scp: 'access' }],
  ['a token whose roles are text', { ...delegated, roles: 'Connector.Admin' }],
  ['a token whose roles are an object', { ...delegated, roles: { 0: 'Connector.Admin' } }],
];

const badForms: [string, () => Promise<string> | string][] = [
  ['no token at all', () => 'x'],
  ['an empty token', () => ''],
  ['three dots', () => '..'],
  ['alg none', () => new UnsecuredJWT(delegated).encode()],
  [
    'alg None with a signature',
    async () => `${encode({ alg: 'None' })}.${(await entra.sign(delegated)).split('.').slice(1).join('.')}`,
  ],
  ['a stripped signature', async () => `${(await entra.sign(delegated)).split('.').slice(0, 2).join('.')}.`],
  [
    'a changed payload',
    async () => {
      const [head, , signature] = (await entra.sign(delegated)).split('.');
      return [head, encode({ ...delegated, roles: ['Connector.Admin'] }), signature].join('.');
    },
  ],
  [
    'a changed signature',
    async () => {
      const token = await entra.sign(delegated);
      return token.slice(0, -20) + (token.at(-20) === 'A' ? 'B' : 'A') + token.slice(-19);
    },
  ],
  [
    'another key under the same id',
    async () => {
      const { privateKey } = await generateKeyPair('RS256');
      return new SignJWT(delegated).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(privateKey);
    },
  ],
  ['an unknown key id', async () => entra.sign(delegated, { kid: 'key-2' })],
  [
    'the public key as HMAC secret',
    async () => {
      const secret = new TextEncoder().encode(await exportSPKI(entra.publicKey));
      return new SignJWT(delegated).setProtectedHeader({ alg: 'HS256', kid: 'key-1' }).sign(secret);
    },
  ],
  [
    'RS512 with a key of another algorithm',
    async () => {
      const { privateKey } = await generateKeyPair('RS512');
      return new SignJWT(delegated).setProtectedHeader({ alg: 'RS512', kid: 'key-1' }).sign(privateKey);
    },
  ],
  [
    'PS256',
    async () => {
      const { privateKey } = await generateKeyPair('PS256');
      return new SignJWT(delegated).setProtectedHeader({ alg: 'PS256', kid: 'key-1' }).sign(privateKey);
    },
  ],
  [
    'ES256',
    async () => {
      const { privateKey } = await generateKeyPair('ES256');
      return new SignJWT(delegated).setProtectedHeader({ alg: 'ES256', kid: 'key-1' }).sign(privateKey);
    },
  ],
  [
    'a key it brings itself',
    async () => {
      const { privateKey, publicKey } = await generateKeyPair('RS256');
      const jwk = await exportJWK(publicKey);
      return new SignJWT(delegated).setProtectedHeader({ alg: 'RS256', jwk }).sign(privateKey);
    },
  ],
  [
    'a key address it brings itself',
    async () => {
      const { privateKey } = await generateKeyPair('RS256');
      return new SignJWT(delegated)
        .setProtectedHeader({ alg: 'RS256', kid: 'x', jku: 'https://evil.example.org/keys' })
        .sign(privateKey);
    },
  ],
  [
    'a critical header nobody knows',
    async () => {
      const [, payload = '', signature = ''] = (await entra.sign(delegated)).split('.');
      return `${encode({ alg: 'RS256', kid: 'key-1', crit: ['x'], x: 1 })}.${payload}.${signature}`;
    },
  ],
  [
    'a payload that is no object',
    async () =>
      new CompactSign(new TextEncoder().encode('[1]'))
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
        .sign(entra.key),
  ],
  [
    'a payload that is no JSON',
    async () =>
      new CompactSign(new TextEncoder().encode('x')).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(entra.key),
  ],
  ['an encrypted token', () => 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d'],
  ['a header that is not base64url', async () => `!!.${(await entra.sign(delegated)).split('.').slice(1).join('.')}`],
  ['two tokens in a row', async () => `${await entra.sign(delegated)}.${await entra.sign(delegated)}`],
];

describe('a bad token', () => {
  it.each(badClaims)('is refused: %s', async (_name, claims) => {
    expect(await failureOf(async () => check(await entra.sign(claims)))).toBeInstanceOf(UnauthenticatedError);
  });

  it.each(badForms)('is refused: %s', async (_name, make) => {
    const error = await failureOf(async () => check(await make()));
    expect(error).toBeInstanceOf(UnauthenticatedError);
    expect(error).toMatchObject({ code: 'invalidToken' });
  });

  it('never makes us ask anybody but the authority', () => {
    expect(new Set(entra.asked)).toEqual(new Set([`${authority}/${tenant}/discovery/v2.0/keys`]));
  });

  it('says why once it is known to be from Entra ID', async () => {
    const textOf = async (claims: JWTPayload): Promise<unknown> =>
      failureOf(async () => check(await entra.sign(claims)));
    expect(await textOf({ ...delegated, exp: seconds - 61 })).toMatchObject({
      message: 'The bearer token is refused: it has expired.',
    });
    expect(await textOf({ ...delegated, aud: 'x' })).toMatchObject({
      message: 'The bearer token is refused: its claim "aud" is not as it must be.',
    });
  });

  it.each([[[]], [['Connector.admin']], [['Admin', 'Connector.Admin ']], [['connector.Reader']]])(
    'without a role is known, but may nothing: %j',
    async (names) => {
      const error = await failureOf(async () => check(await entra.sign({ ...delegated, roles: names })));
      expect(error).toBeInstanceOf(DeniedError);
      expect(error).not.toBeInstanceOf(UnauthenticatedError);
    },
  );
});

describe('the list of clients', () => {
  const only = (...clients: string[]): TokenCheck =>
    entraTokenCheck({ ...settings, clients }, { fetch: entra.fetch, now: () => now });

  it('lets pass whoever comes through an app that is on it, people and apps alike', async () => {
    for (const claims of [delegated, app, { ...delegated, azp: 'CLIENT-APP-ID' }]) {
      expect(await only('other-app-id', 'client-app-id')(await entra.sign(claims))).toMatchObject({ via: 'token' });
    }
  });

  it.each([
    ['another app', ['other-app-id']],
    ['a longer name', ['client-app-id-2']],
    ['nobody', []],
  ])('refuses everybody else: %s is on it', async (_name, clients) => {
    for (const claims of [delegated, app, { ...delegated, roles: ['Connector.Admin'] }]) {
      const error = await failureOf(async () => only(...clients)(await entra.sign(claims)));
      expect(error).toBeInstanceOf(UnauthenticatedError);
      expect(error).toMatchObject({ code: 'invalidToken' });
    }
  });

  it('goes by azp alone: what a token says elsewhere does not help', async () => {
    const claims = { ...delegated, azp: 'other', appid: 'client-app-id', client_id: 'client-app-id' };
    expect(await failureOf(async () => only('client-app-id')(await entra.sign(claims)))).toBeInstanceOf(
      UnauthenticatedError,
    );
  });
});

describe('the signing keys', () => {
  it.each([
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['answer with 500', () => Promise.resolve(new Response('no', { status: 500 }))],
    ['are no JSON', () => Promise.resolve(new Response('<html>'))],
    ['are no keys', () => Promise.resolve(Response.json({ keys: 'x' }))],
    [
      'send elsewhere',
      () => Promise.resolve(new Response(null, { status: 302, headers: { location: 'https://evil.example.org' } })),
    ],
  ])('that %s are our fault, not the caller\u2019s', async (_name, fetch) => {
    const broken = entraTokenCheck(settings, { fetch, now: () => now });
    expect(await failureOf(async () => broken(await entra.sign(delegated)))).toBeInstanceOf(UnavailableError);
  });
});
