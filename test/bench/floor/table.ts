import { createHmac, randomUUID } from 'node:crypto';
import type { Pool } from 'undici';
import { z } from 'zod';
import type { FloorRow } from './rows.ts';

const key = Buffer.alloc(64, 7);
const head = 'Accept: application/json;odata=nometadata\r\nDataServiceVersion: 3.0\r\n';
const typed = 'Content-Type: application/json;odata=nometadata\r\n\r\n';

/** Only states a type: the floor looks at nothing that it reads. */
const rangeSchema = z.custom<{ value: Record<string, string>[] }>(() => true);

export type FloorChange =
  | ({ do: 'upsert' | 'insert' } & FloorRow)
  | ({ do: 'replace'; etag: string } & FloorRow)
  | { do: 'delete'; key: string };

/** Table Storage by hand: signed requests, a body of concatenated texts, and no look at the answer but the last etag. */
export class FloorTable {
  readonly #pool: Pool;
  readonly #url: string;

  constructor(pool: Pool, origin: string) {
    this.#pool = pool;
    this.#url = `${origin}/bench/books`;
  }

  /** Applies a transaction; answers the etag of its last row. */
  async commit(partition: string, changes: readonly FloorChange[]): Promise<string> {
    const id = randomUUID();
    const start = `--changeset_${id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n`;
    const at = `${this.#url}(PartitionKey='${encodeURIComponent(partition)}',RowKey='`;
    let body = `--batch_${id}\r\nContent-Type: multipart/mixed; boundary=changeset_${id}\r\n\r\n`;
    for (const change of changes) {
      body += start;
      if (change.do === 'delete') {
        body += `DELETE ${at}${encodeURIComponent(change.key)}') HTTP/1.1\r\n${head}If-Match: *\r\n\r\n\r\n`;
        continue;
      }
      const json = `{"PartitionKey":"${partition}","RowKey":"${change.key}",${change.cells}}`;
      if (change.do === 'insert') {
        body += `POST ${this.#url} HTTP/1.1\r\n${head}Prefer: return-no-content\r\n${typed}${json}\r\n`;
        continue;
      }
      const condition = change.do === 'replace' ? `If-Match: ${change.etag}\r\n` : '';
      body += `PUT ${at}${encodeURIComponent(change.key)}') HTTP/1.1\r\n${head}${condition}${typed}${json}\r\n`;
    }
    body += `--changeset_${id}--\r\n--batch_${id}--\r\n`;
    const { statusCode, body: answer } = await this.#pool.request({
      method: 'POST',
      path: '/bench/$batch',
      headers: { ...signed('/bench/$batch'), 'content-type': `multipart/mixed; boundary=batch_${id}` },
      body,
    });
    const text = await answer.text();
    if (statusCode !== 202 || text.includes('HTTP/1.1 4'))
      throw new Error(`The transaction failed: ${text.slice(0, 500)}`);
    return /ETag: (.*?)\r\n/.exec(text.slice(text.lastIndexOf('ETag: ')))?.[1] ?? '';
  }

  /** Reads a range of keys page by page. */
  async *query(partition: string, under: string, select = ''): AsyncGenerator<Record<string, string>[]> {
    const filter = `PartitionKey eq '${partition}' and RowKey ge '${under}|' and RowKey lt '${under}}'`;
    let next = '';
    do {
      const path = `/bench/books()?$filter=${encodeURIComponent(filter)}&$top=1000${select}${next}`;
      const { headers, body } = await this.#pool.request({
        method: 'GET',
        path,
        headers: { ...signed('/bench/books()'), accept: 'application/json;odata=nometadata' },
      });
      yield rangeSchema.parse(JSON.parse(await body.text())).value;
      const row = headers['x-ms-continuation-nextrowkey'];
      next =
        row === undefined
          ? ''
          : `&NextPartitionKey=${encodeURIComponent(partition)}&NextRowKey=${encodeURIComponent(String(row))}`;
    } while (next !== '');
  }
}

function signed(path: string): Record<string, string> {
  const date = new Date().toUTCString();
  const signature = createHmac('sha256', key).update(`${date}\n/bench${path}`).digest('base64');
  return { 'x-ms-date': date, 'x-ms-version': '2019-02-02', authorization: `SharedKeyLite bench:${signature}` };
}
