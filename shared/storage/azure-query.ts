import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { sendToTable, unanswered } from './azure-request.ts';
import type { Cells, KeyRange, Row } from './table.ts';

interface Query extends KeyRange {
  partition: string;
  select?: readonly string[] | undefined;
  maxPageSize: number;
}

type Entity = Record<string, unknown>;

/** A guard instead of a record schema: a first read looks at every row of a book here, and zod would copy each of them. */
const entity = z.custom<Entity>((value) => typeof value === 'object' && value !== null);
const pageSchema = z.object({ value: z.array(entity) });

/**
 * Reads a range of a partition page by page, with a query written by hand: the SDK turns every property of every row through its
 * serializer, which costs more than all the rest of the read (docs/performance.md). A table that was never written has no rows.
 */
export async function* queryPages(client: TableClient, query: Query): AsyncGenerator<Row[]> {
  let next = '';
  do {
    const { status, text, header } = await sendToTable(client, {
      method: 'GET',
      path: `${client.tableName}()?${optionsOf(query)}${next}`,
      headers: { Accept: 'application/json;odata=minimalmetadata' },
    });
    if (status === 404) return;
    if (status !== 200) throw unanswered(client, status);
    yield pageSchema.parse(JSON.parse(text)).value.map((row) => rowOf(query.partition, row));
    const [partition, row] = [header('x-ms-continuation-nextpartitionkey'), header('x-ms-continuation-nextrowkey')];
    next = continuation('NextPartitionKey', partition) + continuation('NextRowKey', row);
  } while (next !== '');
}

function optionsOf({ partition, select, maxPageSize, ...range }: Query): string {
  const fields = select ? `&$select=${['RowKey', ...select].join(',')}` : '';
  return `$filter=${encodeURIComponent(filterOf(partition, range))}&$top=${maxPageSize}${fields}`;
}

function continuation(name: string, value: string | undefined): string {
  return value === undefined ? '' : `&${name}=${encodeURIComponent(value)}`;
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

const systemCells: ReadonlySet<string> = new Set(['PartitionKey', 'RowKey', 'Timestamp']);

function rowOf(partition: string, row: Entity): Row {
  const cells: Cells = {};
  for (const name in row) {
    const value = row[name];
    // Names with a dot are annotations: the etag, and the types of numbers.
    if (systemCells.has(name) || name.includes('.')) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') cells[name] = value;
  }
  return { partition, key: text(row['RowKey']), etag: text(row['odata.etag']), cells };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
