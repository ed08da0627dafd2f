import { setImmediate as turn } from 'node:timers/promises';
import { ResyncError } from '../errors.ts';
import { hash53 } from '../phonebook/entry-rows.ts';
import { entryKey, entryVersion } from '../phonebook/projection.ts';
import type { ContactFeed, ContactPage } from '../source/source.ts';
import { ahead } from './ahead.ts';
import type { BookWriter } from './book-writer.ts';
import type { StoredCheckpoint } from './checkpoint.ts';
import { openFeed, reopenFeed, type FeedState, type Reading } from './feed-state.ts';
import { changesOf, type PageChange } from './page-changes.ts';
import { forgetProofs, markBegun, sweep } from './sweep.ts';

/**
 * Reads one feed from its checkpoint to the end of the round, page by page into its book, and marks what is gone. `complete` is
 * false when the deadline came first; the next reading goes on where this one stopped. Throws the tree of errors.
 */
export async function readFeed(
  reading: Reading,
  feed: ContactFeed,
  path: string,
  stored: StoredCheckpoint | undefined,
): Promise<{ state: FeedState; complete: boolean }> {
  let state = await openFeed(reading, feed, path, stored);
  try {
    return { state, complete: await readRound(reading, feed, state) };
  } catch (error) {
    if (!(error instanceof ResyncError)) throw error;
    state = await reopenFeed(reading, state);
    return { state, complete: await readRound(reading, feed, state) };
  }
}

async function readRound(reading: Reading, feed: ContactFeed, state: FeedState): Promise<boolean> {
  const { writer } = state;
  const { round, midRound, begun } = writer.checkpoint;
  if (begun !== '') await markBegun(reading, state);
  if (round !== 'sweep' && !(await readPages(reading, feed, state))) return false;
  if (writer.checkpoint.round === 'sweep') await sweep(reading, state);
  if (writer.checkpoint.proofs > 0) await forgetProofs(reading, state);
  await writer.flush();
  // A round that an earlier reading began says nothing of what has changed since.
  const begunEarlier = midRound || round === 'sweep';
  return !begunEarlier || (await readPages(reading, feed, state));
}

async function readPages(reading: Reading, feed: ContactFeed, state: FeedState): Promise<boolean> {
  const { source, projection, deadline, now } = reading;
  const { writer, known } = state;
  const pages = source.contacts({
    feed,
    fields: projection.fields,
    categories: projection.categories,
    position: writer.checkpoint.position || undefined,
    holds: (id, version) =>
      known.digest(entryKey(state.feed, id))?.version === hash53(entryVersion(projection.version, version)),
  });
  // A part of a page is planned while the one before is written: the processor works while storage makes us wait.
  let stored: Promise<void> = Promise.resolve();
  try {
    for await (const page of storingBeforeFailure(ahead(pages, endsListing), writer)) {
      for await (const change of changesOf(reading, state, page)) {
        await stored;
        stored = storeChange(reading, state, change);
        // Whoever waits for it next is told of its failure.
        stored.catch(() => undefined);
        // Lets the transaction reach the socket before the processor is busy with the next part.
        if (change.groups.length > 0) await turn();
      }
      if (!page.last && now() > deadline) {
        await writer.flush();
        return false;
      }
    }
    await stored;
    await writer.flush();
    return true;
  } finally {
    await Promise.allSettled([stored]);
  }
}

/** What comes after the list is proven by what the list has brought; asked too early, it would all be read once more. */
function endsListing(page: ContactPage): boolean {
  return page.endsListing === true;
}

async function storeChange(
  reading: Reading,
  { writer, counts }: FeedState,
  { groups, after, counts: ofPart }: PageChange,
): Promise<void> {
  if (groups.length > 0 || after) await writer.append(groups, after);
  counts.push(ofPart);
  reading.progress(ofPart);
}

/** Stores what was read before a failure of the source is passed on, so that every try gets further than the last. */
async function* storingBeforeFailure<T>(pages: AsyncIterable<T>, writer: BookWriter): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    await writer.flush();
    throw error;
  }
}
