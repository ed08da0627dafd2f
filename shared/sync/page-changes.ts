import { indexKeys, writeChanges } from '../phonebook/entry-rows.ts';
import { entryKey } from '../phonebook/projection.ts';
import type { ContactPage } from '../source/source.ts';
import type { Group } from './book-writer.ts';
import { needsProofs, type Checkpoint } from './checkpoint.ts';
import type { Counts } from './counts.ts';
import { markGroup } from './doomed.ts';
import type { FeedState, Reading } from './feed-state.ts';
import { planPage, type PagePlan } from './plan-page.ts';
import { proofChange } from './proofs.ts';

/** What a part of a page does to its book, still to be written. */
export interface PageChange {
  groups: Group[];
  /** The state when the page is stored, with its last part; undefined for the others, and where an idle page changes nothing. */
  after: Partial<Checkpoint> | undefined;
  counts: Counts;
}

/** A little more than a transaction holds, so that one is always on its way while the next is made. */
const contactsAtOnce = 50;
/** A delta link is stored anew at least this often, because the source keeps it for a limited time only. */
const linkLifeHours = 24;

/** Decides what a page changes, part by part, and carries it out in memory. Reads what is stored of its contacts where that is needed. */
export async function* changesOf(reading: Reading, state: FeedState, page: ContactPage): AsyncGenerator<PageChange> {
  const { account, projection } = reading;
  const { feed, known, writer } = state;
  if (writer.checkpoint.round === 'changes') {
    await known.learn([...page.contacts.map((contact) => contact.id), ...page.removed].map((id) => entryKey(feed, id)));
  }
  const proven: string[] = [];
  let changes = 0;
  for (const { part, isLast } of partsOf(page)) {
    const plan = planPage({ page: part, feed, account, projection, digest: (stored) => known.digest(stored) });
    const groups = await groupsOf(state, plan);
    for (const entry of plan.proven) proven.push(entry);
    changes += groups.length;
    const moves = isLast && (changes > 0 || writer.waits || mustMove(reading, page, writer.checkpoint));
    const after = moves ? stateAfter(page, writer.checkpoint, proven) : undefined;
    if (after?.proofs !== undefined) {
      const round = { feed, generation: writer.checkpoint.generation };
      groups.push({ changes: [proofChange(round, after.proofs, proven)], entries: 0 });
    }
    yield { groups, after, counts: plan.counts };
  }
}

/** What is removed or only confirmed is quickly decided, and all of it comes with the first part. */
function* partsOf(page: ContactPage): Generator<{ part: ContactPage; isLast: boolean }> {
  for (let start = 0; start === 0 || start < page.contacts.length; start += contactsAtOnce) {
    const end = start + contactsAtOnce;
    const others = start === 0 ? {} : { removed: [], confirmed: [] };
    const part = { ...page, contacts: page.contacts.slice(start, end), ...others };
    yield { part, isLast: end >= page.contacts.length };
  }
}

function stateAfter(page: ContactPage, checkpoint: Checkpoint, proven: readonly string[]): Partial<Checkpoint> {
  const isProof = page.phase === 'proving' && needsProofs(checkpoint) && proven.length > 0;
  return {
    position: page.position,
    round: roundAfter(page, checkpoint),
    midRound: !page.last,
    ...(page.phase === 'listing' && { listed: true }),
    ...(isProof && { proofs: checkpoint.proofs + 1 }),
  };
}

function roundAfter(page: ContactPage, checkpoint: Checkpoint): Checkpoint['round'] {
  if (checkpoint.round === 'changes' || !page.last) return checkpoint.round;
  return needsProofs(checkpoint) ? 'sweep' : 'changes';
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
