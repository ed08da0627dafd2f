import { z } from 'zod';
import { hash53, hashText } from '../phonebook/entry-rows.ts';
import type { ContactFeed } from '../source/source.ts';
import { key, keysUnder, shortHash } from '../storage/keys.ts';
import type { Cells, Row } from '../storage/table.ts';

const schemaVersion = 1;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  /** Path of the folder when it was read, for people. */
  path: z.string(),
  /** The source's position after the last page that is stored whole; empty before the first. */
  position: z.string(),
  /**
   * `full`: every contact is being read; `sweep`: all were read, what no longer exists is to be found; `changes`: the position is
   * a point to read changes from.
   */
  round: z.enum(['full', 'sweep', 'changes']),
  /** Counts the full rounds. */
  generation: z.number(),
  /** Version of the projection the entries were made with. */
  projection: z.string(),
  /** Version of the connection (cloud, tenant, client) the position belongs to. */
  connection: z.number(),
  /** Entries of this feed in the book. */
  entries: z.number(),
  /** Entries this feed had when it was last read to the end with nothing left to remove: what the deletion guard compares with. */
  settled: z.number(),
  /** Entries marked to be removed once the deletion guard allows it. */
  doomed: z.number(),
  /** Rows that name the contacts a full round has proven to exist; they are needed to find those that do not. */
  proofs: z.number(),
  /** Whether this full round had pages that do not prove existence. */
  listed: z.boolean(),
  /** Whether the round goes on after `position`: what has changed since it began comes in the next one. */
  midRound: z.boolean(),
  /** Whether rows of the page after `position` may be stored already. */
  partial: z.boolean(),
  /** Hashes of the entries that those rows brought: the source may never mention their contacts again. Pages of 2,500 fit. */
  begun: z.string(),
  /** Who wrote this row last: tells an own write with a lost answer from another worker's. */
  writer: z.string(),
  updatedAt: z.string(),
});

/** How far a feed has been read into a book. Moves only in the transaction that stores what was read. */
export type Checkpoint = Omit<z.infer<typeof cellsSchema>, 'v'>;

export interface StoredCheckpoint {
  checkpoint: Checkpoint;
  etag: string;
}

/**
 * A short stable name of a feed as one job reads it, the part of entry keys that says where an entry comes from. Two sources of a
 * profile may read the same folder; each then has entries of its own, and removes only those.
 */
export function feedKey(job: string, feed: ContactFeed): string {
  return shortHash(feed.kind === 'folder' ? `${job}\n${feed.mailbox}\n${feed.folder}` : `${job}\n${feed.kind}`);
}

/** All checkpoints of what one job reads stand together: one range read finds them. */
export function checkpointKey(job: string, feed: string): string {
  return key('c', job, feed);
}

export function checkpointRange(job: string): { from: string; before: string } {
  return keysUnder('c', job);
}

/** The state before anything was read. */
export function freshCheckpoint(path: string, projection: string, connection: number): Checkpoint {
  return {
    path,
    position: '',
    round: 'full',
    generation: 1,
    projection,
    connection,
    entries: 0,
    settled: 0,
    doomed: 0,
    proofs: 0,
    listed: false,
    midRound: false,
    partial: false,
    begun: '',
    writer: '',
    updatedAt: '',
  };
}

/** Whether the end of this full round must look for entries whose contact no longer exists. */
export function needsProofs(checkpoint: Checkpoint): boolean {
  return checkpoint.generation > 1 || checkpoint.listed;
}

/** The state when a reading begins: whatever is in the book then is what it had before, unless an earlier reading was cut short. */
export function opened(stored: Checkpoint): Checkpoint {
  const cutShort = stored.round !== 'changes' || stored.midRound || stored.partial || stored.doomed > 0;
  return cutShort ? stored : { ...stored, settled: stored.entries };
}

export function begunWith(begun: string, entryKey: string): string {
  return `${begun}${hashText(hash53(entryKey))}.`;
}

/** Whether an entry was brought by a page that is not stored whole. */
export function isBegun({ begun }: Checkpoint): (entryKey: string) => boolean {
  const hashes = new Set(begun.split('.'));
  return (entryKey) => hashes.has(hashText(hash53(entryKey)));
}

/** Starts a full round over: what is stored stays and is served until the round has shown what is gone. */
export function restarted(old: Checkpoint, projection: string, connection: number): Checkpoint {
  return {
    ...old,
    projection,
    connection,
    position: '',
    round: 'full',
    generation: old.generation + 1,
    listed: false,
    midRound: false,
    partial: true,
    begun: '',
  };
}

export function fromCheckpointRow(row: Row): StoredCheckpoint {
  const { v: _v, ...checkpoint } = cellsSchema.parse(row.cells);
  return { checkpoint, etag: row.etag };
}

export function toCheckpointCells(checkpoint: Checkpoint): Cells {
  return { v: schemaVersion, ...checkpoint };
}
