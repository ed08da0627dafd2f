import type { ContactPage } from '../source/source.ts';
import { entryKey, type Projection } from '../phonebook/projection.ts';
import { prepareEntry, type Digest, type PreparedEntry } from '../phonebook/entry-rows.ts';
import { noCounts, type Counts } from './counts.ts';

/** What one page asks of the book: a pure function of the page and of what is stored. */
export interface PagePlan {
  /** Entries to write; `stale`: their old index rows differ and must be found and deleted. */
  writes: { prepared: PreparedEntry; isNew: boolean; stale: boolean }[];
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
  const plan: PagePlan = { writes: [], doomed: [], proven: [], counts: noCounts() };
  for (const contact of page.contacts) {
    plan.counts.read += 1;
    const entry = projection.project(contact, feed, account);
    if (typeof entry === 'string') {
      plan.counts.skipped[entry] = (plan.counts.skipped[entry] ?? 0) + 1;
      const left = entryKey(feed, contact.id);
      if (digest(left)) plan.doomed.push(left);
      continue;
    }
    plan.proven.push(entry.key);
    const prepared = prepareEntry(entry);
    const old = digest(entry.key);
    if (old?.content === prepared.digest.content) {
      plan.counts.unchanged += 1;
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
