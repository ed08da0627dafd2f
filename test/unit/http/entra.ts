import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type FetchImplementation,
  type JWK,
  type JWTPayload,
} from 'jose';

export const tenant = '11111111-2222-3333-4444-555555555555';
export const audience = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
export const authority = 'https://login.example.org';
export const settings = { tenant, audience, authority };
export const now = new Date('2026-11-21T12:00:00Z');
export const seconds = Math.floor(now.getTime() / 1000);

/** The claims of a person's access token with a scope and the role of a reader. */
export const delegated: JWTPayload = {
  iss: `${authority}/${tenant}/v2.0`,
  aud: audience,
  iat: seconds - 60,
  nbf: seconds - 60,
  exp: seconds + 3600,
  ver: '2.0',
  tid: tenant,
  oid: 'person-object-id',
  sub: 'pairwise-subject',
  azp: 'client-app-id',
  scp: 'access',
  roles: ['Connector.Reader'],
};

/** The claims of an app's access token, where subject and object are the same. */
export const app: JWTPayload = without(
  { ...delegated, oid: 'app-object-id', sub: 'app-object-id', roles: ['Connector.Operator'] },
  'scp',
);

export function without(claims: JWTPayload, ...names: string[]): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !names.includes(name)));
}

/** An issuer with one published RSA key, and what a test needs to forge tokens. */
export interface Issuer {
  key: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
  fetch: FetchImplementation;
  /** The addresses that were asked for keys. */
  asked: string[];
  sign(claims: JWTPayload, header?: Record<string, string>): Promise<string>;
}

export async function issuer(): Promise<Issuer> {
  const { privateKey: key, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig', alg: 'RS256' };
  const asked: string[] = [];
  return {
    ...{ key, publicKey, jwk, asked },
    fetch: (url) => {
      asked.push(url);
      return Promise.resolve(Response.json({ keys: [jwk] }));
    },
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key-1', typ: 'JWT', ...header }).sign(key),
  };
}
