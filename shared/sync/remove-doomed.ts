import { removeChanges } from '../phonebook/entry-rows.ts';
import { contactPart } from '../phonebook/projection.ts';
import { key, keysUnder, shortHash } from '../storage/keys.ts';
import { allRows, type Table } from '../storage/table.ts';
import type { Group } from './book-writer.ts';
import { fromCheckpointRow } from './checkpoint.ts';
import { listingFeed } from './folder-listing.ts';
import type { FeedState, Reading } from './feed-state.ts';
import { judgeDeletion, type Verdict } from './guard.ts';
import { reserveDeletion } from './reservations.ts';

export interface Removal {
  deleted: number;
  /** How many entries stay until an operator releases the run, why, and the name of just this hold. */
  held: { entries: number; reason: string; hold: string } | undefined;
}

export interface GuardOptions {
  run: string;
  maxDeletedShare: number;
  /** The hold of this job that an operator has released; empty when there is none. */
  releasedHold: string;
  /** Whether what is marked may go without being judged: it never belonged here (an account got another mailbox). */
  unguarded: boolean;
}

const entriesAtOnce = 200;

/** Removes what the feeds of a job have marked, if the deletion guard lets it; otherwise everything stays and is served. */
export async function removeDoomed(
  reading: Reading,
  feeds: readonly FeedState[],
  guard: GuardOptions,
): Promise<Removal> {
  const marked = feeds.filter((state) => state.doomed.size > 0);
  if (marked.length === 0 || !(reading.mirror || guard.unguarded)) return { deleted: 0, held: undefined };
  if (!guard.unguarded) {
    const gone = await netDoomed(feeds);
    const verdict = await judge(reading, feeds, guard, gone);
    if (verdict.hold) return { deleted: 0, held: await hold(gone, verdict.reason) };
  }
  let deleted = 0;
  for (const state of marked) deleted += await removeOf(state);
  return { deleted, held: undefined };
}

/** Marked entries of a feed that are gone for certain. */
interface Gone {
  state: FeedState;
  keys: string[];
}

/**
 * Notes beside the marks which entries the operator is told of. The name says which they are, so that another hold has another name, and
 * a release never lets go what was not named.
 */
async function hold(gone: readonly Gone[], reason: string): Promise<NonNullable<Removal['held']>> {
  const all = gone.flatMap(({ keys }) => keys).sort();
  const name = shortHash(all.join('\n'));
  for (const { state, keys } of gone) {
    const groups = state.doomed.hold(name, keys).map((change): Group => ({ changes: [change], entries: 0 }));
    if (groups.length > 0) await state.writer.append(groups, {});
    await state.writer.flush();
  }
  return { entries: all.length, reason, hold: name };
}

async function judge(
  reading: Reading,
  feeds: readonly FeedState[],
  { run, maxDeletedShare, releasedHold }: GuardOptions,
  gone: readonly Gone[],
): Promise<Verdict> {
  const doomed = gone.reduce((sum, { keys }) => sum + keys.length, 0);
  const isReleased = ({ state }: Gone, entryKey: string): boolean => state.doomed.isHeldBy(releasedHold, entryKey);
  const released = gone.reduce((sum, each) => sum + each.keys.filter((rowKey) => isReleased(each, rowKey)).length, 0);
  const { table, partition, job } = reading;
  const ofSource = feeds.reduce((sum, { writer }) => sum + writer.checkpoint.settled, 0);
  const inSource = feeds.reduce((sum, { writer }) => sum + writer.checkpoint.entries, 0);
  const book = (await entriesOfBook(table, partition)) - inSource + ofSource;
  const decide = (alreadyInRun: number, ofBook: number): Verdict =>
    judgeDeletion({ doomed, ofSource, ofBook, alreadyInRun, maxDeletedShare, released });
  // A personal book has one source, so nobody else deletes from it.
  if (reading.account !== undefined) return decide(0, book);
  return reserveDeletion({ table, partition, run, job, entries: doomed, book }, decide);
}

/** Marked entries less those whose contact is in another folder of the same mailbox: they have only moved. */
async function netDoomed(feeds: readonly FeedState[]): Promise<Gone[]> {
  const gone: Gone[] = [];
  for (const state of feeds) {
    const { feed, doomed } = state;
    let left = doomed.keys();
    for (const other of feeds) {
      if (other.feed === feed || left.length === 0) continue;
      const twin = (entryKey: string): string => `${key('e', other.feed)}|${contactPart(entryKey)}`;
      await other.known.learn(left.map(twin));
      left = left.filter((entryKey) => !other.known.digest(twin(entryKey)) || other.doomed.rowOf(twin(entryKey)));
    }
    gone.push({ state, keys: left });
  }
  return gone;
}

/** How many entries all sources of a book have in it together. */
export async function entriesOfBook(table: Table, partition: string): Promise<number> {
  const rows = await allRows(table, partition, keysUnder('c'));
  return rows
    .filter((row) => !row.key.endsWith(`|${listingFeed}`))
    .reduce((sum, row) => sum + fromCheckpointRow(row).checkpoint.entries, 0);
}

/** Removes entries together with their marks, so that what is left after an interruption is judged as the rest of a whole. */
async function removeOf({ writer, doomed, known }: FeedState): Promise<number> {
  const keys = doomed.keys();
  let deleted = 0;
  for (let start = 0; start < keys.length; start += entriesAtOnce) {
    const some = keys.slice(start, start + entriesAtOnce);
    const stored = await known.load(some);
    const groups = some.flatMap((entryKey): Group[] => {
      const entry = stored.get(entryKey);
      const mark = doomed.unmark(entryKey);
      const changes = [...(entry ? removeChanges(entry) : []), ...(mark ? [mark] : [])];
      return [{ changes, entries: entry ? -1 : 0, state: { doomed: doomed.size } }];
    });
    deleted += stored.size;
    await writer.append(groups, {});
  }
  await writer.flush();
  for (const entryKey of keys) known.forget(entryKey);
  return deleted;
}
