import { z } from 'zod';
import { ConflictError, InvalidError } from '../../errors.ts';
import type { WantedCategory } from '../event-reader.ts';
import type { Purpose } from './call.ts';
import type { GraphClient } from './client.ts';
import { parsedAnswer } from './errors.ts';
import { readWholeList } from './pages.ts';
import { directoryId, urlOf } from './url.ts';

const category = z.object({ displayName: z.string().nullish() });

interface List {
  client: GraphClient;
  purpose: Purpose;
  url: string;
}

/**
 * Adds the categories that a mailbox's list lacks. A name is in the list once, in any case, and its colour is its owner's: what is
 * there is never changed (reference graph.md section 4). One request, and one more for each category that is added.
 */
export async function addCategories(
  client: GraphClient,
  mailbox: string,
  wanted: readonly WantedCategory[],
): Promise<number> {
  const purpose = { about: `the categories of mailbox ${mailbox}`, permission: 'MailboxSettings.ReadWrite', mailbox };
  const url = urlOf(client.cloud, ['users', directoryId(mailbox), 'outlook', 'masterCategories']);
  const list: List = { client, purpose, url };
  const known = await namesIn(list);
  let added = 0;
  for (const each of wanted) {
    const name = folded(each.name);
    if (known.has(name)) continue;
    known.add(name);
    if (await add(list, each)) added += 1;
  }
  return added;
}

/** Whether it was added: somebody else may do so at the same moment, and with what code Graph then refuses it is not documented. */
async function add(list: List, { name, colour }: WantedCategory): Promise<boolean> {
  try {
    await list.client.post({ ...list.purpose, url: list.url }, { displayName: name, color: colour });
    return true;
  } catch (error) {
    const refused = error instanceof ConflictError || error instanceof InvalidError;
    if (!refused || !(await namesIn(list)).has(folded(name))) throw error;
    return false;
  }
}

async function namesIn({ client, purpose, url }: List): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const items of readWholeList(client, { ...purpose, url })) {
    for (const { displayName } of parsedAnswer(z.array(category), items, purpose)) names.add(folded(displayName ?? ''));
  }
  return names;
}

function folded(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
