import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { signingKeys } from '../../../local/graph-simulator/entra/signing-keys.ts';
import type { GraphSimulator } from '../../../local/graph-simulator/simulator.ts';
import { TENANT_ID } from '../../contract/graph-simulator/tenant-fixture.ts';

/** What tokens for Patchbay's API carry as `aud`. */
export const audience = 'api://patchbay';

const subject = '5f0e1d2c-3b4a-4958-8677-a6b5c4d3e2f1';
const clientId = '11aa22bb-33cc-44dd-95ee-66ff77889900';

/** The settings of an app that takes the simulated tenant's tokens. */
export function entraSettings({ url }: GraphSimulator): Record<string, string> {
  return { PATCHBAY_ENTRA_TENANT: TENANT_ID, PATCHBAY_ENTRA_AUDIENCE: audience, PATCHBAY_ENTRA_AUTHORITY: url };
}

/** A token as Entra ID gives it to an app with these roles. */
export function appToken({ control }: GraphSimulator, roles: string[], lifetimeSeconds = 3600): Promise<string> {
  return control.issueToken({ audience, subject, clientId, roles, claims: { idtyp: 'app' }, lifetimeSeconds });
}

/** A token of a person who uses a client of Patchbay. */
export function personToken({ control }: GraphSimulator, roles: string[]): Promise<string> {
  return control.issueToken({ audience, subject, clientId, roles, claims: { scp: 'access' } });
}

/** Tokens that must all be refused as unknown, by what is wrong with them; each claims to be an administrator. */
export async function badTokens(simulator: GraphSimulator): Promise<Map<string, string>> {
  const { keyId, privateKey, publicKey } = await signingKeys();
  const now = Math.floor(Date.now() / 1000);
  const issuer = `${simulator.url}/${TENANT_ID}/v2.0`;
  const good: JWTPayload = {
    aud: audience,
    iss: issuer,
    iat: now,
    nbf: now,
    exp: now + 3600,
    tid: TENANT_ID,
    oid: subject,
    sub: subject,
    azp: clientId,
    ver: '2.0',
    idtyp: 'app',
    roles: ['Connector.Admin'],
  };
  const header = { alg: 'RS256', typ: 'JWT', kid: keyId };
  const sign = (claims: JWTPayload, more: Record<string, string> = {}, key = privateKey): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ ...header, ...more }).sign(key);
  const without = (name: string): JWTPayload =>
    Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
  const wrongClaims: Record<string, JWTPayload> = {
    expired: { ...good, exp: now - 3600 },
    'not valid yet': { ...good, nbf: now + 3600 },
    'for another audience': { ...good, aud: 'api://another' },
    'for Graph': { ...good, aud: 'https://graph.microsoft.com' },
    'of another issuer': { ...good, iss: 'https://login.example/v2.0' },
    'of the issuer of v1 tokens': { ...good, iss: `https://sts.windows.net/${TENANT_ID}/` },
    'of another tenant': { ...good, tid: '99999999-2222-4333-8444-555555555555' },
    'of version 1': { ...good, ver: '1.0' },
    'an ID token': { ...good, nonce: 'n' },
    'an ID token of the hybrid flow': { ...good, at_hash: 'h' },
    'of a person without scope': { ...without('idtyp'), sub: 'pairwise' },
    'of an app that claims a scope': { ...good, scp: 'access' },
    'with a role as text': { ...good, roles: 'Connector.Admin' },
    ...Object.fromEntries(
      ['exp', 'tid', 'sub', 'azp', 'aud', 'iss', 'ver'].map((name) => [`without ${name}`, without(name)]),
    ),
  };
  const other = await generateKeyPair('RS256');
  const bad = new Map<string, string>();
  for (const [name, claims] of Object.entries(wrongClaims)) bad.set(name, await sign(claims));
  const whole = await sign(good);
  const [head = '', body = '', signature = ''] = whole.split('.');
  const changed = Buffer.from(JSON.stringify({ ...good, oid: 'somebody else' })).toString('base64url');
  const pem = new TextEncoder().encode(await exportSPKI(publicKey));
  bad.set('signed by another key', await sign(good, {}, other.privateKey));
  bad.set('of an unknown key', await sign(good, { kid: 'unknown' }, other.privateKey));
  bad.set('of a key with a path', await sign(good, { kid: '../../keys' }, other.privateKey));
  bad.set(
    'of another algorithm',
    await new SignJWT(good).setProtectedHeader({ ...header, alg: 'PS256' }).sign(await pssKey()),
  );
  bad.set(
    'signed with the public key',
    await new SignJWT(good).setProtectedHeader({ ...header, alg: 'HS256' }).sign(pem),
  );
  bad.set('unsigned', new UnsecuredJWT(good).encode());
  bad.set('changed', `${head}.${changed}.${signature}`);
  bad.set('with half a signature', `${head}.${body}.${signature.slice(0, 100)}`);
  bad.set('without signature', `${head}.${body}.`);
  bad.set('no token', 'no-token');
  bad.set('five parts', `${whole}.a.b`);
  bad.set('very long', 'a'.repeat(12_000));
  return bad;
}

async function pssKey() {
  return (await generateKeyPair('PS256')).privateKey;
}
