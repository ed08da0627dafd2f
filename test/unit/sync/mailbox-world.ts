import type { Contact } from '../../../shared/contacts/contact.ts';
import type { Folder } from '../../../shared/source/source.ts';

/** A contact as a person types it; what is absent is empty. */
export interface Card {
  name?: string;
  company?: string;
  phone?: string;
  mobile?: string;
  fax?: string;
  category?: string;
}

/** What happened to a contact of a folder; `contact` is undefined when it was removed. */
export interface LogEntry {
  id: string;
  contact: Contact | undefined;
}

export interface ModelFolder extends Folder {
  contacts: Map<string, Contact>;
  log: LogEntry[];
  /** Positions of another epoch have expired. */
  epoch: number;
}

/** The mailboxes of an organisation, as their users see and change them. */
export interface MailboxWorld {
  folders(mailbox: string): Map<string, ModelFolder>;
  addFolder(mailbox: string, id: string, path: string): void;
  removeFolder(mailbox: string, id: string): void;
  /** Creates a contact or changes it. */
  put(mailbox: string, folder: string, id: string, card: Card): void;
  /** Changes the version of a contact and nothing that anybody can see. */
  touch(mailbox: string, folder: string, id: string): void;
  remove(mailbox: string, folder: string, id: string): void;
  move(mailbox: string, from: string, to: string, id: string): void;
  /** The position of every folder of a mailbox is no longer valid. */
  expire(mailbox: string): void;
  /** Every form that a contact ever had, in order. */
  history(id: string): readonly Contact[];
  copy(): MailboxWorld;
}

interface WorldState {
  mailboxes: Map<string, Map<string, ModelFolder>>;
  histories: Map<string, Contact[]>;
  version: number;
}

export function mailboxWorld(
  state: WorldState = { mailboxes: new Map(), histories: new Map(), version: 0 },
): MailboxWorld {
  const { mailboxes, histories } = state;
  let { version } = state;

  const foldersOf = (mailbox: string): Map<string, ModelFolder> => {
    const folders = mailboxes.get(mailbox) ?? new Map([['default', emptyFolder('default', '')]]);
    mailboxes.set(mailbox, folders);
    return folders;
  };
  const store = (mailbox: string, folder: string, contact: Contact): void => {
    const place = foldersOf(mailbox).get(folder);
    if (!place) throw new Error(`no folder ${folder}`);
    place.contacts.set(contact.id, contact);
    place.log.push({ id: contact.id, contact });
    histories.set(contact.id, [...(histories.get(contact.id) ?? []), contact]);
  };
  const take = (mailbox: string, folder: string, id: string): Contact | undefined => {
    const place = foldersOf(mailbox).get(folder);
    const contact = place?.contacts.get(id);
    if (!place || !contact) return undefined;
    place.contacts.delete(id);
    place.log.push({ id, contact: undefined });
    return contact;
  };

  return {
    folders: foldersOf,
    addFolder: (mailbox, id, path) => void foldersOf(mailbox).set(id, { ...emptyFolder(id, path), epoch: ++version }),
    removeFolder: (mailbox, id) => void foldersOf(mailbox).delete(id),
    put: (mailbox, folder, id, card) => {
      store(mailbox, folder, contactOf(id, ++version, card));
    },
    touch(mailbox, folder, id) {
      const contact = foldersOf(mailbox).get(folder)?.contacts.get(id);
      if (contact) store(mailbox, folder, { ...contact, version: String(++version) });
    },
    remove: (mailbox, folder, id) => void take(mailbox, folder, id),
    move(mailbox, from, to, id) {
      const contact = take(mailbox, from, id);
      if (contact) store(mailbox, to, { ...contact, version: String(++version) });
    },
    expire(mailbox) {
      for (const folder of foldersOf(mailbox).values()) folder.epoch = ++version;
    },
    history: (id) => histories.get(id) ?? [],
    copy: () => mailboxWorld({ mailboxes: copyOf(mailboxes), histories: new Map(histories), version }),
  };
}

function copyOf(mailboxes: WorldState['mailboxes']): WorldState['mailboxes'] {
  const copyFolder = (folder: ModelFolder): ModelFolder => {
    return { ...folder, contacts: new Map(folder.contacts), log: [...folder.log] };
  };
  return new Map(
    [...mailboxes].map(([mailbox, folders]) => {
      return [mailbox, new Map([...folders].map(([id, folder]) => [id, copyFolder(folder)]))];
    }),
  );
}

function emptyFolder(id: string, path: string): ModelFolder {
  return { id, path, contacts: new Map(), log: [], epoch: 0 };
}

function contactOf(id: string, version: number, card: Card): Contact {
  const { name, company, phone, mobile, fax, category } = card;
  return {
    id,
    version: String(version),
    categories: category === undefined ? [] : [category],
    values: {
      ...(name !== undefined && { DisplayName: name }),
      ...(company !== undefined && { CompanyName: company }),
      ...(phone !== undefined && { PhoneNumbers_BusinessPhone: phone }),
      ...(mobile !== undefined && { PhoneNumbers_MobilePhone: mobile }),
      ...(fax !== undefined && { PhoneNumbers_BusinessFax: fax }),
    },
  };
}

/** A contact with one number in reverse lookup, another beside it, and a fax, all of its own. */
export function cardOf(n: number, more: Card = {}): Card {
  const digits = String(n).padStart(4, '0');
  return {
    name: `Person ${n}`,
    company: `Firma ${n % 7}`,
    phone: `+49 841 12${digits}`,
    mobile: `+49 171 123${digits}`,
    ...more,
  };
}

/** Puts contacts `from` to `before` into a folder; their ids are `c0001` and so on. */
export function fill(world: MailboxWorld, mailbox: string, folder: string, from: number, before: number): void {
  for (let n = from; n < before; n += 1) world.put(mailbox, folder, contactId(n), cardOf(n));
}

export function contactId(n: number): string {
  return `c${String(n).padStart(4, '0')}`;
}
