import { UnauthenticatedError } from './http-errors.ts';
import type { ApiRequest } from './request.ts';

/** What a request brings to prove who sends it. */
export type Credential = { kind: 'key'; text: string } | { kind: 'token'; text: string };

const longestCredential = 16_384;

/**
 * Finds the one credential of a request. HTTP Basic carries an API key as its password, whatever the user name, and counts
 * only where `basic` says so: browsers send it along by themselves, also when another site makes them ask.
 */
export function credentialOf(request: ApiRequest, options: { basic: boolean }): Credential {
  const key = request.header('x-api-key');
  const authorization = request.header('authorization');
  if (key !== undefined && authorization !== undefined) {
    throw new UnauthenticatedError('The request carries more than one credential; send one.');
  }
  if (key !== undefined) return { kind: 'key', text: key };
  if (authorization === undefined) {
    throw new UnauthenticatedError(
      'The request carries no credential; send an API key as x-api-key, or a bearer token.',
    );
  }
  if (authorization.length > longestCredential) throw new UnauthenticatedError('The credential is too long.');
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token !== undefined) return { kind: 'token', text: token };
  const basic = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  if (basic === undefined)
    throw new UnauthenticatedError('The Authorization header is not one that is understood here.');
  if (!options.basic) throw new UnauthenticatedError('HTTP Basic is for phones; send the API key as x-api-key.');
  return { kind: 'key', text: passwordOf(basic) };
}

function passwordOf(base64: string): string {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) throw new UnauthenticatedError('The Authorization header is not one that is understood here.');
  // The first colon ends the user name (RFC 7617); a password may contain more.
  return text.slice(colon + 1);
}
