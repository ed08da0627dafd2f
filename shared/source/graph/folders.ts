import { defaultFolderId } from '../source.ts';
import type { Folder } from '../source.ts';
import type { Purpose } from './call.ts';
import type { GraphClient } from './client.ts';
import type { GraphItem } from './contact.ts';
import { fromGraphError, parsedAnswer, saysItemGone } from './errors.ts';
import { graphPage, readList } from './pages.ts';
import { directoryId, itemId, trustedLink, urlOf } from './url.ts';
import type { Segment } from './url.ts';
import { textOf } from './values.ts';

const query = { $select: 'id,displayName', $top: '100' };

/**
 * All contact folders of a mailbox. Graph lists the folders below the default one and not the default folder itself
 * (reference graph.md section 2.1); it says of none whether it has children, so each level is asked for its next.
 */
export async function readFolders(client: GraphClient, mailbox: string): Promise<Folder[]> {
  const purpose = { about: `the contact folders of mailbox ${mailbox}`, permission: 'Contacts.Read', mailbox };
  const inMailbox = ['users', directoryId(mailbox), 'contactFolders'];
  const folders = new Map<string, Folder>([[defaultFolderId, { id: defaultFolderId, path: '' }]]);
  const top: GraphItem[] = [];
  for await (const items of readList(client, { ...purpose, url: urlOf(client.cloud, inMailbox, query) }))
    top.push(...items);
  let level = added(folders, '', top);
  while (level.length > 0) {
    const children = await childrenOf(client, inMailbox, level, purpose);
    level = level.flatMap((parent, index) => added(folders, `${parent.path}/`, children[index] ?? []));
  }
  return [...folders.values()];
}

/** Those that are new; a folder that appears twice keeps its first place, so a circle ends. */
function added(folders: Map<string, Folder>, prefix: string, items: readonly GraphItem[]): Folder[] {
  const fresh: Folder[] = [];
  for (const item of items) {
    if (folders.has(item.id)) continue;
    const folder = { id: item.id, path: prefix + (textOf(item.displayName) ?? item.id) };
    folders.set(item.id, folder);
    fresh.push(folder);
  }
  return fresh;
}

async function childrenOf(
  client: GraphClient,
  inMailbox: readonly (string | Segment)[],
  parents: readonly Folder[],
  purpose: Purpose,
): Promise<GraphItem[][]> {
  const urls = parents.map(({ id }) => urlOf(client.cloud, [...inMailbox, itemId(id), 'childFolders'], query));
  const children: GraphItem[][] = [];
  for (const answer of await client.batch(urls, purpose)) {
    if (answer.status !== 200) {
      // A folder deleted since its parent was listed has no children; anything else is a failure, not an empty folder.
      if (!saysItemGone(answer)) throw fromGraphError(answer, purpose, client.now());
      children.push([]);
      continue;
    }
    const page = parsedAnswer(graphPage, answer.body, purpose);
    const next = page['@odata.nextLink'];
    children.push(next === undefined ? page.value : [...page.value, ...(await rest(client, next, purpose))]);
  }
  return children;
}

async function rest(client: GraphClient, link: string, purpose: Purpose): Promise<GraphItem[]> {
  const items: GraphItem[] = [];
  const options = { ...purpose, url: trustedLink(client.cloud, link), link: true };
  for await (const page of readList(client, options)) items.push(...page);
  return items;
}
