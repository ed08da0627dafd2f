import { setImmediate as turn } from 'node:timers/promises';
import { indexKeys, writeChanges } from '../phonebook/entry-rows.ts';
import { entryKey } from '../phonebook/projection.ts';
import type { ContactPage } from '../source/source.ts';
import type { Group } from './book-writer.ts';
import { addCounts, noCounts, type Counts } from './counts.ts';
import { markGroup } from './doomed.ts';
import type { FeedState, Reading } from './feed-state.ts';
import { planPage, type PagePlan } from './plan-page.ts';

/** What a page does to its book, still to be written. */
export interface PageChange {
  groups: Group[];
  /** Entries whose contact exists, whether written or not. */
  proven: string[];
  counts: Counts;
}

/** So many contacts take about two milliseconds; then whatever storage and source have answered meanwhile gets its turn. */
const contactsAtOnce = 50;

/** Decides what a page changes and carries it out in memory, a part at a time. Reads what is stored of its contacts where that is needed. */
export async function planChange(reading: Reading, state: FeedState, page: ContactPage): Promise<PageChange> {
  const { account, projection } = reading;
  const { feed, known } = state;
  if (state.writer.checkpoint.round === 'changes') {
    await known.learn([...page.contacts.map((contact) => contact.id), ...page.removed].map((id) => entryKey(feed, id)));
  }
  const change: PageChange = { groups: [], proven: [], counts: noCounts() };
  for (const [index, part] of partsOf(page).entries()) {
    if (index > 0) await turn();
    const plan = planPage({ page: part, feed, account, projection, digest: (stored) => known.digest(stored) });
    for (const group of await groupsOf(state, plan)) change.groups.push(group);
    for (const entry of plan.proven) change.proven.push(entry);
    change.counts = addCounts(change.counts, plan.counts);
  }
  return change;
}

/** What is removed or only confirmed is quickly decided, and all of it comes with the first part. */
function partsOf(page: ContactPage): ContactPage[] {
  const parts: ContactPage[] = [];
  for (let start = 0; start === 0 || start < page.contacts.length; start += contactsAtOnce) {
    const others = start === 0 ? {} : { removed: [], confirmed: [] };
    parts.push({ ...page, contacts: page.contacts.slice(start, start + contactsAtOnce), ...others });
  }
  return parts;
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
