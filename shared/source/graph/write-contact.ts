import type { Contact as GraphContact } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { ContactDraft, ExistingContact } from '../../contacts/contact-draft.ts';
import { InvalidError } from '../../errors.ts';
import type { ContactPlace } from '../contact-writer.ts';
import type { Purpose } from './call.ts';
import type { GraphClient } from './client.ts';
import { graphItem } from './contact.ts';
import { shownName, toGraphContact, unfilled } from './contact-draft.ts';
import { contactsOf } from './contacts-of.ts';
import { parsedAnswer } from './errors.ts';
import { toGraphTag } from './submission-tag.ts';
import { directoryId, itemId, urlOf } from './url.ts';
import type { Segment } from './url.ts';
import { textOf } from './values.ts';
import { etagOf } from './version.ts';

/**
 * Creates a contact with its tag in one request. Graph knows no transaction id for contacts (reference graph.md section 2.4),
 * so the request is never repeated here unless Graph has refused it with a short 429.
 */
export async function createContact(
  client: GraphClient,
  place: ContactPlace,
  draft: ContactDraft,
  tag: string,
  maySend?: () => boolean,
): Promise<string> {
  const { path, about } = contactsOf(place);
  const displayName = shownName(draft);
  if (displayName === undefined) throw nobody(about);
  const url = urlOf(client.cloud, path);
  const options = { about, permission: 'Contacts.ReadWrite', mailbox: place.mailbox, url, maySend };
  const contact = { ...toGraphContact({ ...draft, displayName }), singleValueExtendedProperties: [toGraphTag(tag)] };
  return parsedAnswer(graphItem, await client.post(options, contact), options).id;
}

function nobody(about: string): InvalidError {
  return new InvalidError(
    `The contact for ${about} says nothing about anybody; give it a name, a company, an address or a number.`,
    [],
    { code: 'contactEmpty' },
  );
}

/**
 * Writes fields that a contact does not have yet; what it has stays. One request, and one more before it when the name changes,
 * see `namesToKeep`. Nothing is sent when nothing is left to write.
 */
export async function completeContact(
  client: GraphClient,
  mailbox: string,
  contact: ExistingContact,
  fields: Partial<ContactDraft>,
): Promise<void> {
  const purpose = { about: `a contact of mailbox ${mailbox}`, permission: 'Contacts.ReadWrite', mailbox };
  const path = ['users', directoryId(mailbox), 'contacts', itemId(contact.id)];
  const changes = toGraphContact(unfilled(fields, contact.filled));
  if (Object.keys(changes).length === 0) return;
  const kept =
    changes.givenName === undefined && changes.surname === undefined ? {} : await namesToKeep(client, path, purpose);
  const headers = { 'If-Match': etagOf(contact.version) };
  await client.patch({ ...purpose, url: urlOf(client.cloud, path), headers }, { ...kept, ...changes });
}

const composedNames = z.object({ displayName: z.unknown(), fileAs: z.unknown() });

/**
 * The names that Exchange composes anew when a part of the name is written, unless the same request says them (reference
 * graph.md section 2.4; `fileAs` is unconfirmed and kept to be safe). If they change after this, the version does too.
 */
async function namesToKeep(
  client: GraphClient,
  path: readonly (string | Segment)[],
  purpose: Purpose,
): Promise<GraphContact> {
  const url = urlOf(client.cloud, path, { $select: 'displayName,fileAs' });
  const names = parsedAnswer(composedNames, await client.get({ ...purpose, url }), purpose);
  const displayName = textOf(names.displayName);
  const fileAs = textOf(names.fileAs);
  return { ...(displayName === undefined ? {} : { displayName }), ...(fileAs === undefined ? {} : { fileAs }) };
}
