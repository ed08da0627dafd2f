import { SignJWT, decodeJwt, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { GraphError } from '../graph/errors.ts';
import type { Authority } from './authority.ts';
import { signingKeys } from './signing-keys.ts';

/** What a token is issued for. */
export interface TokenGrant {
  audience: string;
  /** `sub` and `oid`: object id of the service principal or user. */
  subject: string;
  /** `azp` and `appid`; absent in tokens of managed identities' own making. */
  clientId: string;
  /** `roles`; an empty list leaves the claim out, as Entra ID does. */
  roles: readonly string[];
  /** More claims, e.g. `name` of a person. */
  claims?: Record<string, unknown>;
  /** Seconds; one hour when absent. */
  lifetimeSeconds?: number;
}

/** The app behind a Graph request. */
export interface Caller {
  clientId: string;
  /** Roles in the token: those that were granted when it was issued. */
  roles: readonly string[];
}

const graphClaims = z.looseObject({
  aud: z.string(),
  exp: z.number(),
  appid: z.string(),
  uti: z.string(),
  roles: z.array(z.string()).default([]),
});

/** Issues RS256 access tokens and checks those that Graph is called with; time is the simulator's clock. */
export class AccessTokens {
  readonly #authority: Authority;
  readonly #clock: () => Date;
  readonly #verified = new Map<string, z.infer<typeof graphClaims>>();
  #issued = 0;
  #expiredUpTo = 0;

  constructor(authority: Authority, clock: () => Date) {
    this.#authority = authority;
    this.#clock = clock;
  }

  /** A signed token; `expiresOn` in seconds since 1970. */
  async issue(grant: TokenGrant): Promise<{ token: string; expiresOn: number; lifetimeSeconds: number }> {
    const keys = await signingKeys();
    const now = Math.floor(this.#clock().getTime() / 1000);
    const lifetimeSeconds = grant.lifetimeSeconds ?? 3600;
    this.#issued += 1;
    const claims = {
      ...grant.claims,
      aud: grant.audience,
      iss: this.#authority.issuer,
      iat: now,
      nbf: now,
      exp: now + lifetimeSeconds,
      appid: grant.clientId,
      azp: grant.clientId,
      oid: grant.subject,
      sub: grant.subject,
      tid: this.#authority.tenantId,
      ...(grant.roles.length === 0 ? {} : { roles: [...grant.roles] }),
      uti: String(this.#issued),
      ver: '2.0',
    };
    const header = { alg: 'RS256', typ: 'JWT', kid: keys.keyId };
    const token = await new SignJWT(claims).setProtectedHeader(header).sign(keys.privateKey);
    return { token, expiresOn: now + lifetimeSeconds, lifetimeSeconds };
  }

  /** From now on Graph refuses every token issued so far. */
  expireAll(): void {
    this.#expiredUpTo = this.#issued;
  }

  /** The caller of a Graph request; throws 401 `InvalidAuthenticationToken`. */
  async authenticate(authorization: string | undefined): Promise<Caller> {
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw this.#unauthorized('Access token is empty.');
    const claims = this.#verified.get(token) ?? (await this.#verify(token));
    const seconds = this.#clock().getTime() / 1000;
    if (claims.exp <= seconds || Number(claims.uti) <= this.#expiredUpTo) {
      throw this.#unauthorized('Lifetime validation failed, the token is expired.');
    }
    if (!this.#authority.isGraph(claims.aud)) {
      throw this.#unauthorized('Access token validation failure. Invalid audience.');
    }
    return { clientId: claims.appid, roles: claims.roles };
  }

  async #verify(token: string): Promise<z.infer<typeof graphClaims>> {
    const keys = await signingKeys();
    try {
      // Only the signature and the issuer: expiry depends on when a request comes and is looked at each time.
      await jwtVerify(token, keys.publicKey, {
        issuer: this.#authority.issuer,
        currentDate: new Date(0),
        clockTolerance: 1e10,
      });
      const claims = graphClaims.parse(decodeJwt(token));
      this.#verified.set(token, claims);
      return claims;
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) {
        throw this.#unauthorized('Access token validation failure. Invalid signature.');
      }
      if (error instanceof errors.JWTClaimValidationFailed) {
        throw this.#unauthorized('Access token validation failure. Invalid issuer.');
      }
      throw this.#unauthorized('CompactToken parsing failed with error code: 80049217');
    }
  }

  #unauthorized(message: string): GraphError {
    return new GraphError(401, 'InvalidAuthenticationToken', message, {
      'WWW-Authenticate': `Bearer realm="", authorization_uri="${this.#authority.origin}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`,
    });
  }
}
