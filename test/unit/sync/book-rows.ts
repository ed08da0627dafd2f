import { z } from 'zod';
import { bookPartition } from '../../../shared/phonebook/book.ts';
import { dialableNumberSchema } from '../../../shared/phonebook/entry.ts';
import { indexKeys } from '../../../shared/phonebook/entry-rows.ts';
import { contactPart } from '../../../shared/phonebook/projection.ts';
import { allRows, type Cells, type Row, type Table } from '../../../shared/storage/table.ts';
import { fromCheckpointRow, type Checkpoint } from '../../../shared/sync/checkpoint.ts';

/** The rows of a book by what they are. */
export interface BookRows {
  entries: Map<string, Row>;
  index: Map<string, Row>;
  /** By job and feed, joined by `|`. */
  checkpoints: Map<string, Checkpoint>;
  /** Marked entries, by feed. */
  marks: Map<string, Set<string>>;
  markRows: Row[];
  proofRows: Row[];
}

const marksSchema = z.array(z.string());
const numbersSchema = z.array(dialableNumberSchema);

export function partitionOf({ account }: { account?: string }): string {
  return bookPartition('p1', account === undefined ? 'company' : `account:${account}`);
}

export async function rowsOf(table: Table, partition: string): Promise<BookRows> {
  const book: BookRows = {
    entries: new Map(),
    index: new Map(),
    checkpoints: new Map(),
    marks: new Map(),
    markRows: [],
    proofRows: [],
  };
  for (const row of await allRows(table, partition)) {
    const [kind, first = '', feed = ''] = row.key.split('|');
    if (kind === 'e') book.entries.set(row.key, row);
    else if (kind === 'n') book.index.set(row.key, row);
    else if (kind === 's') book.proofRows.push(row);
    else if (kind === 'c' && feed !== '-') book.checkpoints.set(`${first}|${feed}`, fromCheckpointRow(row).checkpoint);
    else if (kind === 'd') {
      book.markRows.push(row);
      const keys = marksSchema.parse(JSON.parse(String(row.cells['keys'])));
      book.marks.set(first, new Set([...(book.marks.get(first) ?? []), ...keys]));
    } else if (kind !== 'c' && kind !== 'g') throw new Error(`A row of an unknown kind: ${row.key}`);
  }
  return book;
}

/** The content part of an entry row's digest; its version may be that of an equal earlier form. */
export function contentOf(cells: Cells): string {
  return String(cells['digest']).split('.')[1] ?? '';
}

const knownIndexKeys = new Map<string, string[]>();

/** The keys of the index rows that an entry row must have. */
export function indexKeysOf({ key, cells }: Row): string[] {
  const numbers = String(cells['numbers']);
  const name = `${key} ${numbers}`;
  const keys =
    knownIndexKeys.get(name) ?? indexKeys(key, numbersSchema.parse(JSON.parse(numbers))).map((each) => each.key);
  knownIndexKeys.set(name, keys);
  return keys;
}

/** Ids of the contacts in a book. */
export async function contactsIn(table: Table, job: { account?: string }): Promise<string[]> {
  const book = await rowsOf(table, partitionOf(job));
  return [...book.entries.keys()].map(contactPart).sort();
}
