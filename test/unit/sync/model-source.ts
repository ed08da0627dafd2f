import { z } from 'zod';
import type { Contact } from '../../../shared/contacts/contact.ts';
import { NotFoundError, ResyncError } from '../../../shared/errors.ts';
import type { ContactFeed, ContactPage, ReadContacts, Source } from '../../../shared/source/source.ts';
import { changePage, listingPage, provingPage, type PageContent } from './change-pages.ts';
import type { MailboxWorld, ModelFolder } from './mailbox-world.ts';

export interface ModelOptions {
  /** Whether a full round lists everything before it proves what exists (fields that change feeds cannot give). */
  listing: boolean;
  /** Contacts on a page. */
  pageSize: number;
  /** Replays, repetitions, unknown removals, empty pages: everything that Graph's documentation allows. */
  quirks: boolean;
}

/** What everybody was told up to a position: the contact last shown under each id, undefined when it was said to be removed. */
export type Told = ReadonlyMap<string, Contact | undefined>;

/** A world as one reader sees it: `told` remembers for every position that was given what the pages up to it said. */
export interface Audience {
  world: MailboxWorld;
  told: Map<string, Told>;
}

const positionSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('list'), skip: z.number() }),
  z.object({ phase: z.literal('prove'), since: z.number(), cursor: z.string() }),
  z.object({ phase: z.literal('change'), from: z.number(), upTo: z.number().optional(), offset: z.number() }),
]);
type Position = z.infer<typeof positionSchema>;

const positionText = z.object({ epoch: z.number(), serial: z.number(), pause: z.boolean(), at: positionSchema });

/** Serves a world as Graph does through our port. `before` runs before every request and may throw, or change the world. */
export function modelSource(
  { world, told }: Audience,
  options: ModelOptions,
  before: (request: string) => Promise<void> | void = () => undefined,
): Source {
  const count = { requests: 0 };

  const ask = async (request: string): Promise<void> => {
    count.requests += 1;
    await before(request);
  };
  const unused = (): never => {
    throw new Error('The engine has no business with this.');
  };

  return {
    count,
    mailboxes: unused,
    mailbox: unused,
    sendMail: unused,
    async folders(mailbox) {
      await ask('folders');
      return [...world.folders(mailbox).values()].map(({ id, path }) => ({ id, path }));
    },
    async *contacts(request) {
      let text = request.position;
      for (;;) {
        await ask('contacts');
        const folder = folderOf(world, request.feed);
        const before = told.get(text ?? '') ?? new Map<string, Contact | undefined>();
        const { holds } = request;
        const page = pageAt(
          folder,
          text,
          { holds, wasTold: (id) => before.get(id) !== undefined },
          { ...options, serial: told.size },
        );
        told.set(page.position, after(before, page, folder));
        yield page;
        if (page.last) return;
        text = page.position;
      }
    },
  };
}

function folderOf(world: MailboxWorld, feed: ContactFeed): ModelFolder {
  const [mailbox, name] = feed.kind === 'folder' ? [feed.mailbox, feed.folder] : [feed.kind, 'default'];
  const folder = world.folders(mailbox).get(name);
  if (!folder) throw new NotFoundError('The folder does not exist.', { code: 'ErrorItemNotFound' });
  return folder;
}

function pageAt(
  folder: ModelFolder,
  text: string | undefined,
  { holds, wasTold }: Pick<ReadContacts, 'holds'> & { wasTold(id: string): boolean },
  options: ModelOptions & { serial: number },
): ContactPage {
  const { serial } = options;
  const start: Position = options.listing
    ? { phase: 'list', skip: 0 }
    : { phase: 'prove', since: folder.log.length, cursor: '' };
  const given = text === undefined ? undefined : positionText.parse(JSON.parse(text));
  if (given && given.epoch !== folder.epoch) throw new ResyncError('The position has expired.');
  const at = given?.at ?? start;
  const say = (next: Position, pause = false): string =>
    JSON.stringify({ epoch: folder.epoch, serial, pause, at: next });
  if (options.quirks && given && !given.pause && serial % 5 === 4 && !isRoundStart(at)) {
    return { contacts: [], removed: [], confirmed: [], position: say(at, true), phase: phaseOf(at), last: false };
  }
  const { content, next, last } = step(folder, at, { ...options, wasTold });
  return { ...seen(content, at, options.listing, holds), position: say(next), phase: phaseOf(at), last };
}

function isRoundStart(at: Position): boolean {
  return at.phase === 'change' && at.upTo === undefined;
}

function phaseOf({ phase }: Position): ContactPage['phase'] {
  return ({ list: 'listing', prove: 'proving', change: 'changing' } as const)[phase];
}

function step(
  folder: ModelFolder,
  at: Position,
  { pageSize: size, quirks, wasTold }: ModelOptions & { wasTold(id: string): boolean },
): { content: PageContent; next: Position; last: boolean } {
  const now = folder.log.length;
  switch (at.phase) {
    case 'list': {
      const { content, next } = listingPage(folder, at.skip, size);
      const prove: Position = { phase: 'prove', since: -1, cursor: '' };
      return { content, next: next === undefined ? prove : { phase: 'list', skip: next }, last: false };
    }
    case 'prove': {
      // The point that changes are told from is taken when the first page is asked for.
      const since = at.since < 0 ? now : at.since;
      const { content, next } = provingPage(folder, { since, cursor: at.cursor }, { size, quirks });
      if (next !== undefined) return { content, next: { phase: 'prove', since, cursor: next }, last: false };
      return { content, next: { phase: 'change', from: since, offset: 0 }, last: true };
    }
    case 'change': {
      const upTo = at.upTo ?? now;
      const { content, next } = changePage(folder, { ...at, upTo }, { size, quirks, wasTold });
      if (next !== undefined) return { content, next: { ...at, upTo, offset: next }, last: false };
      return { content, next: { phase: 'change', from: upTo, offset: 0 }, last: true };
    }
  }
}

/** Of two passes the second only names what the reader holds already. */
function seen(
  { contacts, removed }: PageContent,
  at: Position,
  listing: boolean,
  holds: ReadContacts['holds'],
): Pick<ContactPage, 'contacts' | 'removed' | 'confirmed'> {
  if (at.phase !== 'prove' || !listing) return { contacts, removed, confirmed: [] };
  const isHeld = (contact: Contact): boolean => holds(contact.id, contact.version);
  return {
    contacts: contacts.filter((contact) => !isHeld(contact)),
    removed,
    confirmed: contacts.filter(isHeld).map(({ id }) => id),
  };
}

function after(before: Told, page: ContactPage, folder: ModelFolder): Told {
  const told = new Map(before);
  for (const contact of page.contacts) told.set(contact.id, contact);
  for (const id of page.confirmed) told.set(id, folder.contacts.get(id));
  for (const id of page.removed) if (told.has(id)) told.set(id, undefined);
  return told;
}
