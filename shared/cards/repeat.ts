import { createHmac } from 'node:crypto';
import { InvalidError } from '../errors.ts';
import type { Submission, Visitor } from './submission.ts';

const minuteMs = 60_000;

/** A repeat as it is remembered, by hashes with one of our keys. */
export interface RepeatMark {
  /** What the row that remembers it is called by. */
  hash: string;
  /** A keyed hash of what was sent: the same key with something else is a mistake of the sender. */
  content: string;
}

/** How a repeat is recognised: by the sender's own key, or by what is sent. */
export interface Repeat {
  mark: RepeatMark;
  /** What it would have been remembered by before our keys were changed. */
  earlierMarks: readonly RepeatMark[];
  /** For how long it is remembered. */
  keptMs: number;
}

/** Whoever sends: pages and platforms choose their keys without knowing of each other. */
export interface Sender {
  from: Submission['from'];
  key: string | undefined;
}

const longestKey = 255;

/** The repeat of a submission: a sender's key is remembered for a day, equal content for ten minutes. */
export function repeatOf(card: string, sender: Sender, visitor: Visitor, secrets: readonly Buffer[]): Repeat {
  const [mark, ...earlierMarks] = secrets.map((secret) => markOf(card, sender, visitor, secret));
  if (!mark) throw new Error('Repeats are only kept as hashes with a key.');
  return { mark, earlierMarks, keptMs: (sender.key === undefined ? 10 : 24 * 60) * minuteMs };
}

function markOf(card: string, { from, key }: Sender, visitor: Visitor, secret: Buffer): RepeatMark {
  const hash = (...parts: string[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url').slice(0, 32);
  const content = hash('content', card, JSON.stringify(visitor));
  return { hash: key === undefined ? content : hash('key', card, from, key), content };
}

/** Checks the header `Idempotency-Key`; undefined when it was not sent. */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (/^[\x21-\x7e]+$/.test(header) && header.length <= longestKey) return header;
  const detail = `Idempotency-Key must be 1 to ${longestKey} printable ASCII characters without blanks.`;
  throw new InvalidError(detail, [{ pointer: '/header/Idempotency-Key', detail }]);
}
