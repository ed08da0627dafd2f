import type { Contact, ContactField } from '../contacts/contact.ts';

/** A user's, shared or room mailbox; `id` is the directory object id and the only key (addresses change). */
export interface Mailbox {
  id: string;
  userPrincipalName: string;
  mail: string | undefined;
  displayName: string;
}

/** Whose mailboxes: everyone (enabled members of the directory), a group's transitive members, or a list of addresses or ids. */
export type MailboxSelection =
  { from: 'all' } | { from: 'group'; group: string } | { from: 'list'; mailboxes: readonly string[] };

/** The id that stands for a mailbox's default contact folder, which Graph does not list. */
export const defaultFolderId = 'default';

/** A contact folder of a mailbox. `path` is the display names from the top, joined by `/`; the default folder's is `''`. */
export interface Folder {
  id: string;
  path: string;
}

/** What contacts are read from: a folder of a mailbox, the people of the directory, or its organisation contacts. */
export type ContactFeed =
  { kind: 'folder'; mailbox: string; folder: string } | { kind: 'users' } | { kind: 'organisationContacts' };

export interface ReadContacts {
  feed: ContactFeed;
  /** The fields the mapping uses; nothing else is requested. */
  fields: readonly ContactField[];
  /** Whether `Contact.categories` is needed. */
  categories: boolean;
  /** Where the last read stopped, exactly as a page gave it; undefined starts a full round. */
  position: string | undefined;
  /**
   * Whether the reader already holds this version of the contact. In a full round that needs more than one pass the source
   * then does not fetch it again and only names it in `confirmed`.
   */
  holds(id: string, version: string): boolean;
}

/** One step of a read. Pages of a full round name every contact that exists; pages after it only what changed. */
export interface ContactPage {
  contacts: Contact[];
  /** Ids of contacts that are no longer in the feed. Unknown ids are normal (Graph replays). */
  removed: string[];
  /** Ids that exist and that the reader already holds in this version (see `holds`). */
  confirmed: string[];
  /** Continue from here after this page was stored. Opaque; up to 32,000 characters; contains no secret. */
  position: string;
  /**
   * `listing`: a full round goes on, this page does not prove existence. `proving`: a full round goes on, and every id in
   * `contacts` and `confirmed` is proven to exist now. `changing`: a page of changes.
   */
  phase: 'listing' | 'proving' | 'changing';
  /** The list ends here. The next page is compared with what is held, so it must be asked for only when this one is. */
  endsListing?: true;
  /** Whether this page ends the round; `position` is then where the next run starts. */
  last: boolean;
}

/** A mail to an operator; plain text. */
export interface Mail {
  to: readonly string[];
  subject: string;
  text: string;
}

/** What a call made at the source may count: one request per HTTP request, whatever a batch carries. */
export interface RequestCount {
  requests: number;
}

/**
 * The port through which a mailbox is read or written; Graph and EWS implement it. Every method throws the tree of
 * `shared/errors.ts`: denied (permission or scope), not found (mailbox, folder), throttled, resync, unavailable.
 */
export interface Source {
  /** Counts the requests made through this instance since it was opened. */
  readonly count: RequestCount;
  /** The selected mailboxes, page by page. Disabled people, guests and people without a mailbox address are left out. */
  mailboxes(selection: MailboxSelection): AsyncIterable<Mailbox[]>;
  /** One mailbox by id, user principal name or mail address. */
  mailbox(address: string): Promise<Mailbox>;
  /** All contact folders of a mailbox, the default one first, sub-folders after their parents. */
  folders(mailbox: string): Promise<Folder[]>;
  /** Reads a feed from a position to the end of the round. Throws resync when the position is no longer valid. */
  contacts(request: ReadContacts): AsyncIterable<ContactPage>;
  /** Sends a mail from a mailbox; accepted, not yet delivered. Tried again only when it was certainly not taken (throttled). */
  sendMail(from: string, mail: Mail): Promise<void>;
}
