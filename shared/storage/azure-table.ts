import type { TableClient } from '@azure/data-tables';
import { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { ConflictError, NotFoundError, UnavailableError, type PatchbayError } from '../errors.ts';
import { batchOf, readBatchAnswer, type BatchAnswer } from './azure-batch.ts';
import { statusOf } from './azure-errors.ts';
import { transactionSize, type Cells, type Change, type KeyRange, type Row, type Table } from './table.ts';

const largestPage = 1000;
const httpClient = createDefaultHttpClient();

/** A table of Azure Table Storage (or Azurite), created when it is first written. Reads go through the SDK, writes through one batch. */
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
    async *list(partition, { select, ...range } = {}) {
      const queryOptions = { filter: filterOf(partition, range), ...(select && { select: ['RowKey', ...select] }) };
      yield* pagesOf(client, queryOptions, largestPage);
    },
    async page(partition, { limit, cursor, ...range }) {
      const from = cursor === undefined ? range.from : `${cursor}\u0020`;
      const filter = filterOf(partition, { ...range, ...(from !== undefined && { from }) });
      const rows: Row[] = [];
      for await (const page of pagesOf(client, { filter }, Math.min(limit + 1, largestPage))) {
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

async function submit(client: TableClient, partition: string, changes: readonly Change[]): Promise<BatchAnswer> {
  const answer = await send(client, partition, changes);
  if (answer.failure?.code !== 'TableNotFound') return answer;
  await client.createTable();
  return send(client, partition, changes);
}

async function send(client: TableClient, partition: string, changes: readonly Change[]): Promise<BatchAnswer> {
  const account = client.url.replace(/\/$/, '');
  const { contentType, body } = batchOf(`${account}/${client.tableName}`, partition, changes);
  const request = createPipelineRequest({
    url: `${account}/$batch`,
    method: 'POST',
    body,
    headers: createHttpHeaders({
      'Content-Type': contentType,
      Accept: 'application/json',
      'x-ms-version': '2019-02-02',
      DataServiceVersion: '3.0',
      MaxDataServiceVersion: '3.0;NetFx',
    }),
    allowInsecureConnection: account.startsWith('http:'),
  });
  const response = await client.pipeline.sendRequest(httpClient, request).catch((error: unknown) => {
    throw tableError(client, error);
  });
  const text = response.bodyAsText ?? '';
  if (response.status === 202) return readBatchAnswer(text);
  if (response.status === 404 && text.includes('TableNotFound')) return tableMissing;
  throw new UnavailableError(
    `Table Storage answered ${response.status} to a write in ${client.tableName}; it is tried again.`,
  );
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

async function* pagesOf(
  client: TableClient,
  queryOptions: { filter: string; select?: string[] },
  maxPageSize: number,
): AsyncGenerator<Row[]> {
  try {
    const pages = client.listEntities({ queryOptions }).byPage({ maxPageSize });
    for await (const page of pages) yield page.map(rowOf);
  } catch (error) {
    if (statusOf(error) === 404) return;
    throw tableError(client, error);
  }
}

/** The only place where a filter is written: keys are text for certain, and their quotes are doubled. */
function filterOf(partition: string, range: KeyRange): string {
  const clauses = [`PartitionKey eq ${literal(partition)}`];
  if (range.from !== undefined) clauses.push(`RowKey ge ${literal(range.from)}`);
  if (range.before !== undefined) clauses.push(`RowKey lt ${literal(range.before)}`);
  return clauses.join(' and ');
}

function literal(key: unknown): string {
  if (typeof key !== 'string') throw new TypeError('A table key must be text.');
  return `'${key.replaceAll("'", "''")}'`;
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

function tableError(client: TableClient, cause: unknown): UnavailableError {
  const status = statusOf(cause);
  return new UnavailableError(
    `Table Storage did not answer a request to ${client.tableName}${status === undefined ? '' : ` (${status})`}; it is tried again.`,
    { cause },
  );
}
