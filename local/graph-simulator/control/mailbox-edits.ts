import { applyContactBody, checkContactBody } from '../contacts/contact-changes.ts';
import { parseContactBody } from '../contacts/contact-body.ts';
import type { ContactFolder } from '../contacts/contact-folder.ts';
import { showContact } from '../contacts/contact-view.ts';
import { writeExtended } from '../contacts/extended-properties.ts';
import { normaliseExtendedPropertyId } from '../contacts/extended-property-id.ts';
import type { Mailbox } from '../contacts/mailbox.ts';
import { draftOf } from '../contacts/stored-contact.ts';
import type { ContactContent, StoredContact } from '../contacts/stored-contact.ts';
import { noSuchItem } from '../graph/errors.ts';
import type { World } from '../graph/world.ts';

/** A contact as tests and shells write it. */
export interface ContactEdit {
  /** Writable properties of `microsoft.graph.contact`. */
  properties?: Record<string, unknown>;
  /** Extended properties: id to value; null clears. */
  extended?: Record<string, string | null>;
}

/** A contact as tests and shells see it. */
export interface ContactSight {
  /** Immutable id. */
  id: string;
  mutableId: string;
  folderId: string;
  /** Path from the default folder down, e.g. `Contacts/Suppliers`. */
  folder: string;
  /** Every property as Graph shows it. */
  properties: Record<string, unknown>;
  /** Extended properties that Graph has no property for: normalised id to value. */
  extended: Record<string, string>;
}

/** A folder as tests and shells see it. */
export interface FolderSight {
  id: string;
  /** Path from the default folder down. */
  path: string;
  contacts: number;
}

/** Edits in a mailbox as its user makes them in Outlook: past permissions, limits of the API and faults. */
export class MailboxEdits {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The mailbox of a user principal name or object id. */
  mailbox(key: string): Mailbox {
    return this.#world.mailboxes.require(this.#world.directory.requireUser(key).id);
  }

  contacts(key: string): ContactSight[] {
    const folders = [...this.mailbox(key).defaultFolder.tree()];
    return folders.flatMap((folder) => folder.contacts.items().map(sight));
  }

  contact(key: string, id: string): ContactSight {
    return sight(this.mailbox(key).contact(id));
  }

  /** @param folder id, path or name of a folder; absent = the default folder */
  addContact(key: string, edit: ContactEdit, folder?: string): ContactSight {
    const mailbox = this.mailbox(key);
    const contact = mailbox.newContact(findFolder(mailbox, folder), this.#world.clock());
    apply(contact, edit);
    mailbox.insert(contact, 'add');
    return sight(contact);
  }

  patchContact(key: string, id: string, edit: ContactEdit): ContactSight {
    const mailbox = this.mailbox(key);
    const contact = mailbox.contact(id);
    const draft = draftOf(contact);
    mailbox.update(contact, draft, apply(draft, edit), this.#world.clock());
    return sight(contact);
  }

  deleteContact(key: string, id: string): void {
    const mailbox = this.mailbox(key);
    mailbox.remove(mailbox.contact(id));
  }

  moveContact(key: string, id: string, folder: string): ContactSight {
    const mailbox = this.mailbox(key);
    const contact = mailbox.contact(id);
    mailbox.move(contact, findFolder(mailbox, folder), this.#world.clock());
    return sight(contact);
  }

  /** Deletes every contact in every folder; returns how many there were. */
  empty(key: string): number {
    const mailbox = this.mailbox(key);
    let count = 0;
    for (const folder of mailbox.defaultFolder.tree()) {
      count += folder.contacts.size;
      mailbox.emptyFolder(folder);
    }
    return count;
  }

  folders(key: string): FolderSight[] {
    return [...this.mailbox(key).defaultFolder.tree()].map(folderSight);
  }

  addFolder(key: string, displayName: string, parent?: string): FolderSight {
    const mailbox = this.mailbox(key);
    return folderSight(mailbox.createFolder(findFolder(mailbox, parent), displayName, 'add'));
  }

  deleteFolder(key: string, folder: string): void {
    const mailbox = this.mailbox(key);
    mailbox.deleteFolder(findFolder(mailbox, folder));
  }

  /** Delta links given out so far are answered with 410: of one mailbox, or of all. */
  expireSyncState(key?: string): void {
    const mailboxes = key === undefined ? this.#world.mailboxes.built() : [this.mailbox(key)];
    for (const mailbox of mailboxes) mailbox.syncEpoch += 1;
  }
}

function apply(content: ContactContent, edit: ContactEdit): string[] {
  const body = parseContactBody(edit.properties ?? {});
  checkContactBody(body, false);
  const changed = applyContactBody(content, body);
  for (const [id, value] of Object.entries(edit.extended ?? {})) {
    writeExtended(content, normaliseExtendedPropertyId(id), value);
  }
  return changed;
}

function findFolder(mailbox: Mailbox, name: string | undefined): ContactFolder {
  if (name === undefined) return mailbox.defaultFolder;
  const root = mailbox.defaultFolder.path;
  for (const folder of mailbox.defaultFolder.tree()) {
    if ([folder.id, folder.path, folder.displayName].includes(name) || folder.path === `${root}/${name}`) return folder;
  }
  throw noSuchItem();
}

function sight(contact: StoredContact): ContactSight {
  const view = { select: undefined, immutableIds: true, extended: undefined, emptySlots: false };
  return {
    id: contact.immutableId,
    mutableId: contact.mutableId,
    folderId: contact.folder.id,
    folder: contact.folder.path,
    properties: showContact(contact, view),
    extended: { ...contact.extended },
  };
}

function folderSight(folder: ContactFolder): FolderSight {
  return { id: folder.id, path: folder.path, contacts: folder.contacts.size };
}
