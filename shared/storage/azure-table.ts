import type { TableClient } from '@azure/data-tables';
import { ConflictError, NotFoundError, UnavailableError, type PatchbayError } from '../errors.ts';
import { batchOf, readBatchAnswer, type BatchAnswer } from './azure-batch.ts';
import { statusOf } from './azure-errors.ts';
import { queryPages } from './azure-query.ts';
import { accountUrl, sendToTable, tableError } from './azure-request.ts';
import { checkCursor, transactionSize, type Cells, type Change, type KeyRange, type Row, type Table } from './table.ts';

const largestPage = 1000;

/**
 * A table of Azure Table Storage (or Azurite), created when it is first written. One row is read through the SDK; ranges and
 * transactions, which carry many rows, are requests written by hand.
 */
export function azureTable(client: TableClient): Table {
  return {
    async get(partition, key) {
      try {
        return rowOf(await client.getEntity(partition, key));
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw tableError(client, error);
      }
    },
    list: (partition, options = {}) => queryPages(client, { partition, maxPageSize: largestPage, ...options }),
    async page(partition, { limit, cursor, ...range }) {
      checkCursor(cursor);
      const query = { partition, ...range, ...startAfter(cursor, range) };
      const rows: Row[] = [];
      for await (const page of queryPages(client, { ...query, maxPageSize: Math.min(limit + 1, largestPage) })) {
        rows.push(...page);
        if (rows.length > limit) break;
      }
      const shown = rows.slice(0, limit);
      return { rows: shown, next: rows.length > limit ? shown.at(-1)?.key : undefined };
    },
    async commit(partition, changes) {
      if (changes.length === 0) return [];
      if (changes.length > transactionSize)
        throw new Error(`A transaction of ${changes.length} changes is over the limit of 100.`);
      const answer = await submit(client, partition, changes);
      if (!answer.failure) return answer.etags;
      throw changeError(client.tableName, changes, answer.failure);
    },
  };
}

/** Where a page begins: after its cursor, but never before its range. Keys have no character below the one that is added. */
function startAfter(cursor: string | undefined, { from }: KeyRange): Pick<KeyRange, 'from'> {
  const after = cursor === undefined ? undefined : `${cursor}\u0020`;
  return after === undefined || (from !== undefined && from > after) ? {} : { from: after };
}

async function submit(client: TableClient, partition: string, changes: readonly Change[]): Promise<BatchAnswer> {
  const answer = await send(client, partition, changes);
  if (answer.failure?.code !== 'TableNotFound') return answer;
  await client.createTable();
  return send(client, partition, changes);
}

async function send(client: TableClient, partition: string, changes: readonly Change[]): Promise<BatchAnswer> {
  const { contentType, body } = batchOf(`${accountUrl(client)}/${client.tableName}`, partition, changes);
  const { status, text } = await sendToTable(client, {
    method: 'POST',
    path: '$batch',
    body,
    headers: { 'Content-Type': contentType, Accept: 'application/json', MaxDataServiceVersion: '3.0;NetFx' },
  });
  if (status === 202) return readBatchAnswer(text);
  if (status === 404 && text.includes('TableNotFound')) return tableMissing;
  throw new UnavailableError(`Table Storage answered ${status} to a write in ${client.tableName}; it is tried again.`);
}

const tableMissing: BatchAnswer = { etags: [], failure: { index: 0, status: 404, code: 'TableNotFound', message: '' } };

function changeError(
  table: string,
  changes: readonly Change[],
  failure: NonNullable<BatchAnswer['failure']>,
): PatchbayError {
  const key = changes[failure.index]?.key ?? '?';
  const options = { code: failure.code };
  if (failure.status === 409) return new ConflictError(`The row ${key} in ${table} exists already.`, options);
  if (failure.status === 412) return new ConflictError(`The row ${key} in ${table} changed meanwhile.`, options);
  if (failure.status === 404) return new NotFoundError(`The row ${key} in ${table} does not exist.`, options);
  return new UnavailableError(
    `Table Storage refused a write of ${key} in ${table}: ${failure.status} ${failure.message}`,
    options,
  );
}

const systemCells = new Set(['etag', 'partitionKey', 'rowKey', 'timestamp', 'odata.metadata']);

function rowOf(entity: Record<string, unknown>): Row {
  const cells: Cells = {};
  for (const [name, value] of Object.entries(entity)) {
    if (systemCells.has(name)) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') cells[name] = value;
  }
  return { partition: text(entity['partitionKey']), key: text(entity['rowKey']), etag: text(entity['etag']), cells };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
