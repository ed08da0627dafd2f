import { z } from 'zod';
import { jsonCell } from '../storage/json-cell.ts';
import { key, keysUnder } from '../storage/keys.ts';
import type { Group } from './book-writer.ts';
import { allRows, anyVersion, type Change, type Row, type Table } from '../storage/table.ts';

const schemaVersion = 1;
/** Entry keys in one row: at most 200 characters each, so that the text stays below what a cell holds. */
const keysPerRow = 120;

const keyList = jsonCell(z.array(z.string()));
const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  keys: keyList,
  /** The last hold that named some of these entries to an operator, and which; empty before there was one. */
  hold: z.string().default(''),
  held: keyList.prefault('[]'),
});

/** A row of marks in memory. */
interface MarkRow {
  keys: Set<string>;
  hold: string;
  held: Set<string>;
}

/**
 * The entries of a feed that are marked to be removed. The marks are rows beside the checkpoint, written in the same transactions,
 * so that a deletion that was read is never forgotten, whether the run is killed before it is carried out or held.
 */
export interface Doomed {
  readonly size: number;
  /** Marks entries and gives the changes that make the marks last. */
  mark(entryKeys: readonly string[]): Change[];
  /** The row that holds an entry's mark, if it has one. */
  rowOf(entryKey: string): string | undefined;
  /** Takes the mark off an entry that exists again or was removed, if it has one; with the last mark of a row the row goes. */
  unmark(entryKey: string): Change | undefined;
  /** Notes that a hold names these entries, and gives the changes that make the note last: none when it is there already. */
  hold(hold: string, entryKeys: readonly string[]): Change[];
  /** Whether the entry is one of those that the hold named. */
  isHeldBy(hold: string, entryKey: string): boolean;
  /** The marked entries. */
  keys(): string[];
}

export async function loadDoomed(table: Table, partition: string, feed: string, expected: number): Promise<Doomed> {
  const rows = expected === 0 ? [] : await allRows(table, partition, keysUnder('d', feed));
  return doomedOf(feed, rows);
}

function doomedOf(feed: string, stored: readonly Row[]): Doomed {
  const rows = new Map<string, MarkRow>();
  const rowOfEntry = new Map<string, string>();
  for (const row of stored) {
    const { keys, hold, held } = cellsSchema.parse(row.cells);
    rows.set(row.key, { keys: new Set(keys), hold, held: new Set(held) });
    for (const entry of keys) rowOfEntry.set(entry, row.key);
  }
  let next = 1 + Math.max(0, ...stored.map((row) => Number(row.key.split('|').at(-1))));
  return {
    get size() {
      return rowOfEntry.size;
    },
    mark(entryKeys) {
      const fresh = entryKeys.filter((entry) => !rowOfEntry.has(entry));
      const changes: Change[] = [];
      for (let start = 0; start < fresh.length; start += keysPerRow) {
        const row: MarkRow = { keys: new Set(fresh.slice(start, start + keysPerRow)), hold: '', held: new Set() };
        const rowKey = key('d', feed, String(next++).padStart(8, '0'));
        rows.set(rowKey, row);
        for (const entry of row.keys) rowOfEntry.set(entry, rowKey);
        changes.push(writeMarks(rowKey, row));
      }
      return changes;
    },
    rowOf: (entryKey) => rowOfEntry.get(entryKey),
    unmark(entryKey) {
      const rowKey = rowOfEntry.get(entryKey);
      const row = rowKey === undefined ? undefined : rows.get(rowKey);
      if (rowKey === undefined || !row) return undefined;
      rowOfEntry.delete(entryKey);
      row.keys.delete(entryKey);
      row.held.delete(entryKey);
      if (row.keys.size > 0) return writeMarks(rowKey, row);
      rows.delete(rowKey);
      return { do: 'delete', key: rowKey, etag: anyVersion };
    },
    hold(hold, entryKeys) {
      const named = new Set(entryKeys);
      return [...rows].flatMap(([rowKey, row]): Change[] => {
        const held = new Set([...row.keys].filter((entry) => named.has(entry)));
        const isNoted = row.held.size === held.size && (row.hold === hold || held.size === 0);
        if (isNoted) return [];
        Object.assign(row, { hold, held });
        return [writeMarks(rowKey, row)];
      });
    },
    isHeldBy(hold, entryKey) {
      const row = rows.get(rowOfEntry.get(entryKey) ?? '');
      return hold !== '' && row?.hold === hold && row.held.has(entryKey);
    },
    keys: () => [...rowOfEntry.keys()],
  };
}

/** A change of the marks, and how many there are in the checkpoint that is written with it. */
export function markGroup(change: Change, doomed: Doomed): Group {
  return { changes: [change], entries: 0, state: { doomed: doomed.size } };
}

function writeMarks(rowKey: string, { keys, hold, held }: MarkRow): Change {
  const noted = hold === '' ? {} : { hold, held: JSON.stringify([...held]) };
  return { do: 'upsert', key: rowKey, cells: { v: schemaVersion, keys: JSON.stringify([...keys]), ...noted } };
}
