import { randomUUID } from 'node:crypto';
import { checkCells, type Cells, type Change } from './table.ts';

/**
 * The body of an entity group transaction, built by hand: it costs a third of the processor time that the SDK's own
 * `submitTransaction` takes for 100 rows (docs/decisions/0003). Format: "Performing entity group transactions", Table Storage
 * REST API; OData batch with one change set.
 */
export interface Batch {
  contentType: string;
  body: string;
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
  let body = `--batch_${id}\r\nContent-Type: multipart/mixed; boundary=changeset_${id}\r\n\r\n`;
  for (const change of changes) body += start + operationOf(tableUrl, partition, change);
  body += `--changeset_${id}--\r\n--batch_${id}--\r\n`;
  return { contentType: `multipart/mixed; boundary=batch_${id}`, body };
}

function operationOf(tableUrl: string, partition: string, change: Change): string {
  const head = 'Accept: application/json;odata=nometadata\r\nDataServiceVersion: 3.0\r\n';
  if (change.do === 'delete') {
    return `DELETE ${addressOf(tableUrl, partition, change.key)} HTTP/1.1\r\n${head}If-Match: ${change.etag}\r\n\r\n\r\n`;
  }
  const json = jsonOf(partition, change.key, change.cells);
  const content = `Content-Type: application/json;odata=nometadata\r\n\r\n${json}\r\n`;
  if (change.do === 'insert') return `POST ${tableUrl} HTTP/1.1\r\n${head}Prefer: return-no-content\r\n${content}`;
  const method = change.do === 'merge' ? 'MERGE' : 'PUT';
  const condition = change.do === 'replace' ? `If-Match: ${change.etag}\r\n` : '';
  return `${method} ${addressOf(tableUrl, partition, change.key)} HTTP/1.1\r\n${head}${condition}${content}`;
}

function addressOf(tableUrl: string, partition: string, key: string): string {
  return `${tableUrl}(PartitionKey='${quoted(partition)}',RowKey='${quoted(key)}')`;
}

function quoted(key: string): string {
  return encodeURIComponent(key.replaceAll("'", "''"));
}

function jsonOf(partition: string, key: string, cells: Cells): string {
  checkCells(key, cells);
  const row: Cells = { PartitionKey: partition, RowKey: key };
  for (const name in cells) {
    const value = cells[name];
    if (value === undefined) continue;
    row[name] = value;
    // Without a type the service reads a JSON number without a fraction as Int32.
    if (typeof value === 'number' && !isInt32(value)) row[`${name}@odata.type`] = 'Edm.Double';
  }
  return JSON.stringify(row);
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31;
}

const part = /HTTP\/1\.1 (\d{3})([\s\S]*?)(?=--changesetresponse|$)/g;

/** Reads the multipart answer: either one status per change or a single failure that names the change by its index. */
export function readBatchAnswer(text: string): BatchAnswer {
  const etags: string[] = [];
  for (const [, status, rest = ''] of text.matchAll(part)) {
    if (Number(status) >= 400) return { etags: [], failure: failureOf(Number(status), rest) };
    etags.push(/^ETag: (.*?)\r?$/im.exec(rest)?.[1] ?? '');
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
