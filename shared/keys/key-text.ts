import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const form = /^pb_([a-z0-9]{16}[12])_[A-Za-z0-9_-]{43}$/;

/** How many keys may share a name. */
export const keySlots = ['1', '2'] as const;
export type KeySlot = (typeof keySlots)[number];

/**
 * The id of the key with this name in this slot. It follows from the name, so that the table itself refuses a third key of the
 * same name, whoever else is making one at the same moment.
 */
export function keyId(name: string, slot: KeySlot): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16) + slot;
}

/** Makes the text of a key: its id and 32 random bytes. */
export function newKeyText(id: string): string {
  return `pb_${id}_${randomBytes(32).toString('base64url')}`;
}

/** The id inside a key's text; undefined when it is no such text. */
export function idOfKeyText(text: string): string | undefined {
  return form.exec(text)?.[1];
}

/** What is stored of a key's text. It is random enough that a plain hash cannot be turned back. */
export function hashOfKeyText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Compares a text with a stored hash in a time that says nothing about either. */
export function isKeyText(text: string, hash: string): boolean {
  const [given, stored] = [Buffer.from(hashOfKeyText(text)), Buffer.from(hash)];
  return given.length === stored.length && timingSafeEqual(given, stored);
}
