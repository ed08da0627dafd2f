import type { Contact } from '../../../shared/contacts/contact.ts';
import type { ModelFolder } from './mailbox-world.ts';

/** One thing that a change round says: an id as it is now, or (a replay) as it once was. */
interface Emission {
  id: string;
  /** The contact at that time; undefined when it was removed. Not used when `live`. */
  contact: Contact | undefined;
  live: boolean;
}

/** What a page names; every id once. */
export interface PageContent {
  contacts: Contact[];
  removed: string[];
}

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Everything that the change round of a stretch of the log says, in an order that only keeps the order of each contact. With
 * quirks also older states before the present one, repetitions, and removals of ids that were never seen.
 */
function emissionsOf(folder: ModelFolder, from: number, upTo: number, quirks: boolean): Emission[] {
  const events = folder.log.slice(from, upTo);
  const last = new Map(events.map((event, index) => [event.id, index]));
  const plain = events.flatMap((event, index) => (last.get(event.id) === index ? [{ ...event, live: true }] : []));
  if (!quirks) return plain;
  const random = randomFrom(from * 7919 + upTo);
  const emissions: Emission[] = events.flatMap((event, index): Emission[] => {
    if (last.get(event.id) !== index) return random() < 0.6 ? [{ ...event, live: false }] : [];
    return Array.from({ length: random() < 0.2 ? 2 : 1 }, () => ({ ...event, live: true }));
  });
  if (events.length > 0) emissions.push({ id: `ghost-${from}`, contact: undefined, live: false });
  return shuffled(emissions, random);
}

/** Another order that keeps the order of the emissions of each id. */
function shuffled(emissions: readonly Emission[], random: () => number): Emission[] {
  const places = new Map<string, number[]>();
  for (const { id } of emissions) places.set(id, [...(places.get(id) ?? []), random()]);
  for (const own of places.values()) own.sort((a, b) => b - a);
  return emissions
    .map((emission) => ({ emission, place: places.get(emission.id)?.pop() ?? 0 }))
    .sort((a, b) => a.place - b.place)
    .map(({ emission }) => emission);
}

/**
 * A page of a change round from `offset` on, and where the next one starts; undefined after the last. Of a contact that the reader
 * was never told of, its removal is no news (a change feed of Exchange knows what it has given).
 */
export function changePage(
  folder: ModelFolder,
  round: { from: number; upTo: number; offset: number },
  { size, quirks, wasTold }: { size: number; quirks: boolean; wasTold(id: string): boolean },
): { content: PageContent; next: number | undefined } {
  const emissions = emissionsOf(folder, round.from, round.upTo, quirks);
  const content: PageContent = { contacts: [], removed: [] };
  const named = new Set<string>();
  let offset = round.offset;
  for (; offset < emissions.length && named.size < size; offset += 1) {
    const emission = emissions[offset];
    if (!emission || named.has(emission.id)) break;
    named.add(emission.id);
    const contact = emission.live ? folder.contacts.get(emission.id) : emission.contact;
    if (contact) content.contacts.push(contact);
    else if (wasTold(emission.id) || !emission.live) content.removed.push(emission.id);
  }
  return { content, next: offset < emissions.length ? offset : undefined };
}

/** A page of the round that proves what exists, in the order of the ids: those after `cursor`. The round began at `since`. */
export function provingPage(
  folder: ModelFolder,
  { since, cursor }: { since: number; cursor: string },
  { size, quirks }: { size: number; quirks: boolean },
): { content: PageContent; next: string | undefined } {
  const ids = [...folder.contacts.keys()].sort();
  const rest = ids.filter((id) => id > cursor);
  const shown = rest.slice(0, size);
  const content: PageContent = { contacts: [], removed: [] };
  const random = randomFrom(ids.length * 31 + rest.length);
  const again = quirks && random() < 0.5 ? ids.filter((id) => id <= cursor).slice(-1) : [];
  for (const id of [...again, ...shown]) {
    const contact = folder.contacts.get(id);
    if (contact) content.contacts.push(contact);
  }
  if (quirks && random() < 0.5) content.removed.push(`ghost-${cursor}`);
  const gone = folder.log.slice(since).filter(({ id }) => !folder.contacts.has(id));
  if (quirks && random() < 0.5) content.removed.push(...new Set(gone.map(({ id }) => id)));
  return { content, next: rest.length > shown.length ? shown.at(-1) : undefined };
}

/** A page of a plain list, newest first, paged by counting: what is added or removed between two pages shifts the rest. */
export function listingPage(
  folder: ModelFolder,
  skip: number,
  size: number,
): { content: PageContent; next: number | undefined } {
  const newestFirst = [...folder.contacts.values()].reverse();
  const next = skip + size < newestFirst.length ? skip + size : undefined;
  return { content: { contacts: newestFirst.slice(skip, skip + size), removed: [] }, next };
}
