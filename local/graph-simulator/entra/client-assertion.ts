import { X509Certificate } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, importX509, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Authority, RegisteredApp } from './authority.ts';
import { signingKeys } from './signing-keys.ts';
import { invalidClient } from './token-error.ts';

const assertionHeader = z.looseObject({
  alg: z.string(),
  x5t: z.string().optional(),
  'x5t#S256': z.string().optional(),
});
const assertionClaims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
});
type AssertionClaims = z.infer<typeof assertionClaims>;

/** Checks a `client_assertion`: one signed with the app's certificate, or a token of a federated identity. */
export async function verifyClientAssertion(
  assertion: string,
  app: RegisteredApp,
  authority: Authority,
  now: Date,
): Promise<void> {
  const { header, claims } = read(assertion);
  if (claims.iss === app.clientId) await verifyWithCertificate(assertion, header, app, authority, now);
  else await verifyFederated(assertion, claims, app, authority, now);
}

function read(assertion: string): { header: z.infer<typeof assertionHeader>; claims: AssertionClaims } {
  try {
    const header = assertionHeader.parse(decodeProtectedHeader(assertion));
    return { header, claims: assertionClaims.parse(decodeJwt(assertion)) };
  } catch {
    throw invalidClient(50027, 'JWT token is invalid or malformed.');
  }
}

async function verifyWithCertificate(
  assertion: string,
  header: z.infer<typeof assertionHeader>,
  app: RegisteredApp,
  authority: Authority,
  now: Date,
): Promise<void> {
  const pem = app.certificates.find((candidate) => matchesThumbprint(candidate, header));
  if (pem === undefined) {
    throw badCertificate(
      'The certificate with identifier used to sign the client assertion is not registered on application.',
    );
  }
  if (new Date(new X509Certificate(pem).validTo) <= now) throw badCertificate('The key used is expired.');
  const path = `${authority.origin}/${authority.tenantId}`;
  const audience = [
    `${path}/oauth2/v2.0/token`,
    `${path}/v2.0`,
    `${authority.origin}/${authority.domain}/oauth2/v2.0/token`,
  ];
  try {
    const key = await importX509(pem, header.alg);
    await jwtVerify(assertion, key, { subject: app.clientId, audience, currentDate: now, clockTolerance: 300 });
  } catch (error) {
    throw badCertificate(error instanceof Error ? error.message : 'The signature is invalid.');
  }
}

function matchesThumbprint(pem: string, header: z.infer<typeof assertionHeader>): boolean {
  const certificate = new X509Certificate(pem);
  const thumbprint = (fingerprint: string): string =>
    Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
  const sha256 = header['x5t#S256'];
  if (sha256 !== undefined) return sha256 === thumbprint(certificate.fingerprint256);
  return header.x5t === thumbprint(certificate.fingerprint);
}

function badCertificate(reason: string): Error {
  return invalidClient(700027, `Client assertion failed signature validation. [Reason - ${reason}]`);
}

async function verifyFederated(
  assertion: string,
  claims: AssertionClaims,
  app: RegisteredApp,
  authority: Authority,
  now: Date,
): Promise<void> {
  requireFederatedCredential(claims, app);
  const options = { currentDate: now, clockTolerance: 300 };
  try {
    if (claims.iss === authority.issuer) {
      const keys = await signingKeys();
      await jwtVerify(assertion, keys.publicKey, options);
    } else {
      await jwtVerify(assertion, createRemoteJWKSet(await keysAddress(claims.iss)), options);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    throw invalidClient(50013, `Assertion failed signature validation. [Reason - ${reason}]`);
  }
}

function requireFederatedCredential(claims: AssertionClaims, app: RegisteredApp): void {
  const none = 'No matching federated identity record found for presented assertion';
  if (app.federated.length === 0) throw invalidClient(70021, `${none}.`);
  const sameIssuer = app.federated.filter((credential) => credential.issuer === claims.iss);
  if (sameIssuer.length === 0) throw invalidClient(700211, `${none} issuer '${claims.iss}'.`);
  const sameSubject = sameIssuer.filter((credential) => credential.subject === claims.sub);
  if (sameSubject.length === 0) throw invalidClient(700213, `${none} subject '${claims.sub}'.`);
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  if (!sameSubject.some((credential) => audiences.includes(credential.audience))) {
    throw invalidClient(700212, `${none} audience '${audiences.join(' ')}'.`);
  }
}

/** Where an issuer publishes its keys, by OpenID Connect discovery. */
async function keysAddress(issuer: string): Promise<URL> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const configuration = z.looseObject({ jwks_uri: z.string() }).parse(await response.json());
  return new URL(configuration.jwks_uri);
}
