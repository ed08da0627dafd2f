import { hash53, removeChanges } from '../phonebook/entry-rows.ts';
import { contactPart } from '../phonebook/projection.ts';
import { keysUnder } from '../storage/keys.ts';
import { allRows, type Table } from '../storage/table.ts';
import type { Group } from './book-writer.ts';
import { fromCheckpointRow } from './checkpoint.ts';
import { listingFeed } from './folder-listing.ts';
import type { FeedState, Reading } from './feed-state.ts';
import { judgeDeletion, type Verdict } from './guard.ts';
import { reserveDeletion } from './reservations.ts';

export interface Removal {
  deleted: number;
  /** Entries that stay until an operator releases the run, and why. */
  held: { entries: number; reason: string } | undefined;
}

export interface GuardOptions {
  run: string;
  maxDeletedShare: number;
  /** Entries an operator has released for this job. */
  released: number;
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
  if (marked.length === 0) return { deleted: 0, held: undefined };
  const verdict = guard.unguarded ? { hold: false as const } : await judge(reading, feeds, guard);
  const entries = doomedCount(feeds);
  if (verdict.hold) return { deleted: 0, held: { entries, reason: verdict.reason } };
  let deleted = 0;
  for (const state of marked) deleted += await removeOf(state);
  return { deleted, held: undefined };
}

async function judge(reading: Reading, feeds: readonly FeedState[], guard: GuardOptions): Promise<Verdict> {
  const { table, partition, job } = reading;
  const created = feeds.reduce((sum, { counts }) => sum + counts.reduce((all, { created: some }) => all + some, 0), 0);
  const inSource = feeds.reduce((sum, state) => sum + state.writer.checkpoint.entries, 0);
  const ofBookNow = await entriesOfBook(table, partition);
  const doomed = netDoomed(feeds);
  const decide = (alreadyInRun: number): Verdict =>
    judgeDeletion({
      doomed,
      ofSource: inSource - created,
      ofBook: ofBookNow - created + alreadyInRun,
      alreadyInRun,
      maxDeletedShare: guard.maxDeletedShare,
      released: guard.released,
    });
  // A personal book has one source, so nobody else deletes from it.
  if (reading.account !== undefined) return decide(0);
  return reserveDeletion({ table, partition, run: guard.run, job, entries: doomed }, decide);
}

function doomedCount(feeds: readonly FeedState[]): number {
  return feeds.reduce((sum, { doomed }) => sum + doomed.size, 0);
}

/** Marked entries less those whose contact has arrived in another folder of the same mailbox: they have only moved. */
function netDoomed(feeds: readonly FeedState[]): number {
  const arrived = new Set(feeds.flatMap((state) => [...state.arrived]));
  if (arrived.size === 0) return doomedCount(feeds);
  const stays = (entryKey: string): boolean => !arrived.has(hash53(contactPart(entryKey)));
  return feeds.reduce((sum, { doomed }) => sum + doomed.keys().filter(stays).length, 0);
}

async function entriesOfBook(table: Table, partition: string): Promise<number> {
  const rows = await allRows(table, partition, keysUnder('c'));
  return rows
    .filter((row) => !row.key.endsWith(`|${listingFeed}`))
    .reduce((sum, row) => sum + fromCheckpointRow(row).checkpoint.entries, 0);
}

async function removeOf({ writer, doomed, known }: FeedState): Promise<number> {
  const keys = doomed.keys();
  let deleted = 0;
  for (let start = 0; start < keys.length; start += entriesAtOnce) {
    const stored = await known.load(keys.slice(start, start + entriesAtOnce));
    const groups = [...stored.values()].map((entry): Group => ({ changes: removeChanges(entry), entries: -1 }));
    deleted += groups.length;
    await writer.append(groups, {});
  }
  const forget = doomed.clear().map((change): Group => ({ changes: [change], entries: 0 }));
  await writer.append(forget, { doomed: 0 });
  await writer.flush();
  for (const entryKey of keys) known.forget(entryKey);
  return deleted;
}
