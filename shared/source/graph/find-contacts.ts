import { z } from 'zod';
import type { ExistingContact } from '../../contacts/contact-draft.ts';
import type { ContactPlace, PersonTraits } from '../contact-writer.ts';
import type { Purpose } from './call.ts';
import type { GraphClient } from './client.ts';
import type { GraphItem } from './contact.ts';
import { draftSelect, filledFields } from './contact-draft.ts';
import { contactsOf } from './contacts-of.ts';
import { parsedAnswer } from './errors.ts';
import { readWholeList } from './pages.ts';
import { personMatch, traitsSelect } from './person-match.ts';
import { rereadItems } from './reread.ts';
import { tagFilter } from './submission-tag.ts';
import { itemId, urlOf } from './url.ts';
import { versionFromETag } from './version.ts';

/** Half of what a list allows: of these few properties a page stays far below a megabyte. */
const pageSize = '500';

const versioned = z.object({ '@odata.etag': z.string().transform((etag, context) => versionOrIssue(etag, context)) });

/** The id of the contact in a place that carries a tag. One request. */
export async function taggedContact(
  client: GraphClient,
  place: ContactPlace,
  tag: string,
): Promise<string | undefined> {
  const { path, about } = contactsOf(place);
  const url = urlOf(client.cloud, path, { $filter: tagFilter(tag), $select: 'id', $top: '10' });
  const list = readWholeList(client, { about, permission: 'Contacts.ReadWrite', mailbox: place.mailbox, url });
  for await (const [first] of list) if (first !== undefined) return first.id;
  return undefined;
}

/**
 * The contacts of a place that have an address or number of a person, oldest first. Graph filters contacts by a whole address
 * only and by no number at all (Graph docs, user-list-contacts.md), and numbers are stored as people typed them; so the folder
 * is listed and compared here: one request for every 500 contacts, one more for every 20 that match. None for nobody.
 */
export async function contactsLike(
  client: GraphClient,
  place: ContactPlace,
  person: PersonTraits,
): Promise<ExistingContact[]> {
  const isLike = personMatch(person);
  if (isLike === undefined) return [];
  const { path, about } = contactsOf(place);
  const purpose = { about, permission: 'Contacts.ReadWrite', mailbox: place.mailbox };
  const url = urlOf(client.cloud, path, { $select: `id,${traitsSelect}`, $top: pageSize });
  // A list whose contacts change meanwhile shifts its pages, so one can come twice.
  const ids = new Set<string>();
  for await (const items of readWholeList(client, { ...purpose, url }))
    for (const item of items) if (isLike(item)) ids.add(item.id);
  const $select = `id,createdDateTime,${traitsSelect},${draftSelect}`;
  const urls = [...ids].map((id) => urlOf(client.cloud, [...path, itemId(id)], { $select }));
  const { found } = await rereadItems(client, [...ids], urls, purpose);
  return inOrderOfCreation(found.filter(isLike)).map((item) => fromGraphItem(item, purpose));
}

function fromGraphItem(item: GraphItem, purpose: Purpose): ExistingContact {
  const { '@odata.etag': version } = parsedAnswer(versioned, item, purpose);
  return { id: item.id, version, filled: filledFields(item) };
}

function versionOrIssue(etag: string, context: z.RefinementCtx): string {
  const version = versionFromETag(etag);
  if (version === undefined) context.addIssue('is no etag');
  return version ?? z.NEVER;
}

function inOrderOfCreation(items: readonly GraphItem[]): GraphItem[] {
  return items.toSorted((a, b) => createdAt(a) - createdAt(b));
}

function createdAt({ createdDateTime }: GraphItem): number {
  const moment = typeof createdDateTime === 'string' ? Date.parse(createdDateTime) : Number.NaN;
  return Number.isNaN(moment) ? Number.MAX_SAFE_INTEGER : moment;
}
