import { createHmac } from 'node:crypto';
import { InvalidError } from '../errors.ts';
import type { Visitor } from './submission.ts';

const minuteMs = 60_000;

/** How a repeat is recognised: by the sender's own key, or by what is sent. */
export interface Repeat {
  /** What the row that remembers it is called by. */
  hash: string;
  /** A keyed hash of what was sent: the same key with something else is a mistake of the sender. */
  content: string;
  /** For how long it is remembered. */
  keptMs: number;
}

const longestKey = 255;

/** The repeat of a submission: a sender's key is remembered for a day, equal content for ten minutes. */
export function repeatOf(card: string, key: string | undefined, visitor: Visitor, [secret]: readonly Buffer[]): Repeat {
  if (!secret) throw new Error('Repeats are only kept as hashes with a key.');
  const hash = (...parts: string[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url').slice(0, 32);
  const content = hash('content', card, JSON.stringify(visitor));
  if (key === undefined) return { hash: content, content, keptMs: 10 * minuteMs };
  return { hash: hash('key', card, key), content, keptMs: 24 * 60 * minuteMs };
}

/** Checks the header `Idempotency-Key`; undefined when it was not sent. */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (/^[\x21-\x7e]+$/.test(header) && header.length <= longestKey) return header;
  const detail = `Idempotency-Key must be 1 to ${longestKey} printable ASCII characters without blanks.`;
  throw new InvalidError(detail, [{ pointer: '/header/Idempotency-Key', detail }]);
}
