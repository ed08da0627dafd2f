import { NotFoundError } from '../errors.ts';
import { anyVersion, transactionSize, type Change, type KeyRange, type Row, type Table } from './table.ts';

/**
 * Deletes the rows of a range for as long as `mayGoOn` says so, at least some of them; answers whether none is left for certain. May be
 * cut off and repeated, and done by several at once.
 */
export async function clearRows(
  table: Table,
  partition: string,
  range: KeyRange = {},
  mayGoOn: () => boolean = () => true,
): Promise<boolean> {
  for await (const rows of table.list(partition, { ...range, select: ['v'] })) {
    for (let start = 0; start < rows.length; start += transactionSize) {
      await deleteRows(table, partition, rows.slice(start, start + transactionSize));
      if (!mayGoOn()) return false;
    }
  }
  return true;
}

/** Deletes rows, at most 100, whatever they hold; that some are gone already is no fault. */
export async function deleteRows(table: Table, partition: string, rows: readonly Pick<Row, 'key'>[]): Promise<void> {
  const changes = rows.map((row): Change => ({ do: 'delete', key: row.key, etag: anyVersion }));
  try {
    await table.commit(partition, changes);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    if (changes.length > 1) for (const row of rows) await deleteRows(table, partition, [row]);
  }
}
