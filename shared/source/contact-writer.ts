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
 * `shared/errors.ts`. For good until somebody does something: denied (permission or scope), not found (mailbox, folder,
 * contact), invalid (a value, or a full mailbox). Later: throttled, conflict, unavailable.
 */
export interface ContactWriter {
  /** The id of the contact folder at the top of a mailbox with this name in any case; it is made where there is none. */
  folderNamed(mailbox: string, name: string): Promise<string>;
  /**
   * Creates a contact that carries `tag` (lower-case hex), so that it can be recognised; answers its id. Sent once: after
   * unavailable nobody knows whether the contact exists, after any other error it does not. A draft in which every field that
   * names or reaches somebody is empty is invalid. `maySend` is asked right before the request goes out, after all waiting for a turn
   * or a token: when it says no, nothing is sent and unavailable is thrown.
   */
  createContact(place: ContactPlace, draft: ContactDraft, tag: string, maySend?: () => boolean): Promise<string>;
  /** The id of the contact in a place that carries the tag; undefined when there is none. */
  taggedContact(place: ContactPlace, tag: string): Promise<string | undefined>;
  /**
   * The contacts of a place that have the address in any case, or one of the numbers digit by digit, in the order of their
   * creation. Street, postal code, city and country count as filled together. May read the whole folder.
   */
  contactsLike(place: ContactPlace, person: PersonTraits): Promise<ExistingContact[]>;
  /** Writes the fields that a contact of this version does not have; what it has stays. Throws conflict when it has changed. */
  completeContact(mailbox: string, contact: ExistingContact, fields: Partial<ContactDraft>): Promise<void>;
}
