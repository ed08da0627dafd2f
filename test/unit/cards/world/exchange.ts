import type { ContactDraft } from '../../../../shared/contacts/contact-draft.ts';
import { ConflictError, InvalidError, NotFoundError } from '../../../../shared/errors.ts';
import type { ContactPlace, ContactWriter, PersonTraits } from '../../../../shared/source/contact-writer.ts';
import { defaultFolderId, type Mail, type Source } from '../../../../shared/source/source.ts';
import type { Process } from './process.ts';

/** A contact in a mailbox. */
export interface Held {
  id: string;
  mailbox: string;
  folder: string;
  /** Empty for one that somebody made by hand. */
  tag: string;
  draft: ContactDraft;
  version: number;
}

/** An organisation's mailboxes, and what they do to whoever writes into them. */
export interface Exchange {
  readonly contacts: Held[];
  readonly outbox: { from: string; mail: Mail }[];
  /** Ids of mailboxes by address. */
  readonly addresses: Map<string, string>;
  /** Asked when a request arrives: an error is answered instead. */
  trouble(mailbox: string, asked: string): Error | undefined;
  /** A contact that somebody makes by hand. */
  put(mailbox: string, draft: Partial<ContactDraft>, folder?: string): Held;
  of(mailbox: string): Held[];
  open(process: Process): Source & ContactWriter;
}

export const emptyDraft: ContactDraft = {
  ...{ givenName: '', surname: '', displayName: '', companyName: '', jobTitle: '', email: '', businessPhone: '' },
  ...{ mobilePhone: '', website: '', street: '', postalCode: '', city: '', country: '', notes: '', categories: [] },
};

export function exchange(): Exchange {
  const folders = new Set<string>();
  const contacts: Held[] = [];
  let made = 0;
  const put = (place: ContactPlace, tag: string, draft: ContactDraft): Held => {
    if (place.folder !== defaultFolderId && !folders.has(`${place.mailbox} ${place.folder}`))
      throw new NotFoundError('There is no such folder.');
    const held = { id: `c${(made += 1)}`, ...place, tag, draft, version: 1 };
    contacts.push(held);
    return held;
  };
  const world: Exchange = {
    contacts,
    outbox: [],
    addresses: new Map(),
    trouble: () => undefined,
    put(mailbox, draft, folder = defaultFolderId) {
      folders.add(`${mailbox} ${folder}`);
      return put({ mailbox, folder }, '', { ...emptyDraft, ...draft });
    },
    of: (mailbox) => contacts.filter((held) => held.mailbox === mailbox),
    open: (process) => sourceOf(world, process, { folders, put }),
  };
  return world;
}

interface Inside {
  folders: Set<string>;
  put(place: ContactPlace, tag: string, draft: ContactDraft): Held;
}

function sourceOf(world: Exchange, process: Process, { folders, put }: Inside): Source & ContactWriter {
  const count = { requests: 0 };
  const ask = <T>(name: string, mailbox: string, act: () => T): Promise<T> => {
    count.requests += 1;
    return process.call(`source ${name}`, () => {
      const error = world.trouble(mailbox, name);
      return error ? Promise.reject(error) : Promise.resolve().then(act);
    });
  };
  return {
    count,
    ...unused,
    mailbox: (address) =>
      ask('mailbox', address, () => {
        const id = world.addresses.get(address);
        if (id === undefined) throw new NotFoundError('There is no such mailbox.');
        return { id, userPrincipalName: address, mail: address, displayName: address };
      }),
    sendMail: (from, mail) => ask('sendMail', from, () => void world.outbox.push({ from, mail })),
    folderNamed: (mailbox, name) =>
      ask('folderNamed', mailbox, () => {
        folders.add(`${mailbox} ${name}`);
        return name;
      }),
    createContact: (place, draft, tag) => ask('createContact', place.mailbox, () => put(place, tag, draft).id),
    taggedContact: (place, tag) =>
      ask('taggedContact', place.mailbox, () => inPlace(world, place).find((held) => held.tag === tag)?.id),
    contactsLike: (place, person) =>
      ask('contactsLike', place.mailbox, () =>
        inPlace(world, place)
          .filter((held) => isLike(held, person))
          .map(({ id, version, draft }) => ({ id, version: String(version), filled: filledOf(draft) })),
      ),
    completeContact: (mailbox, { id, version }, fields) =>
      ask('completeContact', mailbox, () => {
        const held = world.of(mailbox).find((one) => one.id === id);
        if (!held) throw new NotFoundError('The contact is gone.');
        if (String(held.version) !== version) throw new ConflictError('The contact has changed.');
        if (Object.keys(fields).some((name) => filledOf(held.draft).has(fieldOf(name))))
          throw new InvalidError('Something that is there would be overwritten.');
        Object.assign(held, { draft: { ...held.draft, ...fields }, version: held.version + 1 });
      }),
  };
}

function inPlace(world: Exchange, { mailbox, folder }: ContactPlace): Held[] {
  return world.of(mailbox).filter((held) => held.folder === folder);
}

function isLike({ draft }: Held, { email, phones }: PersonTraits): boolean {
  const same = email !== '' && draft.email.toLowerCase() === email.toLowerCase();
  const digits = (text: string): string => text.replaceAll(/[^+\d]/g, '');
  const numbers = [draft.businessPhone, draft.mobilePhone].map(digits).filter((number) => number !== '');
  return same || phones.some((phone) => numbers.includes(digits(phone)));
}

function fieldOf(name: string): keyof ContactDraft {
  const field = Object.keys(emptyDraft).find((known): known is keyof ContactDraft => known === name);
  if (field === undefined) throw new Error(`A contact has no field ${name}.`);
  return field;
}

function filledOf(draft: ContactDraft): Set<keyof ContactDraft> {
  return new Set(
    Object.keys(draft)
      .map(fieldOf)
      .filter((name) => draft[name].length > 0),
  );
}

const unused = {
  async *mailboxes(): AsyncGenerator<never> {
    yield await Promise.reject(new Error('Nobody asks for this here.'));
  },
  folders: () => Promise.reject(new Error('Nobody asks for this here.')),
  async *contacts(): AsyncGenerator<never> {
    yield await Promise.reject(new Error('Nobody asks for this here.'));
  },
};
