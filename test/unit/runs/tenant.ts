import { z } from 'zod';
import type { Contact } from '../../../shared/contacts/contact.ts';
import { NotFoundError, ResyncError } from '../../../shared/errors.ts';
import {
  defaultFolderId,
  type ContactFeed,
  type ContactPage,
  type Mail,
  type Mailbox,
  type ReadContacts,
  type Source,
} from '../../../shared/source/source.ts';

/** A contact as somebody types it. */
export interface Card {
  name: string;
  phone?: string;
  mobile?: string;
  fax?: string;
  company?: string;
  category?: string;
}

interface TenantFolder {
  path: string;
  contacts: Map<string, Contact>;
  log: string[];
  epoch: number;
}

/** One call of the source: what is asked for, and of which mailbox, group or sender. */
export interface SourceCall {
  do: 'mailboxes' | 'mailbox' | 'folders' | 'contacts' | 'sendMail';
  of: string;
}

/** An organisation: people, shared mailboxes, groups and contacts, and what it does to callers. */
export interface Tenant {
  people: Map<string, Mailbox>;
  shared: Map<string, Mailbox>;
  groups: Map<string, Set<string>>;
  /** Mails that were accepted. */
  outbox: { from: string; mail: Mail }[];
  /** Contacts on a page. */
  pageSize: number;
  /** Asked before every call: an error is thrown instead of an answer. */
  trouble(call: SourceCall): Error | undefined;
  addPerson(name: string): Mailbox;
  addShared(name: string): Mailbox;
  /** The id of a mailbox by the part of its address before the @. */
  idOf(name: string): string;
  addFolder(name: string, path: string): void;
  removeFolder(name: string, path: string): void;
  put(name: string, contact: string, card: Card, path?: string): void;
  remove(name: string, contact: string, path?: string): void;
  /** Every contact of a mailbox (or of the directory, under `users`), whatever its folder. */
  cards(name: string): Contact[];
  expire(name: string): void;
  source(before?: (call: SourceCall) => Promise<void>): Source;
}

const positionSchema = z.object({
  epoch: z.number(),
  phase: z.enum(['full', 'changes']),
  /** Full: the last id that was told. */
  after: z.string(),
  /** Where in the log the next round of changes begins. */
  since: z.number(),
});

export function tenant(): Tenant {
  const folders = new Map<string, Map<string, TenantFolder>>();
  let version = 0;
  const foldersOf = (mailbox: string): Map<string, TenantFolder> => {
    const own = folders.get(mailbox) ?? new Map([[defaultFolderId, emptyFolder('')]]);
    folders.set(mailbox, own);
    return own;
  };
  const folderOf = (name: string, path: string): TenantFolder => {
    const folder = foldersOf(made.idOf(name)).get(path === '' ? defaultFolderId : `id-${path}`);
    if (!folder) throw new Error(`No folder ${path} of ${name}.`);
    return folder;
  };
  const made: Tenant = {
    people: new Map(),
    shared: new Map(),
    groups: new Map(),
    outbox: [],
    pageSize: 50,
    trouble: () => undefined,
    addPerson: (name) => add(made.people, name),
    addShared: (name) => add(made.shared, name),
    idOf: (name) => (name === 'users' || name === 'organisationContacts' ? name : `id-${name}`),
    addFolder: (name, path) => void foldersOf(made.idOf(name)).set(`id-${path}`, emptyFolder(path)),
    removeFolder: (name, path) => void foldersOf(made.idOf(name)).delete(`id-${path}`),
    put(name, id, card, path = '') {
      const folder = folderOf(name, path);
      folder.contacts.set(id, contactOf(id, ++version, card));
      folder.log.push(id);
    },
    remove(name, id, path = '') {
      const folder = folderOf(name, path);
      if (folder.contacts.delete(id)) folder.log.push(id);
    },
    cards: (name) => [...foldersOf(made.idOf(name)).values()].flatMap((folder) => [...folder.contacts.values()]),
    expire(name) {
      for (const folder of foldersOf(made.idOf(name)).values()) folder.epoch += 1;
    },
    source: (before = () => Promise.resolve()) => sourceOf(made, foldersOf, before),
  };
  return made;
}

function add(mailboxes: Map<string, Mailbox>, name: string): Mailbox {
  const address = `${name}@contoso.com`;
  const mailbox = { id: `id-${name}`, userPrincipalName: address, mail: address, displayName: name };
  mailboxes.set(mailbox.id, mailbox);
  return mailbox;
}

function emptyFolder(path: string): TenantFolder {
  return { path, contacts: new Map(), log: [], epoch: 0 };
}

function contactOf(id: string, version: number, { name, phone, mobile, fax, company, category }: Card): Contact {
  return {
    id,
    version: String(version),
    categories: category === undefined ? [] : [category],
    values: {
      DisplayName: name,
      ...(company !== undefined && { CompanyName: company }),
      ...(phone !== undefined && { PhoneNumbers_BusinessPhone: phone }),
      ...(mobile !== undefined && { PhoneNumbers_MobilePhone: mobile }),
      ...(fax !== undefined && { PhoneNumbers_BusinessFax: fax }),
    },
  };
}

function sourceOf(
  world: Tenant,
  foldersOf: (mailbox: string) => Map<string, TenantFolder>,
  before: (call: SourceCall) => Promise<void>,
): Source {
  const count = { requests: 0 };
  const ask = async (call: SourceCall): Promise<void> => {
    count.requests += 1;
    await before(call);
    const error = world.trouble(call);
    if (error) throw error;
  };
  return {
    count,
    async *mailboxes(selection) {
      await ask({ do: 'mailboxes', of: selection.from === 'group' ? selection.group : selection.from });
      if (selection.from === 'all') yield [...world.people.values()];
      else if (selection.from === 'group') yield membersOf(world, selection.group);
      else for (const address of selection.mailboxes) yield [mailboxOf(world, address)];
    },
    async mailbox(address) {
      await ask({ do: 'mailbox', of: address });
      return mailboxOf(world, address);
    },
    async folders(mailbox) {
      await ask({ do: 'folders', of: mailbox });
      return [...foldersOf(mailbox)].map(([id, { path }]) => ({ id, path }));
    },
    async *contacts(request) {
      let { position } = request;
      for (;;) {
        await ask({ do: 'contacts', of: request.feed.kind === 'folder' ? request.feed.mailbox : request.feed.kind });
        const page = pageOf(folderOfFeed(foldersOf, request.feed), { ...request, position }, world.pageSize);
        yield page;
        if (page.last) return;
        position = page.position;
      }
    },
    async sendMail(from, mail) {
      await ask({ do: 'sendMail', of: from });
      world.outbox.push({ from, mail });
    },
  };
}

function membersOf({ groups, people }: Tenant, group: string): Mailbox[] {
  const members = groups.get(group);
  if (!members) throw new NotFoundError(`There is no group ${group}.`, { code: 'Request_ResourceNotFound' });
  return [...people.values()].filter(({ id }) => members.has(id));
}

function mailboxOf({ people, shared }: Tenant, address: string): Mailbox {
  const all = [...people.values(), ...shared.values()];
  const found = all.find(({ id, userPrincipalName }) => id === address || userPrincipalName === address);
  if (!found) throw new NotFoundError(`There is no mailbox ${address}.`, { code: 'Request_ResourceNotFound' });
  return found;
}

function folderOfFeed(foldersOf: (mailbox: string) => Map<string, TenantFolder>, feed: ContactFeed): TenantFolder {
  const folder =
    feed.kind === 'folder' ? foldersOf(feed.mailbox).get(feed.folder) : foldersOf(feed.kind).get(defaultFolderId);
  if (!folder) throw new NotFoundError('The folder does not exist.', { code: 'ErrorItemNotFound' });
  return folder;
}

function pageOf(folder: TenantFolder, { position }: Pick<ReadContacts, 'position'>, size: number): ContactPage {
  const fresh = { epoch: folder.epoch, phase: 'full' as const, after: '', since: folder.log.length };
  const at = position === undefined ? fresh : positionSchema.parse(JSON.parse(position));
  if (at.epoch !== folder.epoch) throw new ResyncError('The position has expired.');
  if (at.phase === 'full') {
    const rest = [...folder.contacts.keys()].filter((id) => id > at.after).sort();
    const shown = rest.slice(0, size);
    const last = rest.length <= size;
    const next = last ? { ...at, phase: 'changes' as const } : { ...at, after: shown.at(-1) ?? '' };
    return { ...named(folder, shown), position: JSON.stringify(next), phase: 'proving', last };
  }
  const changed = [...new Set(folder.log.slice(at.since, at.since + size))];
  const since = Math.min(folder.log.length, at.since + size);
  const last = since === folder.log.length;
  return { ...named(folder, changed), position: JSON.stringify({ ...at, since }), phase: 'changing', last };
}

function named(folder: TenantFolder, ids: readonly string[]): Pick<ContactPage, 'contacts' | 'removed' | 'confirmed'> {
  const contacts = ids.flatMap((id) => folder.contacts.get(id) ?? []);
  return { contacts, removed: ids.filter((id) => !folder.contacts.has(id)), confirmed: [] };
}
