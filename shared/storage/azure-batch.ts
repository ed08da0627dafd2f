import { randomUUID } from 'node:crypto';
import { checkCells, type Cells, type Change } from './table.ts';

/**
 * The body of an entity group transaction, built by hand: it costs a third of the processor time that the SDK's own
 * `submitTransaction` takes for 100 rows (docs/decisions/0003). Format: "Performing entity group transactions", Table Storage
 * REST API; OData batch with one change set.
 */
export interface Batch {
  contentType: string;
  /** Bytes: the HTTP client would turn a text into bytes once to learn its length and once more to send it. */
  body: Buffer;
}

export interface BatchAnswer {
  /** One entry per change, in order; `etag` is empty for a delete. */
  etags: string[];
  /** The first change that failed; nothing was applied then. */
  failure: { index: number; status: number; code: string; message: string } | undefined;
}

export function batchOf(tableUrl: string, partition: string, changes: readonly Change[]): Batch {
  const id = randomUUID();
  const start = `--changeset_${id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n`;
  const place: Place = {
    table: tableUrl,
    row: `${tableUrl}(PartitionKey='${quoted(partition)}',RowKey='`,
    partition: JSON.stringify(partition),
  };
  let body = `--batch_${id}\r\nContent-Type: multipart/mixed; boundary=changeset_${id}\r\n\r\n`;
  for (const change of changes) body += start + operationOf(place, change);
  body += `--changeset_${id}--\r\n--batch_${id}--\r\n`;
  return {
    contentType: `multipart/mixed; boundary=batch_${id}`,
    body: Buffer.from(body.replace(/[\u2028\u2029]/g, escaped)),
  };
}

/** Two characters that may stand in JSON but end a line for some readers of a body whose parts are told apart by lines. */
function escaped(separator: string): string {
  return separator === '\u2028' ? '\\u2028' : '\\u2029';
}

/** What the operations of a transaction have in common. */
interface Place {
  table: string;
  /** The address of a row up to its key. */
  row: string;
  /** The partition key as JSON. */
  partition: string;
}

const head = 'Accept: application/json;odata=nometadata\r\nDataServiceVersion: 3.0\r\n';

function operationOf(place: Place, change: Change): string {
  const address = `${place.row}${quoted(change.key)}')`;
  if (change.do === 'delete') return `DELETE ${address} HTTP/1.1\r\n${head}If-Match: ${change.etag}\r\n\r\n\r\n`;
  const json = jsonOf(place.partition, change.key, change.cells);
  const content = `Content-Type: application/json;odata=nometadata\r\n\r\n${json}\r\n`;
  if (change.do === 'insert') return `POST ${place.table} HTTP/1.1\r\n${head}Prefer: return-no-content\r\n${content}`;
  const method = change.do === 'merge' ? 'MERGE' : 'PUT';
  const condition = change.do === 'replace' ? `If-Match: ${change.etag}\r\n` : '';
  return `${method} ${address} HTTP/1.1\r\n${head}${condition}${content}`;
}

function quoted(key: string): string {
  return encodeURIComponent(key.includes("'") ? key.replaceAll("'", "''") : key);
}

/** The keys stand first; the cells are written as they are, without a copy that has the keys among them. */
function jsonOf(partition: string, key: string, cells: Cells): string {
  checkCells(key, cells);
  let types = '';
  for (const name in cells) {
    const value = cells[name];
    // Without a type the service reads a JSON number without a fraction as Int32.
    if (typeof value === 'number' && !isInt32(value)) types += `,${JSON.stringify(`${name}@odata.type`)}:"Edm.Double"`;
  }
  const own = JSON.stringify(cells).slice(1, -1);
  return `{"PartitionKey":${partition},"RowKey":${JSON.stringify(key)}${own === '' ? '' : ','}${own}${types}}`;
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31;
}

/** Reads the multipart answer: either one status per change or a single failure that names the change by its index. */
export function readBatchAnswer(text: string): BatchAnswer {
  const etags: string[] = [];
  for (const part of text.split('\nHTTP/1.1 ').slice(1)) {
    const status = Number(part.slice(0, 3));
    if (status >= 400) return { etags: [], failure: failureOf(status, part) };
    etags.push(/^ETag: (.*?)\r?$/im.exec(part)?.[1] ?? '');
  }
  return { etags, failure: undefined };
}

function failureOf(status: number, text: string): NonNullable<BatchAnswer['failure']> {
  const code = /"code":\s*"([^"]*)"/.exec(text)?.[1] ?? '';
  const value = /"value":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
  // The service prefixes the message with the zero-based index of the change: "3:The update condition ...".
  const [, index = '0', message = value] = /^(\d+):([\s\S]*)$/.exec(value) ?? [];
  return { index: Number(index), status, code, message };
}
