import type { Projection } from '../phonebook/projection.ts';
import type { ContactFeed, Source } from '../source/source.ts';
import type { Table } from '../storage/table.ts';
import { bookWriter, type BookWriter } from './book-writer.ts';
import {
  checkpointKey,
  feedKey,
  freshCheckpoint,
  opened,
  restarted,
  type Checkpoint,
  type StoredCheckpoint,
} from './checkpoint.ts';
import type { Counts } from './counts.ts';
import { loadDoomed, type Doomed } from './doomed.ts';
import { knowAll, knowOnDemand, type KnownEntries } from './known-entries.ts';

/** Where and how one job reads into a book: everything but the single feed. */
export interface Reading {
  table: Table;
  partition: string;
  /** Key of the job; its checkpoints stand together. */
  job: string;
  account: string | undefined;
  source: Source;
  projection: Projection;
  connectionVersion: number;
  /** Whether entries whose contact is gone are removed (import mode `mirror`). */
  mirror: boolean;
  /** After this moment the reading stops at the next page and says so. */
  deadline: Date;
  now(): Date;
  /** Told after every page what that page did. */
  progress(counts: Counts): void;
}

/** One feed of a job while it is read. */
export interface FeedState {
  /** Short name of the feed in row keys. */
  feed: string;
  writer: BookWriter;
  doomed: Doomed;
  known: KnownEntries;
  counts: Counts[];
}

/** Opens a feed at its checkpoint. Another projection or connection than the checkpoint's means a new full round. */
export async function openFeed(
  reading: Reading,
  feed: ContactFeed,
  path: string,
  stored: StoredCheckpoint | undefined,
): Promise<FeedState> {
  const { projection, connectionVersion } = reading;
  if (!stored)
    return stateOf(reading, feedKey(reading.job, feed), {
      checkpoint: freshCheckpoint(path, projection.version, connectionVersion),
    });
  const { checkpoint, etag } = stored;
  const valid = checkpoint.projection === projection.version && checkpoint.connection === connectionVersion;
  const start = valid ? opened(checkpoint) : restarted(opened(checkpoint), projection.version, connectionVersion);
  return stateOf(reading, feedKey(reading.job, feed), { checkpoint: { ...start, path }, etag });
}

/** Opens a feed that is no longer read, to remove what it holds. Should it be read again after all, that is a new full round. */
export function openRetiredFeed(
  reading: Reading,
  feed: string,
  { checkpoint, etag }: StoredCheckpoint,
): Promise<FeedState> {
  const start = restarted(opened(checkpoint), checkpoint.projection, checkpoint.connection);
  return stateOf(reading, feed, { checkpoint: start, etag, full: false });
}

/** Starts the full round over after the source has lost the position; what is stored stays and is served meanwhile. */
export function reopenFeed(reading: Reading, state: FeedState): Promise<FeedState> {
  const { checkpoint, etag } = state.writer;
  const start = restarted(checkpoint, reading.projection.version, reading.connectionVersion);
  return stateOf(reading, state.feed, { checkpoint: start, etag });
}

async function stateOf(
  reading: Reading,
  feed: string,
  { checkpoint, etag, full }: { checkpoint: Checkpoint; etag?: string | undefined; full?: boolean },
): Promise<FeedState> {
  const { table, partition, now } = reading;
  const place = { table, partition, feed };
  const readsAll = full ?? checkpoint.round !== 'changes';
  return {
    feed,
    writer: bookWriter({ table, partition, key: checkpointKey(reading.job, feed), checkpoint, etag, now }),
    doomed: await loadDoomed(table, partition, feed, checkpoint.doomed),
    known: readsAll ? await knowAll(place, etag !== undefined) : knowOnDemand(place, checkpoint.entries),
    counts: [],
  };
}
