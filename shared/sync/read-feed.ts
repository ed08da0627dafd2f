import { ResyncError } from '../errors.ts';
import { hash53 } from '../phonebook/entry-rows.ts';
import { entryKey, entryVersion } from '../phonebook/projection.ts';
import type { ContactFeed, ContactPage } from '../source/source.ts';
import { ahead } from './ahead.ts';
import type { BookWriter } from './book-writer.ts';
import { needsProofs, type Checkpoint, type StoredCheckpoint } from './checkpoint.ts';
import { openFeed, reopenFeed, type FeedState, type Reading } from './feed-state.ts';
import { planChange, type PageChange } from './plan-change.ts';
import { proofChange } from './proofs.ts';
import { forgetProofs, markBegun, sweep } from './sweep.ts';

/** A delta link is stored anew at least this often, because the source keeps it for a limited time only. */
const linkLifeHours = 24;

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
  // A page is planned while the one before is written: the processor works while storage makes us wait.
  let stored: Promise<void> = Promise.resolve();
  try {
    for await (const page of storingBeforeFailure(ahead(pages), writer)) {
      const change = await planChange(reading, state, page);
      await stored;
      stored = storeChange(reading, state, page, change);
      // Whoever waits for it next is told of its failure.
      stored.catch(() => undefined);
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

/** Stores what was read before a failure of the source is passed on, so that every try gets further than the last. */
async function* storingBeforeFailure<T>(pages: AsyncIterable<T>, writer: BookWriter): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    await writer.flush();
    throw error;
  }
}

async function storeChange(reading: Reading, state: FeedState, page: ContactPage, change: PageChange): Promise<void> {
  const { writer } = state;
  const { counts, proven } = change;
  const groups = [...change.groups];
  const after: Partial<Checkpoint> = {
    position: page.position,
    round: roundAfter(page, writer.checkpoint),
    midRound: !page.last,
  };
  if (page.phase === 'listing') after.listed = true;
  if (page.phase === 'proving' && needsProofs(writer.checkpoint) && proven.length > 0) {
    after.proofs = writer.checkpoint.proofs + 1;
    const round = { feed: state.feed, generation: writer.checkpoint.generation };
    groups.push({ changes: [proofChange(round, after.proofs, proven)], entries: 0 });
  }
  if (groups.length > 0 || writer.waits || mustMove(reading, page, writer.checkpoint))
    await writer.append(groups, after);
  state.counts.push(counts);
  reading.progress(counts);
}

function roundAfter(page: ContactPage, { round, ...checkpoint }: Checkpoint): Checkpoint['round'] {
  if (round === 'changes' || !page.last) return round;
  return needsProofs({ round, ...checkpoint }) ? 'sweep' : 'changes';
}

/** An idle read writes nothing; but a round advances, what named contacts is not read twice, and an old link is stored anew. */
function mustMove({ now }: Reading, page: ContactPage, { round, midRound, updatedAt }: Checkpoint): boolean {
  if (round !== 'changes' || midRound || page.contacts.length + page.removed.length > 0) return true;
  const age = now().getTime() - Date.parse(updatedAt);
  return page.last && age > linkLifeHours * 3_600_000;
}
