import { InvalidError } from '../errors.ts';

/** What a table cell can hold. Everything structured is stored as JSON text and parsed by the schema of its type. */
export type Cell = string | number | boolean;
export type Cells = Record<string, Cell>;

export interface Row {
  partition: string;
  key: string;
  etag: string;
  cells: Cells;
}

/**
 * One change of a row inside a transaction. `insert` fails with conflict if the row exists; `replace` and `delete` with an etag
 * fail with conflict if the row changed, and with not found if it is gone; `merge` keeps the cells it does not name and creates
 * the row if needed; `upsert` replaces the row whatever it holds.
 */
export type Change =
  | { do: 'insert' | 'upsert' | 'merge'; key: string; cells: Cells }
  | { do: 'replace'; key: string; cells: Cells; etag: string }
  | { do: 'delete'; key: string; etag: string };

/** A range of row keys, `from` inclusive, `before` exclusive. */
export interface KeyRange {
  from?: string;
  before?: string;
}

export interface ListOptions extends KeyRange {
  /** Only these cells (key and etag always come). */
  select?: readonly string[];
}

export interface TablePage {
  rows: Row[];
  /** Where the next page starts; undefined after the last. */
  next: string | undefined;
}

/** Most changes one transaction may carry (Table Storage: 100 operations of one partition). */
export const transactionSize = 100;

/** A table of rows in partitions; transactions are atomic within one partition. Azure and memory implement it. */
export interface Table {
  get(partition: string, key: string): Promise<Row | undefined>;
  /** Pages of up to 1,000 rows in key order; a page may be empty. */
  list(partition: string, options?: ListOptions): AsyncIterable<Row[]>;
  /**
   * Up to `limit` rows of a range in key order, continuing after the key `cursor`. Wherever a cursor from outside points, only rows of
   * the range come; throws invalid for one that can be no key.
   */
  page(partition: string, options: KeyRange & { limit: number; cursor?: string | undefined }): Promise<TablePage>;
  /** Applies up to 100 changes of different rows, all or none, and answers the new etags in order (`''` for a delete). */
  commit(partition: string, changes: readonly Change[]): Promise<string[]>;
}

/** No key has these (Table Storage refuses them), so a text that has can only be a cursor that somebody made up. */
const neverInKeys = /[\p{Cc}\p{Cs}/\\#?]/u;

/** Refuses a cursor that can be no key. */
export function checkCursor(cursor: string | undefined): void {
  if (cursor !== undefined && neverInKeys.test(cursor))
    throw new InvalidError('The cursor is not one of this list; start again without it.');
}

/** The etag that matches whatever a row holds. */
export const anyVersion = '*';

const longestText = 32_768;
const mostCells = 252;
const largestRow = 500_000;

/** Refuses what Azure would refuse and Azurite does not: more than 252 cells, over-long texts, rows near 1 MiB as UTF-16. */
export function checkCells(key: string, cells: Cells): void {
  const values = Object.values(cells);
  let length = 0;
  for (const value of values) {
    const size = typeof value === 'string' ? value.length : 8;
    if (size > longestText)
      throw new InvalidError(`The row ${key} has a text of ${size} characters, over the 32,768 a cell holds.`);
    length += size;
  }
  if (values.length > mostCells)
    throw new InvalidError(`The row ${key} has ${values.length} cells, over the 252 allowed.`);
  if (length > largestRow) throw new InvalidError(`The row ${key} is larger than the 1 MiB a row holds.`);
}

/** All rows of a range; only for ranges that are known to be small. */
export async function allRows(table: Table, partition: string, options: ListOptions = {}): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of table.list(partition, options)) rows.push(...page);
  return rows;
}
