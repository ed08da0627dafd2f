import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Skip and delta tokens: state that only this simulator can read. A simulator that was restarted does not know the tokens
 * of the one before, just as Exchange forgets sync states.
 */
export class OpaqueTokens {
  readonly #key = randomBytes(32);

  seal(state: unknown): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: 16 });
    const text = Buffer.concat([cipher.update(JSON.stringify(state), 'utf8'), cipher.final()]);
    return `R0usmc${Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /** State of a token; `unknown` for one of another simulator, `malformed` for what never was a token. */
  open(token: string): { state: unknown } | 'unknown' | 'malformed' {
    if (!/^R0usmc[\w-]{38,}$/.test(token)) return 'malformed';
    const bytes = Buffer.from(token.slice(6), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(-16));
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
      return { state: JSON.parse(text.toString('utf8')) };
    } catch {
      return 'unknown';
    }
  }
}
