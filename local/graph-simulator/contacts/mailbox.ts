import { GraphError, noSuchItem } from '../graph/errors.ts';
import { TrackedCollection } from '../tracked-collection.ts';
import { ContactFolder } from './contact-folder.ts';
import { isNamedProperty } from './extended-property-id.ts';
import { Identifiers, isWellFormedId } from './identifiers.ts';
import { seconds, touch } from './stored-contact.ts';
import type { ContactContent, StoredContact } from './stored-contact.ts';

/** A mailbox: contact folders and the contacts in them. */
export class Mailbox {
  /** Object id of the user, lower case. */
  readonly userId: string;
  readonly defaultFolder: ContactFolder;
  /** Every folder but the default one, keyed by id. */
  readonly folders = new TrackedCollection<ContactFolder>();
  /** Delta tokens of an earlier epoch are answered with 410. */
  syncEpoch = 1;
  /** How many named extended properties may ever be written (graph.md, section 2.5). */
  namedPropertyQuota = 16_000;
  /** Takes nothing more, but may be read and emptied. */
  full = false;
  readonly #identifiers: Identifiers;
  readonly #contacts = new Map<string, StoredContact>();
  readonly #namedProperties = new Set<string>();

  constructor(userId: string, defaultFolderName: string) {
    this.userId = userId;
    this.#identifiers = new Identifiers(userId);
    this.defaultFolder = new ContactFolder(this.#identifiers.folder(''), defaultFolderName, undefined);
  }

  /** The folder with this id, or the default one by its well-known name `contacts`. */
  folder(id: string): ContactFolder {
    if (id === this.defaultFolder.id || id.toLowerCase() === 'contacts') return this.defaultFolder;
    requireWellFormed(id);
    const folder = this.folders.get(id);
    if (folder === undefined) throw noSuchItem();
    return folder;
  }

  /** Adds a folder; `how` = `seed` for one that is there from the start. */
  createFolder(parent: ContactFolder, displayName: string, how: 'seed' | 'add'): ContactFolder {
    const taken = parent.folders.some((folder) => folder.displayName.toLowerCase() === displayName.toLowerCase());
    if (taken) throw new GraphError(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
    let id = this.#identifiers.folder(`${parent.id}/${displayName}`);
    // A folder made later must not get the id of a deleted one of the same name.
    if (how === 'add') id = this.#identifiers.folder(this.#identifiers.immutable());
    const folder = new ContactFolder(id, displayName, parent);
    parent.folders.push(folder);
    this.folders[how](id, folder);
    return folder;
  }

  renameFolder(folder: ContactFolder, displayName: string): void {
    folder.displayName = displayName;
    this.folders.change(folder.id, ['displayName']);
  }

  /** Deletes a folder with everything in it. */
  deleteFolder(folder: ContactFolder): void {
    if (folder.parent === undefined) {
      throw new GraphError(403, 'ErrorDeleteDistinguishedFolder', 'Distinguished folders cannot be deleted.');
    }
    for (const doomed of [...folder.tree()]) {
      this.emptyFolder(doomed);
      this.folders.remove(doomed.id);
    }
    folder.parent.folders.splice(folder.parent.folders.indexOf(folder), 1);
  }

  /** Refuses to store anything in a full mailbox (graph.md, section 6). */
  requireRoom(): void {
    if (this.full) throw new GraphError(403, 'ErrorQuotaExceeded', 'Mailbox has exceeded maximum mailbox size.');
  }

  /** The contact with this mutable or immutable id, in whatever folder it is. */
  contact(id: string): StoredContact {
    requireWellFormed(id);
    const contact = this.#contacts.get(id);
    if (contact === undefined) throw noSuchItem();
    return contact;
  }

  /** A contact that is in no folder yet. */
  newContact(folder: ContactFolder, now: Date): StoredContact {
    return {
      immutableId: this.#identifiers.immutable(),
      mutableId: this.#identifiers.mutable(folder.id),
      folder,
      properties: {},
      extended: {},
      created: seconds(now),
      modified: seconds(now),
      version: 1,
      cachedChangeKey: undefined,
    };
  }

  insert(contact: StoredContact, how: 'seed' | 'add'): void {
    this.#spendNames(contact);
    this.#contacts.set(contact.immutableId, contact);
    this.#contacts.set(contact.mutableId, contact);
    contact.folder.contacts[how](contact.mutableId, contact);
  }

  /** Puts a changed draft in the place of a contact's content; `properties` are the names that delta rounds report. */
  update(contact: StoredContact, draft: ContactContent, properties: readonly string[], now: Date): void {
    this.#spendNames(draft);
    contact.properties = draft.properties;
    contact.extended = draft.extended;
    touch(contact, now);
    contact.folder.contacts.change(contact.mutableId, properties);
  }

  remove(contact: StoredContact): void {
    contact.folder.contacts.remove(contact.mutableId);
    this.#contacts.delete(contact.mutableId);
    this.#contacts.delete(contact.immutableId);
  }

  /** A move: gone from one folder, new in the other, with a new mutable id. */
  move(contact: StoredContact, target: ContactFolder, now: Date): void {
    this.remove(contact);
    contact.folder = target;
    contact.mutableId = this.#identifiers.mutable(target.id);
    touch(contact, now);
    this.insert(contact, 'add');
  }

  emptyFolder(folder: ContactFolder): void {
    for (const contact of folder.contacts.items()) {
      this.#contacts.delete(contact.mutableId);
      this.#contacts.delete(contact.immutableId);
    }
    folder.contacts.clear();
  }

  #spendNames(contact: ContactContent): void {
    for (const id of Object.keys(contact.extended)) {
      if (!isNamedProperty(id) || this.#namedProperties.has(id)) continue;
      if (this.#namedProperties.size >= this.namedPropertyQuota) {
        throw new GraphError(403, 'ErrorQuotaExceeded', 'Cannot get ID from name.');
      }
      this.#namedProperties.add(id);
    }
  }
}

function requireWellFormed(id: string): void {
  if (!isWellFormedId(id)) throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
}
