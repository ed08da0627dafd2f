import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';
import { DeniedError, PatchbayError, UnavailableError } from '../errors.ts';
import { UnauthenticatedError } from './http-errors.ts';
import { roles, type Caller, type Role } from './roles.ts';

/** Whose tokens are accepted. */
export interface EntraSettings {
  tenant: string;
  audience: string;
  authority: string;
  /** The only apps (client ids, in lower case) whose tokens are accepted; undefined for any app of the tenant. */
  clients?: readonly string[] | undefined;
}

export interface EntraOptions {
  /** Reads the signing keys; the global `fetch` unless a test says otherwise. */
  fetch?: FetchImplementation | undefined;
  now?: (() => Date) | undefined;
}

/** Checks an access token and says who brings it. */
export type TokenCheck = (token: string) => Promise<Caller>;

const roleNames: Record<Role, string> = {
  admin: 'Connector.Admin',
  operator: 'Connector.Operator',
  reader: 'Connector.Reader',
};

/** The claims of an Entra ID v2 access token that count here. What only ID tokens carry must be absent. */
const claimsSchema = z.object({
  aud: z.string(),
  tid: z.string(),
  sub: z.string(),
  ver: z.literal('2.0'),
  azp: z.string().min(1),
  oid: z.string().min(1).optional(),
  idtyp: z.string().optional(),
  scp: z.string().optional(),
  roles: z.array(z.string()).default([]),
  nonce: z.never().optional(),
  at_hash: z.never().optional(),
  c_hash: z.never().optional(),
});
type Claims = z.infer<typeof claimsSchema>;

/** Makes the check of access tokens that Entra ID issued to one tenant for one audience. */
export function entraTokenCheck(settings: EntraSettings, options: EntraOptions = {}): TokenCheck {
  const tenant = settings.tenant.toLowerCase();
  const base = `${settings.authority.replace(/\/+$/, '')}/${tenant}`;
  const keys = signingKeys(new URL(`${base}/discovery/v2.0/keys`), options.fetch);
  const verification = {
    algorithms: ['RS256'],
    issuer: `${base}/v2.0`,
    audience: settings.audience,
    requiredClaims: ['exp', 'tid', 'sub', 'azp'],
    clockTolerance: 60,
  };
  return async (token) => {
    const currentDate = options.now?.() ?? new Date();
    const { payload } = await jwtVerify(token, keys, { ...verification, currentDate }).catch(refuse);
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success || claims.data.tid !== tenant) throw invalid('it is not an access token (v2.0) of this tenant');
    if (settings.clients?.includes(claims.data.azp.toLowerCase()) === false)
      throw invalid('the app that brings it (azp) is not on the list of allowed clients');
    return callerOf(claims.data);
  };
}

/** The tenant's published keys, cached by jose; when they cannot be read that is not the caller's fault. */
function signingKeys(url: URL, fetch: FetchImplementation | undefined): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, fetch ? { [customFetch]: fetch } : {});
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause;
      throw new UnavailableError('The signing keys of Entra ID cannot be read now; try again.', { cause });
    }
  };
}

function refuse(cause: unknown): never {
  if (cause instanceof PatchbayError) throw cause;
  if (cause instanceof errors.JWTExpired) throw invalid('it has expired', cause);
  if (cause instanceof errors.JWTClaimValidationFailed)
    throw invalid(`its claim "${cause.claim}" is not as it must be`, cause);
  if (cause instanceof errors.JOSEError) throw invalid('its form, algorithm or signature is not accepted', cause);
  throw cause;
}

function invalid(reason: string, cause?: unknown): UnauthenticatedError {
  return new UnauthenticatedError(`The bearer token is refused: ${reason}.`, { code: 'invalidToken', cause });
}

function callerOf(claims: Claims): Caller {
  const delegated = claims.scp !== undefined && claims.scp.trim() !== '';
  if (delegated ? claims.oid === undefined || claims.idtyp === 'app' : !isApp(claims)) {
    throw invalid('it is neither a token of an app nor one of a person with a scope (scp)');
  }
  const role = [...roles].reverse().find((candidate) => claims.roles.includes(roleNames[candidate]));
  if (!role) {
    const names = Object.values(roleNames).join(', ');
    throw new DeniedError(`The bearer token carries no role of this app; assign one of ${names} in Entra ID.`);
  }
  return { id: claims.oid ?? claims.azp, role, profile: undefined, via: 'token' };
}

/** `idtyp` is there only if the app registration asks for it; without it, subject and object are the same for apps alone. */
function isApp(claims: Claims): boolean {
  return claims.scp === undefined && (claims.idtyp === undefined ? claims.oid === claims.sub : claims.idtyp === 'app');
}
