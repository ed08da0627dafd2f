import type { ContactPlace } from '../contact-writer.ts';
import { defaultFolderId } from '../source.ts';
import { directoryId, itemId } from './url.ts';
import type { Segment } from './url.ts';

/**
 * The path of the contacts of a folder and what to call them in a sentence. The default folder is in no list of folders and
 * has a path of its own; ids of other folders are good at any depth (reference graph.md section 2.1).
 */
export function contactsOf({ mailbox, folder }: ContactPlace): {
  path: readonly (string | Segment)[];
  about: string;
} {
  const inMailbox = ['users', directoryId(mailbox)];
  if (folder === defaultFolderId)
    return { path: [...inMailbox, 'contacts'], about: `the contacts of mailbox ${mailbox}` };
  const path = [...inMailbox, 'contactFolders', itemId(folder), 'contacts'];
  return { path, about: `a contact folder of mailbox ${mailbox}` };
}
