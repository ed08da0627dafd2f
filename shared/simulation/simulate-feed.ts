import { fromEntryRow, hash53, prepareEntry, type StoredEntry } from '../phonebook/entry-rows.ts';
import type { Projection } from '../phonebook/projection.ts';
import type { Contact } from '../contacts/contact.ts';
import type { ContactFeed, Source } from '../source/source.ts';
import { keysUnder } from '../storage/keys.ts';
import { allRows, type Table } from '../storage/table.ts';
import { checkpointRange, feedKey } from '../sync/checkpoint.ts';
import { listingFeed } from '../sync/folder-listing.ts';
import { knowAll, type KnownEntries } from '../sync/known-entries.ts';
import type { SimulatedFeed } from './simulate-guard.ts';
import type { Collector } from './simulation.ts';

export interface SimulatedReading {
  table: Table;
  partition: string;
  job: string;
  name: string;
  account: string | undefined;
  source: Source;
  projection: Projection;
  mirror: boolean;
  collector: Collector;
  /** Whether there is time for another page. */
  mayGoOn(): boolean;
}

/** Reads a feed whole and compares it with what is stored of it. Answers nothing when time was over first. */
export async function simulateFeed(reading: SimulatedReading, feed: ContactFeed): Promise<SimulatedFeed[]> {
  const { table, partition, source, projection, collector } = reading;
  const name = feedKey(reading.job, feed);
  const known = await knowAll({ table, partition, feed: name }, true);
  const versions = new Map<number, number>();
  const kept = new Set<number>();
  const pages = source.contacts({
    feed,
    fields: projection.fields,
    categories: projection.categories,
    position: undefined,
    holds: (id, version) => versions.get(hash53(id)) === hash53(version),
  });
  for await (const page of pages) {
    for (const contact of page.contacts) {
      const isNew = !versions.has(hash53(contact.id));
      versions.set(hash53(contact.id), hash53(contact.version));
      if (isNew) addContact(reading, name, contact, known, kept);
    }
    if (reading.mayGoOn()) continue;
    // What was not read yet must not look as if it were gone.
    collector.stop();
    return [];
  }
  const isGone = (stored: StoredEntry): boolean => reading.mirror && !kept.has(hash53(stored.key));
  return [{ feed: name, kept, gone: await addGone(reading, name, isGone) }];
}

/** Everything stored of feeds that would no longer be read. */
export async function simulateClearing(
  reading: SimulatedReading,
  current: ReadonlySet<string>,
): Promise<SimulatedFeed[]> {
  if (reading.collector.stopped) return [];
  const cleared: SimulatedFeed[] = [];
  const rows = await allRows(reading.table, reading.partition, { ...checkpointRange(reading.job), select: ['v'] });
  for (const row of rows) {
    const feed = row.key.slice(row.key.lastIndexOf('|') + 1);
    if (feed === listingFeed || current.has(feed)) continue;
    cleared.push({ feed, kept: new Set(), gone: await addGone(reading, feed, () => true) });
  }
  return cleared;
}

function addContact(
  reading: SimulatedReading,
  feed: string,
  contact: Contact,
  known: KnownEntries,
  kept: Set<number>,
): void {
  const { projection, account, collector, name } = reading;
  const entry = projection.project(contact, feed, account);
  if (typeof entry === 'string') {
    collector.add('skip', name, () => projection.cells(projection.render(contact, account), account), entry);
    return;
  }
  const stored = known.digest(entry.key);
  const { digest } = prepareEntry(entry);
  kept.add(hash53(entry.key));
  const action = stored === undefined ? 'create' : stored.content === digest.content ? 'unchanged' : 'update';
  collector.add(action, name, () => projection.cells(entry, account));
}

async function addGone(
  reading: SimulatedReading,
  feed: string,
  isGone: (entry: StoredEntry) => boolean,
): Promise<string[]> {
  const { table, partition, collector, projection, account, name } = reading;
  const gone: string[] = [];
  for await (const rows of table.list(partition, keysUnder('e', feed))) {
    for (const entry of rows.map(fromEntryRow).filter(isGone)) {
      collector.add('delete', name, () => projection.cells(entry, account), 'goneAtSource');
      gone.push(entry.key);
    }
  }
  return gone;
}
