import { answeredAfter, type HttpAnswer, type HttpRequest } from '../processes/serve-http.ts';
import { plain, readTransaction, transactionAnswer } from './batch-text.ts';
import { noStorageCounts, noTableCounts, type StorageCounts, type TableCounts } from './counts.ts';
import { parsed, Partition } from './table-store.ts';

const largestPage = 1000;
/** A transaction of so many of the 100 possible rows counts as full: most entries with their index rows have four or fewer. */
const nearlyFull = 97;
const json = { 'content-type': 'application/json;odata=minimalmetadata' };

/** A message as it was sent, and after how long it comes into sight. */
export interface QueuedMessage {
  text: string;
  delaySeconds: number;
}

/** Table and Queue Storage as far as the product and the floor use them; keeps what is written and counts what is asked. */
export class StorageService {
  counts: StorageCounts = noStorageCounts();
  tableLatencyMs = 0;
  queueLatencyMs = 0;
  /** Rows as they were selected before: making them up again would limit what is measured. */
  readonly #selected = new WeakMap<object, Map<string, string>>();
  readonly #tables = new Map<string, Map<string, Partition>>();
  readonly #queues = new Map<string, QueuedMessage[]>();

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const [, , name = '', ...more] = request.url.pathname.split('/').map(decodeURIComponent);
    const isQueue = name === 'queue';
    return answeredAfter(isQueue ? this.queueLatencyMs : this.tableLatencyMs, () =>
      isQueue ? this.#queue(more, request) : this.#table(name, request),
    );
  }

  #table(name: string, request: HttpRequest): HttpAnswer {
    if (name === '$batch') return this.#transaction(request.body);
    if (request.method !== 'GET') return this.#unknown(request);
    const one = /^(\w+)\(PartitionKey='(.*)',RowKey='(.*)'\)$/.exec(name);
    if (one) return this.#get(one[1] ?? '', plain(one[2] ?? ''), plain(one[3] ?? ''));
    const [, table] = /^(\w+)\(\)$/.exec(name) ?? [];
    return table === undefined ? this.#unknown(request) : this.#query(table, request.url.searchParams);
  }

  /** Forgets everything that is stored. */
  clear(): void {
    this.#tables.clear();
    this.#queues.clear();
  }

  /** Takes all messages out of a queue, as they were sent. */
  take(queue: string): QueuedMessage[] {
    const messages = this.#queues.get(queue) ?? [];
    this.#queues.delete(queue);
    return messages;
  }

  digest(table: string, partition: string, without: string): { rows: number; hash: string } {
    return this.#partition(table, partition).digest(without);
  }

  #transaction(body: string): HttpAnswer {
    const { table, partition, operations } = readTransaction(body);
    const counts = this.#countsOf(table);
    counts.transactions += 1;
    counts.rows += operations.length;
    if (operations.length >= nearlyFull) counts.full += 1;
    const answer = transactionAnswer(this.#partition(table, partition).apply(operations));
    return {
      status: 202,
      headers: { 'content-type': `multipart/mixed; boundary=${answer.boundary}` },
      body: answer.body,
    };
  }

  #get(table: string, partition: string, key: string): HttpAnswer {
    this.#countsOf(table).gets += 1;
    const row = this.#partition(table, partition).get(key);
    if (row) return { status: 200, headers: { ...json, etag: row.etag }, body: withEtag(row) };
    return { status: 404, headers: json, body: '{"odata.error":{"code":"ResourceNotFound"}}' };
  }

  #query(table: string, query: URLSearchParams): HttpAnswer {
    this.#countsOf(table).queries += 1;
    const filter = query.get('$filter') ?? '';
    const bound = (clause: string): string | undefined =>
      new RegExp(`${clause} '((?:[^']|'')*)'`).exec(filter)?.[1]?.replaceAll("''", "'");
    const name = bound('PartitionKey eq') ?? '';
    const partition = this.#partition(table, name);
    const from = query.get('NextRowKey') ?? bound('RowKey ge') ?? '';
    const limit = Math.min(Number(query.get('$top') ?? largestPage), largestPage);
    const { keys, next } = partition.range(from, bound('RowKey lt') ?? '\uffff', limit);
    const select = query.get('$select');
    const rows = keys.flatMap((key) => {
      const row = partition.get(key);
      return row ? [select === null ? withEtag(row) : this.#shown(row, select)] : [];
    });
    const continuation = next === undefined ? {} : nextHeaders(name, next);
    return { status: 200, headers: { ...json, ...continuation }, body: `{"value":[${rows.join(',')}]}` };
  }

  #shown(row: { etag: string; json: string }, select: string): string {
    const shown = this.#selected.get(row) ?? new Map<string, string>();
    this.#selected.set(row, shown);
    const text = shown.get(select) ?? selected(row, select.split(','));
    shown.set(select, text);
    return text;
  }

  #queue([queue = '', what]: string[], request: HttpRequest): HttpAnswer {
    if (request.method !== 'POST' || what !== 'messages') return this.#unknown(request);
    this.counts.messages += 1;
    const text = /<MessageText>(.*)<\/MessageText>/s.exec(request.body)?.[1] ?? '';
    const delaySeconds = Number(request.url.searchParams.get('visibilitytimeout') ?? '0');
    const messages = this.#queues.get(queue) ?? [];
    messages.push({ text, delaySeconds });
    this.#queues.set(queue, messages);
    const at = new Date().toUTCString();
    const message = `<MessageId>1</MessageId><InsertionTime>${at}</InsertionTime><ExpirationTime>${at}</ExpirationTime><PopReceipt>r</PopReceipt><TimeNextVisible>${at}</TimeNextVisible>`;
    return {
      status: 201,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage>${message}</QueueMessage></QueueMessagesList>`,
    };
  }

  #unknown({ method, url }: HttpRequest): HttpAnswer {
    this.counts.unknown.push(`${method} ${url.pathname}`);
    return { status: 400, headers: json, body: '{"odata.error":{"code":"UnknownRequest"}}' };
  }

  #partition(table: string, name: string): Partition {
    const partitions = this.#tables.get(table) ?? new Map<string, Partition>();
    this.#tables.set(table, partitions);
    const partition = partitions.get(name) ?? new Partition();
    partitions.set(name, partition);
    return partition;
  }

  #countsOf(table: string): TableCounts {
    return (this.counts.tables[table] ??= noTableCounts());
  }
}

function withEtag({ etag, json: text }: { etag: string; json: string }): string {
  return `{"odata.etag":${JSON.stringify(etag)},"Timestamp":"2026-11-21T00:00:00Z",${text.slice(1)}`;
}

function selected({ etag, json: text }: { etag: string; json: string }, names: readonly string[]): string {
  const row = parsed(text);
  return JSON.stringify({ 'odata.etag': etag, ...Object.fromEntries(names.map((name) => [name, row[name]])) });
}

function nextHeaders(partition: string, key: string): Record<string, string> {
  return { 'x-ms-continuation-nextpartitionkey': partition, 'x-ms-continuation-nextrowkey': key };
}
