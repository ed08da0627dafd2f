import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readCalendar } from './calendar.ts';
import type { TenantFolder, TenantMailbox } from './tenant.ts';
import { readContactFile } from './vcard/contact-file.ts';

/** Told what was left out: the file, and what is wrong with it. */
export type Warn = (file: string, message: string) => void;

/** A mailbox nobody has put anything into. */
export function emptyMailbox(): TenantMailbox {
  return { contacts: folder('Contacts'), calendar: undefined };
}

/** Reads `contacts.vcf`, `contacts/` and `calendar.ics` of one mailbox. */
export async function readMailbox(directory: string, name: string, warn: Warn): Promise<TenantMailbox> {
  const mailbox = emptyMailbox();
  for (const { entry, isDirectory } of await entriesOf(directory)) {
    const path = join(directory, entry);
    const shown = `${name}/${entry}`;
    const known = entry.toLowerCase();
    if (isDirectory && known === 'contacts') mailbox.contacts.folders = await readFolders(path, shown, warn);
    else if (!isDirectory && known === 'contacts.vcf')
      mailbox.contacts.contacts = await readContacts(path, shown, warn);
    else if (!isDirectory && known === 'calendar.ics')
      mailbox.calendar = readCalendar(await readFile(path), shown, warn, name);
    else warn(shown, 'the name is not one of contacts.vcf, contacts and calendar.ics; it was left out');
  }
  return mailbox;
}

/** The entries of a directory in a fixed order, hidden ones (`.DS_Store`) left out. */
export async function entriesOf(directory: string): Promise<{ entry: string; isDirectory: boolean }[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries
    .map((each) => ({ entry: each.name, isDirectory: each.isDirectory() }))
    .filter(({ entry }) => !entry.startsWith('.'))
    .toSorted((left, right) => (left.entry < right.entry ? -1 : 1));
}

/** `Customers.vcf` and `Customers/` are one folder: its contacts and its sub-folders. */
async function readFolders(directory: string, name: string, warn: Warn): Promise<TenantFolder[]> {
  const folders = new Map<string, TenantFolder>();
  for (const { entry, isDirectory } of await entriesOf(directory)) {
    const path = join(directory, entry);
    const shown = `${name}/${entry}`;
    const vcf = /^(.+)\.vcf$/i.exec(entry)?.[1];
    if (!isDirectory && vcf === undefined) {
      warn(shown, 'only .vcf files and directories are folders; it was left out');
      continue;
    }
    // macOS hands out names with the accents apart from their letters
    const displayName = (isDirectory ? entry : (vcf ?? entry)).normalize('NFC');
    const found = folders.get(displayName) ?? folder(displayName);
    folders.set(displayName, found);
    if (isDirectory) found.folders = await readFolders(path, shown, warn);
    else found.contacts = await readContacts(path, shown, warn);
  }
  return [...folders.values()];
}

async function readContacts(path: string, name: string, warn: Warn): Promise<TenantFolder['contacts']> {
  const { contacts, warnings } = readContactFile(await readFile(path));
  for (const warning of warnings) warn(name, warning);
  return contacts;
}

function folder(displayName: string): TenantFolder {
  return { displayName, contacts: [], folders: [] };
}
