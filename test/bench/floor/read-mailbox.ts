import { hash, randomUUID } from 'node:crypto';
import type { Pool } from 'undici';
import { z } from 'zod';
import { graphOrigin } from '../graph/link.ts';
import { hash53, rowsOf, text36, type FloorRow, type ReadNumber, type WireContact } from './rows.ts';
import type { FloorChange, FloorTable } from './table.ts';

const mostChanges = 99;
const select = 'displayName,givenName,surname,companyName,businessPhones,homePhones,mobilePhone,emailAddresses';
const fax = "singleValueExtendedProperties($filter=id eq 'String 0x3a24')";
const token = `Bearer ${'t'.repeat(1500)}`;

interface Page {
  value: WireContact[];
  '@odata.nextLink'?: string;
  '@odata.deltaLink'?: string;
}

/** Only states a type: the floor looks at nothing that it reads. */
const pageSchema = z.custom<Page>(() => true);

export interface FloorRead {
  graph: Pool;
  table: FloorTable;
  profile: string;
  mailbox: string;
  account: string;
  projection: string;
  e164Of: ReadNumber;
}

/**
 * A first read of one default folder, straight down: what `syncJob` asks and writes, without anything that looks whether it
 * went well, waits, tries again, or remembers. Answers how many contacts were read.
 */
export async function readMailbox(read: FloorRead): Promise<number> {
  const { graph, table, profile, mailbox, account, projection, e164Of } = read;
  const partition = `${profile}|account|${account}`;
  const feed = hash('sha256', Buffer.from(`${mailbox}\n${mailbox}\ndefault`, 'utf16le'), 'base64url').slice(0, 11);
  const users = `/v1.0/users/${mailbox}`;
  for await (const _rows of table.query(partition, `c|${mailbox}`));
  await pageAt(graph, `${users}/contactFolders?$select=id,displayName&$top=100`);
  const listing = `"v":1,"listedAt":"${new Date().toISOString()}","folders":"[{\\"id\\":\\"default\\",\\"path\\":\\"\\"}]"`;
  await table.commit(partition, [{ do: 'upsert', key: `c|${mailbox}|-`, cells: listing }]);

  let etag: string | undefined;
  let contacts = 0;
  let pending: FloorRow[][] = [];
  let rows = 0;
  const write = async (changes: FloorChange[], position: string): Promise<void> => {
    const row = { key: `c|${mailbox}|${feed}`, cells: checkpoint(position, contacts, projection) };
    changes.push(etag === undefined ? { do: 'insert', ...row } : { do: 'replace', ...row, etag });
    etag = await table.commit(partition, changes);
  };
  const drain = async (least: number, position: string): Promise<void> => {
    while (rows >= least && pending.length > 0) {
      const changes: FloorChange[] = [];
      let taken = 0;
      for (const group of pending) {
        if (changes.length + group.length > mostChanges) break;
        for (const row of group) changes.push({ do: 'upsert', ...row });
        taken += 1;
      }
      pending = pending.slice(taken);
      rows -= changes.length;
      await write(changes, position);
    }
  };

  const list = `${users}/contacts?$top=500&$select=${select},singleValueExtendedProperties&$expand=${encodeURIComponent(fax)}`;
  for await (const page of pagesFrom(graph, list)) {
    for (const item of page.value) {
      const group = rowsOf(item, { feed, account, projection, e164Of });
      pending.push(group);
      rows += group.length;
      contacts += 1;
    }
    await drain(mostChanges, page['@odata.nextLink'] ?? '');
  }
  let proofs = 0;
  for await (const page of pagesFrom(graph, `${users}/contacts/delta?$select=${select}`)) {
    const hashes = page.value.map((item) => text36(hash53(`e|${feed}|${item.id}`))).join('.');
    proofs += 1;
    const key = `s|${feed}|00000001|${String(proofs).padStart(8, '0')}`;
    pending.push([{ key, cells: `"v":1,"hashes":"${hashes}"` }]);
    rows += 1;
    await drain(mostChanges, page['@odata.deltaLink'] ?? page['@odata.nextLink'] ?? '');
  }
  await drain(0, '');
  await sweep(read, partition, feed, write);
  return contacts;
}

/** Looks for entries that no page of the change round named, then forgets what the pages named. */
async function sweep(
  { table }: FloorRead,
  partition: string,
  feed: string,
  write: (changes: FloorChange[], position: string) => Promise<void>,
): Promise<void> {
  const proven = new Set<number>();
  const forget: FloorChange[] = [];
  for await (const rows of table.query(partition, `s|${feed}`)) {
    for (const { RowKey = '', hashes = '' } of rows) {
      for (const text of hashes.split('.')) proven.add(Number.parseInt(text, 36));
      forget.push({ do: 'delete', key: RowKey });
    }
  }
  for await (const rows of table.query(partition, `e|${feed}`, '&$select=RowKey,contact'))
    for (const row of rows) if (!proven.has(hash53(row['RowKey'] ?? ''))) throw new Error('An entry is not proven.');
  await write(forget, '');
}

/** Pages with the next one on its way; the turn of the event loop lets its request out before the processor is busy. */
async function* pagesFrom(graph: Pool, path: string): AsyncGenerator<Page> {
  let page: Promise<Page> | undefined = pageAt(graph, path);
  while (page) {
    const current: Page = await page;
    const next = current['@odata.nextLink'];
    page = next === undefined ? undefined : pageAt(graph, next.slice(graphOrigin.length));
    await new Promise(setImmediate);
    yield current;
  }
}

async function pageAt(graph: Pool, path: string): Promise<Page> {
  const { statusCode, body } = await graph.request({
    method: 'GET',
    path,
    headers: {
      authorization: token,
      accept: 'application/json',
      prefer: 'IdType="ImmutableId", odata.maxpagesize=200',
    },
  });
  if (statusCode !== 200) throw new Error(`Graph answered ${statusCode}.`);
  return pageSchema.parse(JSON.parse(await body.text()));
}

function checkpoint(link: string, entries: number, projection: string): string {
  const position = JSON.stringify(JSON.stringify({ p: 'list', link, asked: 'x'.repeat(22) }));
  return `"v":1,"path":"","position":${position},"round":"full","generation":1,"projection":"${projection}","connection":1,"entries":${entries},"settled":0,"doomed":0,"proofs":0,"listed":true,"midRound":true,"partial":true,"writer":"${randomUUID()}","updatedAt":"${new Date().toISOString()}"`;
}
