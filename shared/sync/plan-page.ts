import { InvalidError } from '../errors.ts';
import type { Entry } from '../phonebook/entry.ts';
import type { ContactPage } from '../source/source.ts';
import { checkCells } from '../storage/table.ts';
import { entryKey, type Projection, type SkipReason } from '../phonebook/projection.ts';
import { prepareEntry, type Digest, type PreparedEntry } from '../phonebook/entry-rows.ts';
import { noCounts, type Counts } from './counts.ts';

/** What one page asks of the book: a pure function of the page and of what is stored. */
export interface PagePlan {
  /** Entries to write; `stale`: their old index rows differ and must be found and deleted. */
  writes: { prepared: PreparedEntry; isNew: boolean; stale: boolean }[];
  /** Entries that stay as they are stored, but of another version of their contact or of the projection. */
  renewed: { key: string; digest: Digest }[];
  /** Stored entries whose contact is gone or is now left out. */
  doomed: string[];
  /** Entries whose contact exists, whether written or not. */
  proven: string[];
  counts: Counts;
}

interface PlanInput {
  page: ContactPage;
  feed: string;
  account: string | undefined;
  projection: Projection;
  digest(entryKey: string): Digest | undefined;
}

/** Decides what a page changes. The page names each id once (sources see to that); replays and unknown removals change nothing. */
export function planPage({ page, feed, account, projection, digest }: PlanInput): PagePlan {
  const plan: PagePlan = { writes: [], renewed: [], doomed: [], proven: [], counts: noCounts() };
  for (const contact of page.contacts) {
    plan.counts.read += 1;
    const prepared = preparedOf(projection.project(contact, feed, account));
    if (typeof prepared === 'string') {
      plan.counts.skipped[prepared] = (plan.counts.skipped[prepared] ?? 0) + 1;
      const left = entryKey(feed, contact.id);
      if (digest(left)) plan.doomed.push(left);
      continue;
    }
    const { key } = prepared.entry;
    plan.proven.push(key);
    const old = digest(key);
    if (old?.content === prepared.digest.content) {
      plan.counts.unchanged += 1;
      if (old.version !== prepared.digest.version) plan.renewed.push({ key, digest: prepared.digest });
      continue;
    }
    plan.counts[old ? 'updated' : 'created'] += 1;
    plan.writes.push({ prepared, isNew: !old, stale: old !== undefined && old.index !== prepared.digest.index });
  }
  for (const id of page.confirmed) plan.proven.push(entryKey(feed, id));
  for (const id of page.removed) {
    const gone = entryKey(feed, id);
    if (digest(gone)) plan.doomed.push(gone);
  }
  return plan;
}

/** The rows of an entry, or why there are none: a contact that is too large for them must not stop all the others. */
function preparedOf(entry: Entry | SkipReason): PreparedEntry | SkipReason | 'tooLarge' {
  if (typeof entry === 'string') return entry;
  const prepared = prepareEntry(entry);
  try {
    for (const row of prepared.rows) checkCells(row.key, row.cells);
    return prepared;
  } catch (error) {
    if (error instanceof InvalidError) return 'tooLarge';
    throw error;
  }
}
