import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { InvalidError, UnavailableError } from '../errors.ts';
import { Secret } from './secret.ts';

/** A key that seals secrets: 32 bytes, and the id that sealed values name it by. */
export interface SealingKey {
  id: string;
  key: Buffer;
}

/** What a sealed value belongs to. It is bound in: a value copied to another owner or field does not open there. */
export interface SealedPlace {
  /** What has the secret. */
  kind: 'connection' | 'profile';
  id: string;
  field: string;
}

/** Seals secrets for storage and opens them again. */
export interface Seal {
  /** The id of the key that seals new values. */
  readonly writes: string;
  /** The ids of all keys in the settings, newest first. */
  readonly keyIds: readonly string[];
  seal(place: SealedPlace, secret: Secret): string;
  /** Throws unavailable when the key is missing from the settings (code `sealingKeyMissing`) or the value is damaged (`sealBroken`). */
  open(place: SealedPlace, sealed: string): Secret;
}

const algorithm = 'aes-256-gcm';
const format = 'v1';
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/**
 * Opens the seal with the keys of the settings, newest first: the first one writes, all of them read.
 * A sealed value is `v1.<key id>.<iv>.<ciphertext>.<tag>`, the last three in base64url.
 */
export function openSeal(keys: readonly SealingKey[]): Seal {
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  const [newest] = keys;
  if (!newest || byId.size !== keys.length || keys.some(({ key }) => key.length !== keyBytes)) {
    const detail = 'must name at least one key of 32 bytes, each id once, newest first.';
    throw new InvalidError(`PATCHBAY_SEALING_KEYS ${detail}`, [{ pointer: '/PATCHBAY_SEALING_KEYS', detail }]);
  }
  return {
    writes: newest.id,
    keyIds: [...byId.keys()],
    seal: (place, secret) => sealWith(newest, place, secret),
    open(place, sealed) {
      const parts = partsOf(sealed);
      if (!parts) throw broken(place);
      const key = byId.get(parts.keyId);
      if (!key) throw keyMissing(place, parts.keyId);
      return openWith(key, place, parts);
    },
  };
}

/** The id of the key a value was sealed with; undefined when the text is not a sealed value. */
export function sealingKeyOf(sealed: string): string | undefined {
  return partsOf(sealed)?.keyId;
}

interface Parts {
  keyId: string;
  iv: Buffer;
  ciphertext: Buffer;
  tag: Buffer;
}

function sealWith({ id, key }: SealingKey, place: SealedPlace, secret: Secret): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(id, place));
  const ciphertext = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
  const binary = [iv, ciphertext, cipher.getAuthTag()].map((bytes) => bytes.toString('base64url'));
  return [format, id, ...binary].join('.');
}

function openWith(key: Buffer, place: SealedPlace, { keyId, iv, ciphertext, tag }: Parts): Secret {
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  decipher.setAAD(boundTo(keyId, place));
  decipher.setAuthTag(tag);
  try {
    return new Secret(Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8'));
  } catch {
    throw broken(place);
  }
}

function boundTo(keyId: string, { kind, id, field }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([format, keyId, kind, id, field]), 'utf8');
}

function partsOf(sealed: string): Parts | undefined {
  const [version, keyId, ...binary] = sealed.split('.');
  const [iv, ciphertext, tag, ...more] = binary.map(bytesOf);
  if (version !== format || !keyId || !iv || !ciphertext || !tag || more.length > 0) return undefined;
  // Node accepts shorter tags when they are given to it, so the lengths are checked here.
  if (iv.length !== ivBytes || tag.length !== tagBytes) return undefined;
  return { keyId, iv, ciphertext, tag };
}

/** Only the one spelling that `toString('base64url')` gives: a lenient reader would accept altered texts. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

function keyMissing({ kind, id, field }: SealedPlace, keyId: string): UnavailableError {
  return new UnavailableError(
    `The ${field} of ${kind} ${id} was sealed with the key "${keyId}", which PATCHBAY_SEALING_KEYS no longer names; add that key again, or save the ${kind} with its ${field}.`,
    { code: 'sealingKeyMissing' },
  );
}

function broken({ kind, id, field }: SealedPlace): UnavailableError {
  return new UnavailableError(
    `The stored ${field} of ${kind} ${id} cannot be opened: it was altered, or its key changed under the same id; save the ${kind} with its ${field} again.`,
    { code: 'sealBroken' },
  );
}
