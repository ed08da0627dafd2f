import type { ContactDraft, ExistingContact } from '../contacts/contact-draft.ts';

/** Where a contact goes: a folder of a mailbox by its id (see `folderNamed`), or `defaultFolderId`. */
export interface ContactPlace {
  mailbox: string;
  folder: string;
}

/** Who somebody is, as far as finding them among contacts goes; empty parts match nobody. */
export interface PersonTraits {
  email: string;
  /** One number in all its notations. */
  phones: readonly string[];
}

/**
 * The port through which contacts are written into a mailbox; Graph and EWS implement it. Every method throws the tree of
 * `shared/errors.ts`: denied (permission or scope), not found (mailbox, folder, contact), invalid, throttled, unavailable.
 */
export interface ContactWriter {
  /** The id of the contact folder at the top of a mailbox with this name in any case; it is made where there is none. */
  folderNamed(mailbox: string, name: string): Promise<string>;
  /**
   * Creates a contact that carries `tag` (lower-case hex), so that it can be recognised; answers its id. Sent once: after
   * unavailable nobody knows whether the contact exists, after any other error it does not.
   */
  createContact(place: ContactPlace, draft: ContactDraft, tag: string): Promise<string>;
  /** The id of the contact in a place that carries the tag; undefined when there is none. */
  taggedContact(place: ContactPlace, tag: string): Promise<string | undefined>;
  /** The contacts of a place that have the address or one of the numbers, in the order of their creation. */
  contactsLike(place: ContactPlace, person: PersonTraits): Promise<ExistingContact[]>;
  /** Writes fields of a contact that is still of this version; throws conflict when it is not. */
  completeContact(mailbox: string, contact: ExistingContact, fields: Partial<ContactDraft>): Promise<void>;
}
