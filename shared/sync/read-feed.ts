import { ResyncError } from '../errors.ts';
import { hash53, indexKeys, writeChanges } from '../phonebook/entry-rows.ts';
import { entryKey, entryVersion } from '../phonebook/projection.ts';
import type { ContactFeed, ContactPage } from '../source/source.ts';
import { ahead } from './ahead.ts';
import type { BookWriter, Group } from './book-writer.ts';
import { needsProofs, type Checkpoint, type StoredCheckpoint } from './checkpoint.ts';
import { markGroup } from './doomed.ts';
import { openFeed, reopenFeed, type FeedState, type Reading } from './feed-state.ts';
import { planPage, type PagePlan } from './plan-page.ts';
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
  for await (const page of storingBeforeFailure(ahead(pages), writer)) {
    await applyPage(reading, state, page);
    if (!page.last && now() > deadline) {
      await writer.flush();
      return false;
    }
  }
  await writer.flush();
  return true;
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

async function applyPage(reading: Reading, state: FeedState, page: ContactPage): Promise<void> {
  const { writer, known } = state;
  if (writer.checkpoint.round === 'changes') {
    await known.learn(
      [...page.contacts.map((contact) => contact.id), ...page.removed].map((id) => entryKey(state.feed, id)),
    );
  }
  const { account, projection } = reading;
  const plan = planPage({ page, feed: state.feed, account, projection, digest: (stored) => known.digest(stored) });
  const groups = await groupsOf(state, plan);
  const after: Partial<Checkpoint> = {
    position: page.position,
    round: roundAfter(page, writer.checkpoint),
    midRound: !page.last,
  };
  if (page.phase === 'listing') after.listed = true;
  if (page.phase === 'proving' && needsProofs(writer.checkpoint) && plan.proven.length > 0) {
    after.proofs = writer.checkpoint.proofs + 1;
    const round = { feed: state.feed, generation: writer.checkpoint.generation };
    groups.push({ changes: [proofChange(round, after.proofs, plan.proven)], entries: 0 });
  }
  if (groups.length > 0 || writer.waits || mustMove(reading, page, writer.checkpoint))
    await writer.append(groups, after);
  state.counts.push(plan.counts);
  reading.progress(plan.counts);
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

/** Carries out a plan in memory: which rows change, and what is known afterwards. */
async function groupsOf(state: FeedState, plan: PagePlan): Promise<Group[]> {
  const { writer, known, doomed } = state;
  const marked = plan.proven.map((rowKey) => doomed.rowOf(rowKey)).filter((row) => row !== undefined);
  const touched = [...plan.writes.map((write) => write.prepared.entry.key), ...plan.doomed, ...marked];
  // What waits to be written is not stored yet: its old index rows could not be found, nor could its marks be deleted.
  if (touched.some((rowKey) => writer.holds(rowKey))) await writer.flush();
  const stale = plan.writes.filter((write) => write.stale).map((write) => write.prepared.entry.key);
  const old = await known.load(stale);
  const groups: Group[] = plan.writes.map(({ prepared, isNew }) => {
    const { entry, digest, rows } = prepared;
    const current = new Set(rows.map((row) => row.key));
    const before = old.get(entry.key);
    const gone = before ? indexKeys(entry.key, before.numbers).map((index) => index.key) : [];
    known.remember(entry.key, digest);
    const changes = writeChanges(
      prepared,
      gone.filter((index) => !current.has(index)),
    );
    return { changes, entries: isNew ? 1 : 0, ...(isNew && { brings: entry.key }) };
  });
  // Kept in mind only: the second pass of this round need not fetch them again.
  for (const { key, digest } of plan.renewed) known.remember(key, digest);
  for (const rowKey of plan.proven) {
    const change = doomed.unmark(rowKey);
    if (change) groups.push({ ...markGroup(change, doomed), brings: rowKey });
  }
  for (const change of doomed.mark(plan.doomed)) groups.push(markGroup(change, doomed));
  return groups;
}
