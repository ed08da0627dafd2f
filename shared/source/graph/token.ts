import type { GraphCloud } from './clouds.ts';
import { fromTokenError, noTokenError } from './token-errors.ts';

/** What a credential must be able to do; every credential of @azure/identity can. */
export interface GraphCredential {
  getToken(
    scope: string,
    options?: { claims?: string; abortSignal?: AbortSignal },
  ): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

/** A token is not used in the last minutes of its life, in which a slow request could outlive it. */
const spareMilliseconds = 2 * 60_000;

/** Keeps the token of one connection while it is valid, and asks once however many requests wait for it. */
export class TokenHolder {
  readonly #cloud: GraphCloud;
  readonly #credential: GraphCredential;
  readonly #now: () => number;
  readonly #timeoutMs: number;
  #held: { token: string; expiresOnTimestamp: number } | undefined;
  #asked: Promise<string> | undefined;

  constructor(cloud: GraphCloud, credential: GraphCredential, now: () => number, timeoutMs: number) {
    this.#cloud = cloud;
    this.#credential = credential;
    this.#now = now;
    this.#timeoutMs = timeoutMs;
  }

  /** A valid token; throws denied with the reason in words when the credential is refused. */
  async token(): Promise<string> {
    if (this.#held !== undefined && this.#held.expiresOnTimestamp - spareMilliseconds > this.#now())
      return this.#held.token;
    return this.#once();
  }

  /**
   * Another token than the one that Graph just refused. Graph may name claims for it (continuous access evaluation);
   * without them the claim "not before now" makes the identity library go past its cache if that gave the same again.
   */
  async renewed(refused: string, challenge: string | undefined): Promise<string> {
    if (this.#held !== undefined && this.#held.token !== refused) return this.token();
    this.#held = undefined;
    const claims = claimsFromChallenge(challenge);
    const token = await this.#once(claims);
    if (token !== refused || claims !== undefined) return token;
    return this.#once(
      JSON.stringify({ access_token: { nbf: { essential: true, value: String(Math.floor(this.#now() / 1000)) } } }),
    );
  }

  #once(claims?: string): Promise<string> {
    this.#asked ??= this.#ask(claims).finally(() => {
      this.#asked = undefined;
    });
    return this.#asked;
  }

  async #ask(claims: string | undefined): Promise<string> {
    try {
      const abortSignal = AbortSignal.timeout(this.#timeoutMs);
      const asked = claims === undefined ? { abortSignal } : { abortSignal, claims };
      const answer = await this.#credential.getToken(this.#cloud.scope, asked);
      if (answer === null) throw noTokenError();
      this.#held = answer;
      return answer.token;
    } catch (error) {
      throw fromTokenError(error);
    }
  }
}

/** The claims that a 401 asks for, decoded (Entra docs, claims-challenge): `…, claims="<base64 of JSON>"`. */
function claimsFromChallenge(challenge: string | undefined): string | undefined {
  const encoded = /claims="([A-Za-z0-9+/=_-]+)"/.exec(challenge ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}
