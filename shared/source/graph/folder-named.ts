import { ConflictError, InvalidError, NotFoundError } from '../../errors.ts';
import { defaultFolderId } from '../source.ts';
import type { Purpose } from './call.ts';
import type { GraphClient } from './client.ts';
import { graphItem } from './contact.ts';
import type { GraphItem } from './contact.ts';
import { mailboxGoneCode } from './error-table.ts';
import { parsedAnswer } from './errors.ts';
import { readWholeList } from './pages.ts';
import { directoryId, itemId, urlOf } from './url.ts';
import type { Segment } from './url.ts';
import { textOf } from './values.ts';

interface Asking {
  client: GraphClient;
  purpose: Purpose;
  path: readonly (string | Segment)[];
}

/**
 * The id of the folder with a name at the top of a mailbox, made where there is none. One request for every 100 folders, a
 * second one for the name of the default folder, a third one to make the folder.
 */
export async function folderNamed(client: GraphClient, mailbox: string, name: string): Promise<string> {
  const asking: Asking = {
    client,
    purpose: { about: `the contact folders of mailbox ${mailbox}`, permission: 'Contacts.ReadWrite', mailbox },
    path: ['users', directoryId(mailbox), 'contactFolders'],
  };
  const top = await topFolders(asking);
  const found = withName(top, name);
  if (found !== undefined) return found.id;
  if (isSameName(await nameOfDefault(asking, top), name)) return defaultFolderId;
  return makeFolder(asking, name);
}

async function topFolders({ client, purpose, path }: Asking): Promise<GraphItem[]> {
  const url = urlOf(client.cloud, path, { $select: 'id,displayName,parentFolderId', $top: '100' });
  const folders: GraphItem[] = [];
  for await (const items of readWholeList(client, { ...purpose, url })) folders.push(...items);
  return folders;
}

/**
 * The name of the default folder, which is in the language of its owner. It is the parent of every folder in the list; without
 * any it is asked for by its well-known name, which is unconfirmed, so a mailbox that does not know it has just no such name
 * (reference graph.md section 2.1).
 */
async function nameOfDefault({ client, purpose, path }: Asking, top: readonly GraphItem[]): Promise<unknown> {
  const parent = textOf(top[0]?.parentFolderId);
  try {
    const folder = parent === undefined ? 'contacts' : itemId(parent);
    const url = urlOf(client.cloud, [...path, folder], { $select: 'displayName' });
    return parsedAnswer(graphItem, await client.get({ ...purpose, url }), purpose).displayName;
  } catch (error) {
    const noMailbox = error instanceof NotFoundError && mailboxGoneCode.test(error.code ?? '');
    if ((error instanceof NotFoundError && !noMailbox) || error instanceof InvalidError) return undefined;
    throw error;
  }
}

/** Somebody else may make the folder at the same moment, and one that was made is not always said to be: then it is there now. */
async function makeFolder(asking: Asking, name: string): Promise<string> {
  const { client, purpose, path } = asking;
  try {
    const answer = await client.post(
      { ...purpose, url: urlOf(client.cloud, path) },
      { displayName: name.normalize('NFC').trim() },
    );
    return parsedAnswer(graphItem, answer, purpose).id;
  } catch (error) {
    const found = error instanceof ConflictError ? withName(await topFolders(asking), name) : undefined;
    if (found === undefined) throw error;
    return found.id;
  }
}

function withName(folders: readonly GraphItem[], name: string): GraphItem | undefined {
  return folders.find(({ displayName }) => isSameName(displayName, name));
}

// Programs write the same umlaut in two ways, as one letter or as two.
function isSameName(displayName: unknown, name: string): boolean {
  return typeof displayName === 'string' && folded(displayName) === folded(name);
}

function folded(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
