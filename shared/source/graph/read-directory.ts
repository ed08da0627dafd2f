import { contactFields } from '../../contacts/contact.ts';
import type { ContactField } from '../../contacts/contact.ts';
import type { ContactPage, ReadContacts } from '../source.ts';
import type { Purpose } from './call.ts';
import { decidePage, isComplete } from './changes.ts';
import type { GraphClient } from './client.ts';
import type { GraphItem } from './contact.ts';
import { continuation, deltaPageSize, readPage } from './pages.ts';
import { fromGraphPerson, organisationContacts, selectPeople, users } from './people.ts';
import type { PeopleSource } from './people.ts';
import { fromPositionText, toPositionText } from './position.ts';
import type { Position } from './position.ts';
import { rereadItems } from './reread.ts';
import { directoryId, objectId, urlOf } from './url.ts';
import { fingerprint } from './version.ts';

interface Feed {
  path: 'users' | 'contacts';
  people: PeopleSource;
  purpose: Purpose;
}

const feeds = {
  users: {
    path: 'users',
    people: users,
    purpose: { about: 'the users of the directory', permission: 'User.Read.All' },
  },
  organisationContacts: {
    path: 'contacts',
    people: organisationContacts,
    purpose: { about: 'the organisation contacts of the directory', permission: 'OrgContact.Read.All' },
  },
} as const satisfies Record<string, Feed>;

interface DirectoryRead extends Feed {
  client: GraphClient;
  fields: readonly ContactField[];
  properties: readonly string[];
}

/** Reads the people of the directory, or its organisation contacts, from a position to the end of the round. */
export async function* readDirectory(
  client: GraphClient,
  request: ReadContacts,
  kind: keyof typeof feeds,
): AsyncGenerator<ContactPage> {
  const fields = contactFields.filter((field) => request.fields.includes(field));
  const properties = selectPeople(feeds[kind].people, fields);
  const read: DirectoryRead = { ...feeds[kind], client, fields, properties };
  const asked = fingerprint([kind, properties]);
  let position: Position =
    request.position === undefined
      ? { phase: 'prove', link: undefined }
      : fromPositionText(request.position, asked, client.cloud);
  for (;;) {
    const { page, next } = await step(read, position);
    yield { ...page, position: toPositionText(next, asked) };
    if (page.last) return;
    position = next;
  }
}

async function step(
  read: DirectoryRead,
  position: Position,
): Promise<{ page: Omit<ContactPage, 'position'>; next: Position }> {
  const { client, path, purpose, properties } = read;
  const call =
    position.link === undefined
      ? { url: urlOf(client.cloud, [path, 'delta'], { $select: properties.join(',') }) }
      : { url: position.link, link: true };
  const page = await readPage(client, { ...purpose, ...call, prefer: [deltaPageSize] });
  const { link, last } = continuation(page, purpose.about);
  const proving = position.phase !== 'delta';
  const { contacts, removed } = await peopleOf(read, page.items, proving);
  return {
    page: { contacts, removed, confirmed: [], phase: proving ? 'proving' : 'changing', last },
    next: { phase: last || !proving ? 'delta' : 'prove', link },
  };
}

async function peopleOf(
  read: DirectoryRead,
  items: readonly GraphItem[],
  proving: boolean,
): Promise<Pick<ContactPage, 'contacts' | 'removed'>> {
  const { client, people, fields, purpose } = read;
  // The directory leaves out what was never set (Graph docs, user-delta.md). So in a full round, which gives every object
  // whole, only what each of them has must be there; a changed one is read again when anything is missing.
  const needed = proving ? people.always.filter((property) => property !== 'userType') : read.properties;
  const decision = decidePage(items, (item) => (isComplete(item, needed) ? 'ready' : 'reread'));
  const { reread, ready, removed } = decision;
  const again =
    reread.length === 0
      ? { found: [], gone: [] }
      : await rereadItems(
          client,
          reread,
          reread.map((id) => urlOfPerson(read, id)),
          purpose,
        );
  const found = [...ready, ...again.found];
  return {
    contacts: found.filter(people.exists).map((item) => fromGraphPerson(item, people, fields)),
    removed: [...removed, ...again.gone, ...found.filter((item) => !people.exists(item)).map(({ id }) => id)],
  };
}

function urlOfPerson({ client, path, properties }: DirectoryRead, id: string): string {
  const segment = path === 'users' ? directoryId(id) : objectId(id);
  // Unlike change feeds, and unlike Outlook, the directory gives the id only when it is selected.
  return urlOf(client.cloud, [path, segment], { $select: ['id', ...properties].join(',') });
}
