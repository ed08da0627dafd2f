import { z } from 'zod';
import { hash53, hashText } from '../phonebook/entry-rows.ts';
import { key, keysUnder } from '../storage/keys.ts';
import { allRows, type Change, type Table } from '../storage/table.ts';

const schemaVersion = 1;
const cellsSchema = z.object({ v: z.literal(schemaVersion), hashes: z.string() });

interface Round {
  feed: string;
  generation: number;
}

/**
 * The row that remembers which contacts one page of a full round has proven to exist. It is written with the page, so that a round
 * can be read in slices by several workers and its end still knows everything that was seen.
 */
export function proofChange({ feed, generation }: Round, sequence: number, entryKeys: readonly string[]): Change {
  const hashes = entryKeys.map((entryKey) => hashText(hash53(entryKey))).join('.');
  const rowKey = key('s', feed, padded(generation), padded(sequence));
  return { do: 'upsert', key: rowKey, cells: { v: schemaVersion, hashes } };
}

/** Everything a full round has proven, and the changes that forget it together with what rounds given up have left. */
export async function loadProofs(
  table: Table,
  partition: string,
  { feed, generation }: Round,
): Promise<{ proves(entryKey: string): boolean; clear: Change[] }> {
  const proven = new Set<number>();
  const rows = await allRows(table, partition, keysUnder('s', feed));
  const ofRound = `${key('s', feed, padded(generation))}|`;
  for (const row of rows.filter((each) => each.key.startsWith(ofRound))) {
    const { hashes } = cellsSchema.parse(row.cells);
    for (const hash of hashes.split('.')) proven.add(Number.parseInt(hash, 36));
  }
  return {
    proves: (entryKey) => proven.has(hash53(entryKey)),
    clear: rows.map((row) => ({ do: 'delete', key: row.key, etag: '*' })),
  };
}

function padded(count: number): string {
  return String(count).padStart(8, '0');
}
