import type { ContactPage, ReadContacts, Source } from '../source.ts';
import { GraphClient } from './client.ts';
import type { GraphSourceOptions } from './client.ts';
import { readFolders } from './folders.ts';
import { sendMail } from './mail.ts';
import { readMailbox, readMailboxes } from './mailboxes.ts';
import { readDirectory } from './read-directory.ts';
import { readFolder } from './read-folder.ts';

export { graphCloudNames, graphClouds, localCloud } from './clouds.ts';
export type { GraphCloud, GraphCloudName } from './clouds.ts';
export type { GraphSourceOptions } from './client.ts';
export type { GraphCredential } from './token.ts';

/** Opens one Exchange Online organisation through Microsoft Graph. Nothing is sent before the first call. */
export function openGraphSource(options: GraphSourceOptions): Source {
  const client = new GraphClient(options);
  return {
    count: client.count,
    mailboxes: (selection) => readMailboxes(client, selection),
    mailbox: (address) => readMailbox(client, address),
    folders: (mailbox) => readFolders(client, mailbox),
    contacts: (request) => readContacts(client, request),
    sendMail: (from, mail) => sendMail(client, from, mail),
  };
}

function readContacts(client: GraphClient, request: ReadContacts): AsyncIterable<ContactPage> {
  const { feed } = request;
  return feed.kind === 'folder'
    ? readFolder(client, request, feed.mailbox, feed.folder)
    : readDirectory(client, request, feed.kind);
}
