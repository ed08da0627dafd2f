import { createHash, timingSafeEqual } from 'node:crypto';
import { credentialOf } from './credentials.ts';
import type { EntraOptions, EntraSettings, TokenCheck } from './entra-token.ts';
import { UnauthenticatedError } from './http-errors.ts';
import type { ApiRequest } from './request.ts';
import type { Caller, CallerRole } from './roles.ts';

/** The part of the API keys that authentication needs: the key with this text, if it is valid now. */
export interface KeyFinder {
  find(text: string): Promise<{ id: string; role: CallerRole; profile?: string | undefined } | undefined>;
}

/** Finds out who sends a request; throws unauthenticated when that cannot be known. */
export type Authenticate = (request: ApiRequest, options: { basic: boolean }) => Promise<Caller>;

export interface AuthenticationSettings {
  entra: EntraSettings | undefined;
  localAdmin: boolean;
}

const localKey = 'local-admin';

/** Makes the authentication of the app: API keys, Entra ID tokens, and the local key where the settings allow it. */
export function authentication(
  settings: AuthenticationSettings,
  keys: KeyFinder,
  options: EntraOptions = {},
): Authenticate {
  const checkToken = settings.entra ? tokenCheck(settings.entra, options) : noTokens;
  return async (request, { basic }) => {
    const credential = credentialOf(request, { basic });
    if (credential.kind === 'token') return checkToken(credential.text);
    if (settings.localAdmin && sameText(credential.text, localKey)) {
      return { id: localKey, role: 'admin', profile: undefined, via: 'local' };
    }
    const key = await keys.find(credential.text);
    // One text for all of these, so that nobody learns which keys exist or once did.
    if (!key || (key.role === 'phone' && key.profile === undefined)) {
      throw new UnauthenticatedError('The API key is not valid (unknown, revoked or expired).');
    }
    return { id: key.id, role: key.role, profile: key.profile, via: 'key' };
  };
}

/** The check of access tokens, loaded with the first of them: most requests come from machines, which bring keys. */
function tokenCheck(settings: EntraSettings, options: EntraOptions): TokenCheck {
  let check: TokenCheck | undefined;
  return async (token) => {
    const { entraTokenCheck } = await import('./entra-token.ts');
    check ??= entraTokenCheck(settings, options);
    return check(token);
  };
}

const noTokens: TokenCheck = () =>
  Promise.reject(
    new UnauthenticatedError(
      'Bearer tokens are not accepted: Entra ID is not configured for this app; use an API key.',
      {
        code: 'invalidToken',
      },
    ),
  );

function sameText(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
