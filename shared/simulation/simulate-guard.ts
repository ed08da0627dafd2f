import { hash53 } from '../phonebook/entry-rows.ts';
import { contactPart } from '../phonebook/projection.ts';
import { key } from '../storage/keys.ts';
import { allRows, type Table } from '../storage/table.ts';
import { checkpointRange, fromCheckpointRow, opened } from '../sync/checkpoint.ts';
import { listingFeed } from '../sync/folder-listing.ts';
import { judgeDeletion, type Verdict } from '../sync/guard.ts';
import { entriesOfBook } from '../sync/remove-doomed.ts';

/** What a feed would keep and lose. */
export interface SimulatedFeed {
  feed: string;
  /** Hashes of the entries that would be there afterwards. */
  kept: ReadonlySet<number>;
  gone: readonly string[];
}

/** Everything a job would delete. */
export interface SimulatedDeletion {
  table: Table;
  partition: string;
  job: string;
  account: string | undefined;
  feeds: readonly SimulatedFeed[];
}

/** The deletion guard of a simulated run: like the run's, it remembers what other jobs would delete from the same book. */
export interface SimulatedGuard {
  judge(deletion: SimulatedDeletion): Promise<{ verdict: Verdict; entries: number }>;
}

interface BookInRun {
  ofBook: number;
  jobs: Map<string, number>;
}

export function simulatedGuard(maxDeletedShare: number): SimulatedGuard {
  const books = new Map<string, BookInRun>();
  return {
    async judge(deletion) {
      const { partition, job, account } = deletion;
      const doomed = netGone(deletion.feeds);
      const { ofSource, ofBook } = await sizesOf(deletion);
      // A personal book has one source, so nobody else deletes from it.
      const known = account === undefined ? books.get(partition) : undefined;
      const inRun = known ?? { ofBook, jobs: new Map<string, number>() };
      const alreadyInRun = [...inRun.jobs].reduce((sum, [other, count]) => sum + (other === job ? 0 : count), 0);
      const counts = { doomed, ofSource, ofBook: inRun.ofBook, alreadyInRun };
      const verdict = judgeDeletion({ ...counts, maxDeletedShare, released: 0 });
      if (!verdict.hold && doomed > 0) books.set(partition, { ...inRun, jobs: new Map(inRun.jobs).set(job, doomed) });
      return { verdict, entries: doomed };
    },
  };
}

/** Entries that would go, less those whose contact is in another folder of the same mailbox: they have only moved. */
function netGone(feeds: readonly SimulatedFeed[]): number {
  const isIn = ({ feed, kept }: SimulatedFeed, entryKey: string): boolean =>
    kept.has(hash53(`${key('e', feed)}|${contactPart(entryKey)}`));
  const lost = (own: SimulatedFeed): number =>
    own.gone.filter((entryKey) => !feeds.some((other) => other !== own && isIn(other, entryKey))).length;
  return feeds.reduce((sum, feed) => sum + lost(feed), 0);
}

/** How many entries the source and the whole book had when they were last as they should be. */
async function sizesOf({ table, partition, job }: SimulatedDeletion): Promise<{ ofSource: number; ofBook: number }> {
  const rows = await allRows(table, partition, checkpointRange(job));
  const own = rows
    .filter((row) => !row.key.endsWith(`|${listingFeed}`))
    .map((row) => opened(fromCheckpointRow(row).checkpoint));
  const ofSource = own.reduce((sum, { settled }) => sum + settled, 0);
  const inSource = own.reduce((sum, { entries }) => sum + entries, 0);
  return { ofSource, ofBook: (await entriesOfBook(table, partition)) - inSource + ofSource };
}
