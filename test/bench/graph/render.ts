import { addressOf } from './addresses.ts';
import type { FakeContact } from './contact.ts';
import type { FakeFolder, FakeMailbox, World } from './world.ts';

const faxId = 'String 0x3a24';

/** What a request asks of each contact. */
export interface Asked {
  /** The properties of `$select`; everything when it is absent. */
  select: readonly string[] | undefined;
  /** Whether `$expand` names the business fax. */
  fax: boolean;
}

export function askedBy(query: URLSearchParams): Asked {
  return {
    select: query.get('$select')?.split(','),
    fax: query.get('$expand')?.includes(faxId) ?? false,
  };
}

/** A contact as JSON text, reduced to what was asked for. */
export function contactText({ etag, id, properties, fax }: FakeContact, { select, fax: expand }: Asked): string {
  const shown: Record<string, unknown> = { '@odata.etag': etag, id };
  for (const name of select ?? Object.keys(properties)) if (name in properties) shown[name] = properties[name];
  if (expand && fax !== undefined) shown['singleValueExtendedProperties'] = [{ id: faxId, value: fax }];
  return JSON.stringify(shown);
}

export function removedText(id: string): string {
  return JSON.stringify({ '@odata.type': '#microsoft.graph.contact', id, '@removed': { reason: 'deleted' } });
}

/** The texts of the contacts that stand at some places, removals included when they are asked for. */
export function textsAt(
  world: World,
  mailbox: FakeMailbox,
  folder: FakeFolder,
  places: Iterable<number>,
  asked: Asked,
): string[] {
  const texts: string[] = [];
  for (const place of places) {
    const contact = world.contact(mailbox, folder, place);
    texts.push(folder.removed.has(place) ? removedText(contact.id) : contactText(contact, asked));
  }
  return texts;
}

/** The body of a page. */
export function pageBody(texts: readonly string[], link: Readonly<Record<string, string>>): Buffer {
  const head = JSON.stringify({ '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#contacts', ...link });
  return Buffer.from(`${head.slice(0, -1)},"value":[${texts.join(',')}]}`);
}

/** A user as the directory lists it. */
export function userText(id: string): string {
  const name = addressOf(id);
  return JSON.stringify({ id, userPrincipalName: name, mail: name, displayName: name, userType: 'Member' });
}

/** The places of a folder at which contacts stand. */
export function placesOf(folder: FakeFolder): number[] {
  const places = Array.from({ length: folder.places }, (_, index) => index);
  return folder.removed.size === 0 ? places : places.filter((place) => !folder.removed.has(place));
}

/** The page of the folders under another, or at the top; the default folder is in no list. */
export function foldersText(mailbox: FakeMailbox, parent: string | undefined): Buffer {
  const folders = [...mailbox.folders.values()].filter((folder) => folder.id !== 'default' && folder.parent === parent);
  return pageBody(
    folders.map(({ id, name }) => JSON.stringify({ id, displayName: name })),
    {},
  );
}
