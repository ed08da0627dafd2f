import { fromGraphError, parsedAnswer, saysItemGone } from './errors.ts';
import type { BatchAnswer } from './batch.ts';
import type { Purpose } from './call.ts';
import type { GraphClient } from './client.ts';
import { graphItem } from './contact.ts';
import type { GraphItem } from './contact.ts';
import { readPage } from './pages.ts';
import { selectWithExtended } from './plan.ts';
import type { FolderRead } from './read-folder.ts';
import { itemId, urlOf } from './url.ts';

/** What reading by id found: the items as they are now, and the ids that are gone. */
export interface Reread {
  found: GraphItem[];
  gone: string[];
}

/** Reads items by address, 20 in a request; `ids` and `urls` go together. */
export async function rereadItems(
  client: GraphClient,
  ids: readonly string[],
  urls: readonly string[],
  purpose: Purpose,
): Promise<Reread> {
  const answers = await client.batch(urls, purpose);
  const result: Reread = { found: [], gone: [] };
  for (const [index, id] of ids.entries()) {
    const item = itemFrom(answers[index], purpose, client.now());
    if (item === undefined) result.gone.push(id);
    else result.found.push(item);
  }
  return result;
}

function itemFrom(answer: BatchAnswer | undefined, purpose: Purpose, now: number): GraphItem | undefined {
  if (answer?.status === 200) return parsedAnswer(graphItem, answer.body, purpose);
  if (answer !== undefined && saysItemGone(answer)) return undefined;
  throw fromGraphError(answer ?? { status: 502, retryAfter: undefined, body: undefined }, purpose, now);
}

/**
 * Reads contacts by id. An id that the page called both existing and removed can be one that moved: Exchange finds a moved
 * or deleted contact by its immutable id in every folder, so only one that still is in this folder counts as found.
 */
export async function rereadContacts(
  read: FolderRead,
  ids: readonly string[],
  contested: ReadonlySet<string>,
): Promise<Reread> {
  const urls = ids.map((id) => urlOfContact(read, id, contested.has(id)));
  const { found, gone } = await rereadItems(read.client, ids, urls, read.purpose);
  if (!found.some(({ id }) => contested.has(id))) return { found, gone };
  const home = await folderOfItems(read);
  const elsewhere = new Set(
    found.filter((item) => contested.has(item.id) && isElsewhere(item, home)).map(({ id }) => id),
  );
  return { found: found.filter(({ id }) => !elsewhere.has(id)), gone: [...gone, ...elsewhere] };
}

function urlOfContact({ client, plan, path }: FolderRead, id: string, withFolder: boolean): string {
  return urlOf(client.cloud, [...path, itemId(id)], {
    $select: selectWithExtended(plan) + (withFolder ? ',parentFolderId' : ''),
    ...(plan.expand === undefined ? {} : { $expand: plan.expand }),
  });
}

/**
 * The folder's id as its contacts name it. The default folder is listed nowhere; its id is the `parentFolderId` of any of
 * its contacts (reference graph.md section 2.1). Undefined when the folder is empty.
 */
async function folderOfItems({ client, path, purpose }: FolderRead): Promise<unknown> {
  const url = urlOf(client.cloud, path, { $top: '1', $select: 'parentFolderId' });
  const { items } = await readPage(client, { ...purpose, url });
  return items[0]?.parentFolderId;
}

function isElsewhere(item: GraphItem, home: unknown): boolean {
  return typeof item.parentFolderId === 'string' && item.parentFolderId !== home;
}
