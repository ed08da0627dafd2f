import { ConflictError, NotFoundError } from '../errors.ts';
import type { ContactFeed, Folder } from '../source/source.ts';
import { allRows, type Row } from '../storage/table.ts';
import { checkpointKey, checkpointRange, feedKey, fromCheckpointRow, type StoredCheckpoint } from './checkpoint.ts';
import { TakenOverError } from './book-writer.ts';
import { addCounts, noCounts, type Counts } from './counts.ts';
import { openRetiredFeed, type FeedState, type Reading } from './feed-state.ts';
import { foldersToRead, fromListingRow, listingFeed, listingLifeHours, writeListing } from './folder-listing.ts';
import { readFeed } from './read-feed.ts';
import { removeDoomed, type GuardOptions, type Removal } from './remove-doomed.ts';
import { markAll } from './sweep.ts';

/** What a job reads: the folders of a mailbox, the directory, or nothing any more (what it had is removed). */
export type JobSource =
  | { kind: 'mailbox'; mailbox: string; folder: string | undefined }
  | { kind: 'users' }
  | { kind: 'organisationContacts' }
  | { kind: 'nothing' };

export interface JobOptions extends GuardOptions {
  source: JobSource;
  excludedFolders: readonly string[];
  /** Lists the folders of the mailbox even if that was done lately: somebody asked for this run. */
  relist: boolean;
}

export interface JobOutcome {
  counts: Counts;
  /** Entries in the book from this job afterwards. */
  entries: number;
  /** False when the deadline came first: enqueue the job again. */
  complete: boolean;
  held: Removal['held'];
}

/** What a folder that was deleted, and a path that was created, after the folders were listed give. */
const listingErrors: ReadonlySet<string | undefined> = new Set(['ErrorItemNotFound', 'folderNotFound']);

/** Brings one job's part of a book up to date. Reads its state once; an unchanged source costs one request per folder and no write. */
export async function syncJob(reading: Reading, options: JobOptions): Promise<JobOutcome> {
  try {
    return await syncOnce(reading, options);
  } catch (error) {
    // The remembered listing is wrong. What a folder that is gone held is only removed when a fresh listing says so too.
    const listingOld = error instanceof NotFoundError && listingErrors.has(error.code);
    if (!listingOld || options.relist || options.source.kind !== 'mailbox') throw error;
    return syncOnce(reading, { ...options, relist: true });
  }
}

async function syncOnce(reading: Reading, options: JobOptions): Promise<JobOutcome> {
  const rows = await allRows(reading.table, reading.partition, checkpointRange(reading.job));
  const stored = checkpointsOf(rows);
  const feeds = await feedsOf(reading, options, rows);
  const states: FeedState[] = [];
  for (const { feed, path } of feeds) {
    const { state, complete } = await readFeed(reading, feed, path, stored.get(feedKey(reading.job, feed)));
    states.push(state);
    if (!complete) return outcomeOf(states, stored, undefined, false);
  }
  const current = new Set(feeds.map(({ feed }) => feedKey(reading.job, feed)));
  const retired = reading.mirror || options.unguarded ? await retire(reading, stored, current) : [];
  states.push(...retired);
  const removal = await removeDoomed(reading, states, options);
  await forgetEmpty(reading, retired);
  return outcomeOf(states, stored, removal, true);
}

function checkpointsOf(rows: readonly Row[]): Map<string, StoredCheckpoint> {
  const found = new Map<string, StoredCheckpoint>();
  for (const row of rows) {
    const feed = row.key.slice(row.key.lastIndexOf('|') + 1);
    if (feed !== listingFeed) found.set(feed, fromCheckpointRow(row));
  }
  return found;
}

async function feedsOf(
  reading: Reading,
  options: JobOptions,
  rows: readonly Row[],
): Promise<{ feed: ContactFeed; path: string }[]> {
  const { source } = options;
  if (source.kind === 'nothing') return [];
  if (source.kind !== 'mailbox') return [{ feed: { kind: source.kind }, path: '' }];
  const folders = await listFolders(reading, source.mailbox, options.relist, rows);
  const chosen = foldersToRead(folders, source.folder, options.excludedFolders);
  if (chosen.length === 0 && source.folder !== undefined) {
    throw new NotFoundError(
      `The mailbox has no contact folder "${source.folder}"; create it or correct the path in the profile.`,
      { code: 'folderNotFound' },
    );
  }
  return chosen.map(({ id, path }) => ({ feed: { kind: 'folder', mailbox: source.mailbox, folder: id }, path }));
}

async function listFolders(
  reading: Reading,
  mailbox: string,
  relist: boolean,
  rows: readonly Row[],
): Promise<Folder[]> {
  const { table, partition, job, source, now } = reading;
  const row = rows.find(({ key }) => key === checkpointKey(job, listingFeed));
  const known = row && fromListingRow(row);
  const oldest = now().getTime() - listingLifeHours * 3_600_000;
  if (known && !relist && known.listedAt.getTime() > oldest) return known.folders;
  const folders = await source.folders(mailbox);
  await table.commit(partition, [writeListing(job, { folders, listedAt: now() })]);
  return folders;
}

/** Marks what feeds hold that are no longer read: their folder is gone, excluded, or the source left the profile. */
async function retire(
  reading: Reading,
  stored: ReadonlyMap<string, StoredCheckpoint>,
  current: ReadonlySet<string>,
): Promise<FeedState[]> {
  const states: FeedState[] = [];
  for (const [feed, checkpoint] of stored) {
    if (current.has(feed)) continue;
    const state = await openRetiredFeed(reading, feed, checkpoint);
    await markAll(reading, state);
    states.push(state);
  }
  return states;
}

/** Forgets the checkpoints of retired feeds once nothing of them is left in the book. */
async function forgetEmpty({ table, partition, job }: Reading, retired: readonly FeedState[]): Promise<void> {
  for (const { feed, writer } of retired) {
    if (writer.checkpoint.doomed > 0 || writer.etag === undefined) continue;
    try {
      await table.commit(partition, [{ do: 'delete', key: checkpointKey(job, feed), etag: writer.etag }]);
    } catch (error) {
      if (error instanceof ConflictError) throw new TakenOverError();
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
}

function outcomeOf(
  states: readonly FeedState[],
  unread: ReadonlyMap<string, StoredCheckpoint>,
  removal: Removal | undefined,
  complete: boolean,
): JobOutcome {
  const counts = states.flatMap((state) => state.counts).reduce(addCounts, noCounts());
  const read = new Set(states.map((state) => state.feed));
  const rest = [...unread]
    .filter(([feed]) => !read.has(feed))
    .reduce((sum, [, { checkpoint }]) => sum + checkpoint.entries, 0);
  return {
    counts: { ...counts, deleted: removal?.deleted ?? 0 },
    entries: states.reduce((sum, state) => sum + state.writer.checkpoint.entries, rest),
    complete,
    held: removal?.held,
  };
}
