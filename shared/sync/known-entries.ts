import { fromEntryRow, parseDigest, type Digest, type StoredEntry } from '../phonebook/entry-rows.ts';
import { keysUnder } from '../storage/keys.ts';
import type { Table } from '../storage/table.ts';
import { DigestTable } from './digest-table.ts';

/** What is known of the stored entries of one feed while a page is applied. Keyed by entry key. */
export interface KnownEntries {
  /** Learns what is stored under these keys, as far as it is not known yet. */
  learn(entryKeys: readonly string[]): Promise<void>;
  digest(entryKey: string): Digest | undefined;
  remember(entryKey: string, digest: Digest): void;
  forget(entryKey: string): void;
  /** The stored entries themselves; those that are gone are left out. */
  load(entryKeys: readonly string[]): Promise<Map<string, StoredEntry>>;
}

interface Place {
  table: Table;
  partition: string;
  feed: string;
}

const readsAtOnce = 16;
const fewKeys = 20;

/** Knowledge of a feed in which nothing is stored yet, or everything was read once: no further reads are needed. */
export async function knowAll(place: Place, mayHoldEntries: boolean): Promise<KnownEntries> {
  const digests = new DigestTable();
  if (mayHoldEntries) {
    await scanDigests(place, (entryKey, digest) => {
      digests.set(entryKey, digest);
    });
  }
  return {
    learn: () => Promise.resolve(),
    digest: (entryKey) => digests.get(entryKey),
    remember: (entryKey, digest) => digests.set(entryKey, digest),
    forget: (entryKey) => digests.delete(entryKey),
    load: (entryKeys) => loadEntries(place, entryKeys),
  };
}

/**
 * Knowledge gathered entry by entry: what a few changes cost does not depend on the size of the feed. When so much changed that
 * reading the whole feed takes fewer requests, that is done instead. `entries` is the size of the feed.
 */
export function knowOnDemand(place: Place, entries: number): KnownEntries {
  const digests = new Map<string, Digest | undefined>();
  const loadedEntries = new Map<string, StoredEntry>();
  return {
    async learn(entryKeys) {
      const unknown = entryKeys.filter((entryKey) => !digests.has(entryKey));
      for (const entryKey of unknown) digests.set(entryKey, undefined);
      if (unknown.length > fewKeys && unknown.length * fewKeys > entries) {
        await scanDigests(place, (entryKey, digest) => !digests.get(entryKey) && digests.set(entryKey, digest));
        return;
      }
      for (const [entryKey, entry] of await loadEntries(place, unknown)) {
        digests.set(entryKey, entry.digest);
        loadedEntries.set(entryKey, entry);
      }
    },
    digest: (entryKey) => digests.get(entryKey),
    remember(entryKey, digest) {
      digests.set(entryKey, digest);
      loadedEntries.delete(entryKey);
    },
    forget(entryKey) {
      digests.set(entryKey, undefined);
      loadedEntries.delete(entryKey);
    },
    async load(entryKeys) {
      const missing = entryKeys.filter((entryKey) => !loadedEntries.has(entryKey));
      const loaded = await loadEntries(place, missing);
      return new Map(
        entryKeys.flatMap((entryKey) => {
          const entry = loadedEntries.get(entryKey) ?? loaded.get(entryKey);
          return entry ? [[entryKey, entry]] : [];
        }),
      );
    },
  };
}

async function scanDigests(place: Place, found: (entryKey: string, digest: Digest) => unknown): Promise<void> {
  for await (const rows of place.table.list(place.partition, { ...keysUnder('e', place.feed), select: ['digest'] })) {
    for (const row of rows) found(row.key, parseDigest(row.cells['digest']));
  }
}

async function loadEntries(
  { table, partition }: Place,
  entryKeys: readonly string[],
): Promise<Map<string, StoredEntry>> {
  const found = new Map<string, StoredEntry>();
  for (let start = 0; start < entryKeys.length; start += readsAtOnce) {
    const rows = await Promise.all(
      entryKeys.slice(start, start + readsAtOnce).map((entryKey) => table.get(partition, entryKey)),
    );
    for (const row of rows) if (row) found.set(row.key, fromEntryRow(row));
  }
  return found;
}
