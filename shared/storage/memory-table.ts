import { ConflictError, NotFoundError } from '../errors.ts';
import {
  anyVersion,
  checkCells,
  checkCursor,
  type Change,
  type KeyRange,
  type ListOptions,
  type Row,
  type Table,
} from './table.ts';

/** A table in memory with the same promises as Azure's; for unit tests and as the model of the contract suite. */
export function memoryTable(): Table {
  const partitions = new Map<string, Map<string, Row>>();
  let version = 0;

  const rowsOf = (partition: string, range: KeyRange): Row[] =>
    [...(partitions.get(partition)?.values() ?? [])]
      .filter((row) => inRange(row.key, range))
      .sort((a, b) => (a.key < b.key ? -1 : 1));

  return {
    get: (partition, key) => Promise.resolve(copyOf(partitions.get(partition)?.get(key))),
    async *list(partition, options = {}) {
      const rows = rowsOf(partition, options);
      for (let start = 0; start < rows.length; start += 1000) {
        yield await Promise.resolve(rows.slice(start, start + 1000).map((row) => selected(row, options)));
      }
    },
    async page(partition, { limit, cursor, ...range }) {
      await Promise.resolve();
      checkCursor(cursor);
      const rows = rowsOf(partition, range).filter((row) => cursor === undefined || row.key > cursor);
      const shown = rows.slice(0, limit).map((row) => selected(row, {}));
      return { rows: shown, next: rows.length > limit ? shown.at(-1)?.key : undefined };
    },
    async commit(partition, changes) {
      await Promise.resolve();
      const rows = new Map(partitions.get(partition));
      const etags = changes.map((change) => apply(rows, partition, change, `W/"${++version}"`));
      partitions.set(partition, rows);
      return etags;
    },
  };
}

function apply(rows: Map<string, Row>, partition: string, change: Change, etag: string): string {
  const old = rows.get(change.key);
  if (change.do === 'delete' || change.do === 'replace') {
    if (!old) throw new NotFoundError(`The row ${change.key} does not exist.`);
    if (change.etag !== anyVersion && change.etag !== old.etag)
      throw new ConflictError(`The row ${change.key} changed.`);
  }
  if (change.do === 'insert' && old) throw new ConflictError(`The row ${change.key} exists already.`);
  if (change.do === 'delete') {
    rows.delete(change.key);
    return '';
  }
  checkCells(change.key, change.cells);
  const cells = change.do === 'merge' ? { ...old?.cells, ...change.cells } : { ...change.cells };
  rows.set(change.key, { partition, key: change.key, etag, cells });
  return etag;
}

function inRange(key: string, range: KeyRange): boolean {
  return (range.from === undefined || key >= range.from) && (range.before === undefined || key < range.before);
}

function copyOf(row: Row | undefined): Row | undefined {
  return row && { ...row, cells: { ...row.cells } };
}

function selected(row: Row, { select }: ListOptions): Row {
  if (!select) return { ...row, cells: { ...row.cells } };
  return { ...row, cells: Object.fromEntries(Object.entries(row.cells).filter(([name]) => select.includes(name))) };
}
