import { hash } from 'node:crypto';

/** Longest part that is kept readable; a longer one becomes its hash. */
const longestPart = 200;

/** Characters a part keeps as they are. Everything else is escaped, so that no part can contain a separator. */
const unsafe = /[^A-Za-z0-9\-_.@=]/g;

/**
 * Encodes one text from outside as part of a table key. Injective and case-sensitive; the result holds none of the characters
 * that Table Storage forbids (`/ \ # ?`, control characters, lone surrogates) and at most 200 characters, longer texts being
 * replaced by their SHA-256.
 */
export function keyPart(text: string): string {
  const encoded = text.replace(unsafe, (unit) => `!${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (encoded.length <= longestPart) return encoded;
  return `~${sha256(text)}`;
}

/** Builds a partition or row key: the parts encoded one by one and joined by `|`. */
export function key(...parts: string[]): string {
  return parts.map(keyPart).join('|');
}

/** The range of all keys that start with these parts and have at least one more. */
export function keysUnder(...parts: string[]): { from: string; before: string } {
  const start = key(...parts);
  return { from: `${start}|`, before: `${start}}` };
}

/** A short stable hash (11 characters, 66 bits) for keys that would otherwise be long. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 11);
}

/** Over UTF-16, because in UTF-8 all lone surrogates would be the same. */
function sha256(text: string): string {
  return hash('sha256', Buffer.from(text, 'utf16le'), 'base64url');
}
