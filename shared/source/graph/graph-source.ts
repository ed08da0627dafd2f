import type { ContactWriter } from '../contact-writer.ts';
import type { EventReader } from '../event-reader.ts';
import type { ContactPage, ReadContacts, Source } from '../source.ts';
import { addCategories } from './add-categories.ts';
import { GraphClient } from './client.ts';
import type { GraphSourceOptions } from './client.ts';
import { contactsLike, taggedContact } from './find-contacts.ts';
import { folderNamed } from './folder-named.ts';
import { readFolders } from './folders.ts';
import { sendMail } from './mail.ts';
import { readMailbox, readMailboxes } from './mailboxes.ts';
import { readDirectory } from './read-directory.ts';
import { readEvents } from './read-events.ts';
import { readFolder } from './read-folder.ts';
import { readTimeZone } from './time-zone.ts';
import { completeContact, createContact } from './write-contact.ts';

export { graphCloudNames, graphClouds, localCloud } from './clouds.ts';
export type { GraphCloud, GraphCloudName } from './clouds.ts';
export type { GraphSourceOptions } from './client.ts';
export type { GraphCredential } from './token.ts';

/** Opens one Exchange Online organisation through Microsoft Graph. Nothing is sent before the first call. */
export function openGraphSource(options: GraphSourceOptions): Source & ContactWriter & EventReader {
  const client = new GraphClient(options);
  return {
    count: client.count,
    mailboxes: (selection) => readMailboxes(client, selection),
    mailbox: (address) => readMailbox(client, address),
    folders: (mailbox) => readFolders(client, mailbox),
    contacts: (request) => readContacts(client, request),
    sendMail: (from, mail) => sendMail(client, from, mail),
    folderNamed: (mailbox, name) => folderNamed(client, mailbox, name),
    createContact: (place, draft, tag, maySend) => createContact(client, place, draft, tag, maySend),
    taggedContact: (place, tag) => taggedContact(client, place, tag),
    contactsLike: (place, person) => contactsLike(client, place, person),
    completeContact: (mailbox, contact, fields) => completeContact(client, mailbox, contact, fields),
    events: (request) => readEvents(client, request),
    timeZone: (mailbox) => readTimeZone(client, mailbox),
    addCategories: (mailbox, wanted) => addCategories(client, mailbox, wanted),
  };
}

function readContacts(client: GraphClient, request: ReadContacts): AsyncIterable<ContactPage> {
  const { feed } = request;
  return feed.kind === 'folder'
    ? readFolder(client, request, feed.mailbox, feed.folder)
    : readDirectory(client, request, feed.kind);
}
