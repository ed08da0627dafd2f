import { setTimeout as realPause } from 'node:timers/promises';
import { z } from 'zod';
import { ConflictError, InvalidError, NotFoundError, ThrottledError } from '../errors.ts';
import type { CardLimits } from '../profiles/cards-profile.ts';
import { jsonCell } from '../storage/json-cell.ts';
import { key } from '../storage/keys.ts';
import type { Cells, Change, Row, Table } from '../storage/table.ts';
import { addressTimes, cardTimes, exceededLimit } from './limits.ts';
import type { Repeat } from './repeat.ts';
import { countdown } from './submission-id.ts';
import { openRow, submissionKey, submissionKeys, toSubmissionCells } from './submission-row.ts';
import type { Submission } from './submission.ts';

const schemaVersion = 1;
const mostTries = 12;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A submission that was checked and is to be stored. */
export interface Candidate {
  submission: Submission;
  repeat: Repeat;
  /** Keyed hashes of the visitor's address, the first of which is kept; none for a card platform. */
  addresses: readonly string[];
  limits: CardLimits;
}

export interface TakePorts {
  submissionTable: Table;
  now(): Date;
  pause?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

const repeatSchema = z.object({
  v: z.literal(schemaVersion),
  submission: z.string(),
  content: z.string(),
  until: z.string(),
});
const timesSchema = z.object({ v: z.literal(schemaVersion), times: jsonCell(z.array(z.number())) });

/**
 * Stores a submission, unless it is a repeat: then the id of the first one is answered. In one transaction: the submission, the
 * note that it is to be done, the memory of the repeat, and what it counts against the limits of its card and address. So they
 * hold however many instances there are; the limit of the profile is counted by reading and can be exceeded by what is taken at
 * the same moment. Throws throttled when a limit is reached, invalid (code `keyReused`) when a key comes with something else.
 */
export async function takeSubmission(ports: TakePorts, candidate: Candidate): Promise<string> {
  const { submissionTable: table, now, pause = realPause } = ports;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const at = now();
    const guards = await readGuards(table, candidate);
    const earlier = earlierOf(guards, candidate.repeat, at);
    if (earlier !== undefined) return earlier;
    await checkLimits(table, candidate, guards, at);
    try {
      await table.commit(key(candidate.submission.profile), changesFor(candidate, guards, at));
      return candidate.submission.id;
    } catch (error) {
      // Somebody else pressed the button of this card, or from this address, at the same moment.
      if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
      await pause(Math.random() * 20 * tries);
    }
  }
  throw new ThrottledError('This card is taking too many submissions at once; try again in a few seconds.', 3, {
    code: 'busy',
  });
}

/** The rows that a candidate is judged by, each in the order of what it is looked up by. */
interface Guards {
  repeats: (Row | undefined)[];
  card: Row | undefined;
  addresses: (Row | undefined)[];
}

async function readGuards(table: Table, { submission, repeat, addresses }: Candidate): Promise<Guards> {
  const read = (rowKey: string): Promise<Row | undefined> => table.get(key(submission.profile), rowKey);
  const [card, repeats, from] = await Promise.all([
    read(timesKey('card', submission.card)),
    Promise.all([repeat.mark, ...repeat.earlierMarks].map(({ hash }) => read(repeatKey(hash)))),
    Promise.all(addresses.map((address) => read(timesKey('address', address)))),
  ]);
  return { card, repeats, addresses: from };
}

function earlierOf({ repeats }: Guards, { mark, earlierMarks }: Repeat, now: Date): string | undefined {
  for (const [index, { content }] of [mark, ...earlierMarks].entries()) {
    const row = repeats[index];
    const known = row && repeatSchema.parse(row.cells);
    if (!known || known.until <= now.toISOString()) continue;
    if (known.content === content) return known.submission;
    const detail = 'This Idempotency-Key came with something else before; use a new one for each submission.';
    throw new InvalidError(detail, [{ pointer: '/header/Idempotency-Key', detail }], { code: 'keyReused' });
  }
  return undefined;
}

async function checkLimits(
  table: Table,
  { submission, addresses, limits }: Candidate,
  guards: Guards,
  now: Date,
): Promise<void> {
  const address = addresses.length === 0 ? undefined : timesOf(latest(guards.addresses));
  const usage = { address, card: timesOf(guards.card), profileLastHour: 0 };
  const most = limits.perProfileAndHour;
  // Asked last, because it reads more than one row.
  const exceeded =
    exceededLimit(usage, limits, now) ??
    exceededLimit({ ...usage, profileLastHour: await lastHour(table, submission.profile, most, now) }, limits, now);
  if (!exceeded) return;
  const sentence = 'Too many contacts were sent in a short time; try again later.';
  throw new ThrottledError(sentence, exceeded.retryAfterSeconds, { code: exceeded.limit });
}

/** How many submissions of a profile are younger than an hour, counted up to its limit. */
async function lastHour(table: Table, profile: string, most: number, now: Date): Promise<number> {
  const before = submissionKey(countdown(new Date(now.getTime() - hourMs)));
  let count = 0;
  for await (const rows of table.list(key(profile), { ...submissionKeys, before, select: ['v'] })) {
    count += rows.length;
    if (count >= most) break;
  }
  return count;
}

function changesFor({ submission, repeat, addresses }: Candidate, guards: Guards, now: Date): Change[] {
  const later = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  const { hash, content } = repeat.mark;
  const known: Cells = { v: schemaVersion, submission: submission.id, content, until: later(repeat.keptMs) };
  const times = (list: number[]): Cells => ({ v: schemaVersion, times: JSON.stringify(list), until: later(dayMs) });
  const changes: Change[] = [
    { do: 'insert', key: submissionKey(submission.id), cells: toSubmissionCells(submission) },
    ...openRow(submission, now),
    put(guards.repeats[0], repeatKey(hash), known),
    put(guards.card, timesKey('card', submission.card), times(cardTimes(timesOf(guards.card), now))),
  ];
  const [address] = addresses;
  if (address === undefined) return changes;
  const list = addressTimes(timesOf(latest(guards.addresses)), now);
  return [...changes, put(guards.addresses[0], timesKey('address', address), times(list))];
}

/** Only if the row is as it was read. */
function put(row: Row | undefined, rowKey: string, cells: Cells): Change {
  return row ? { do: 'replace', key: rowKey, cells, etag: row.etag } : { do: 'insert', key: rowKey, cells };
}

function timesOf(row: Row | undefined): number[] {
  return row ? timesSchema.parse(row.cells).times : [];
}

/** Each row was begun with what the one before it held. */
function latest(rows: readonly (Row | undefined)[]): Row | undefined {
  return rows.find((row) => row !== undefined);
}

function repeatKey(hash: string): string {
  return key('k', hash);
}

function timesKey(of: 'card' | 'address', id: string): string {
  return key('n', of, id);
}
