import { randomUUID } from 'node:crypto';
import type { Failure, Operation } from './table-store.ts';
import { parsed } from './table-store.ts';

/** A transaction as it came over the wire. */
export interface Transaction {
  table: string;
  partition: string;
  operations: Operation[];
}

const line = /^(POST|PUT|MERGE|DELETE) \S+\/(\w+)(?:\(PartitionKey='([^']*)',RowKey='([^']*)'\))? HTTP\/1\.1\r\n/;

/** Reads the multipart body of an entity group transaction. */
export function readTransaction(body: string): Transaction {
  let table = '';
  let partition = '';
  const operations: Operation[] = [];
  for (let start = body.indexOf('binary\r\n\r\n'); start >= 0; start = body.indexOf('binary\r\n\r\n', start)) {
    start += 'binary\r\n\r\n'.length;
    const end = body.indexOf('\r\n--changeset_', start);
    const text = body.slice(start, end);
    const [, method, name = '', at = '', key = ''] = line.exec(text) ?? [];
    const head = text.slice(0, text.indexOf('\r\n\r\n'));
    const json = text.slice(head.length).trim();
    const keys = method === 'POST' ? parsed(json) : undefined;
    table = name;
    partition = keys ? String(keys['PartitionKey']) : plain(at);
    operations.push({
      method: methodOf(method),
      key: keys ? String(keys['RowKey']) : plain(key),
      ifMatch: /^If-Match: (.*)$/m.exec(head)?.[1]?.trim(),
      json,
    });
  }
  return { table, partition, operations };
}

function methodOf(text: string | undefined): Operation['method'] {
  if (text === 'POST' || text === 'PUT' || text === 'MERGE' || text === 'DELETE') return text;
  throw new Error(`A transaction has an operation of an unknown form: ${text ?? 'none'}.`);
}

/** A key as it stands in an address: percent-encoded, quotes doubled. */
export function plain(text: string): string {
  return decodeURIComponent(text).replaceAll("''", "'");
}

/** The multipart answer to a transaction, as long as the service's own. */
export function transactionAnswer(outcome: readonly string[] | Failure): { boundary: string; body: string } {
  const boundary = `batchresponse_${randomUUID()}`;
  const change = `changesetresponse_${randomUUID()}`;
  const start = `--${change}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n`;
  const parts = 'index' in outcome ? [failureText(outcome)] : outcome.map(doneText);
  const body = `--${boundary}\r\nContent-Type: multipart/mixed; boundary=${change}\r\n\r\n${parts
    .map((part) => start + part)
    .join('')}--${change}--\r\n--${boundary}--\r\n`;
  return { boundary, body };
}

const common = 'X-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nDataServiceVersion: 1.0;\r\n';

function doneText(etag: string): string {
  return `HTTP/1.1 204 No Content\r\n${common}${etag === '' ? '' : `ETag: ${etag}\r\n`}\r\n\r\n`;
}

function failureText({ index, status, code }: Failure): string {
  const error = { 'odata.error': { code, message: { lang: 'en-US', value: `${index}:${code}` } } };
  return `HTTP/1.1 ${status} Failed\r\n${common}\r\n${JSON.stringify(error)}\r\n`;
}
