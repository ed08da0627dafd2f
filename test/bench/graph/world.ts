import type { EventSpec } from './calendar.ts';
import { fakeContact, type FakeContact } from './contact.ts';

/** A contact folder: contacts stand at places, and a log says which places changed. */
export interface FakeFolder {
  id: string;
  name: string;
  parent: string | undefined;
  places: number;
  revisions: Map<number, number>;
  removed: Set<number>;
  log: number[];
  /** Pages that were rendered before; emptied whenever the folder changes. */
  pages: Map<string, RenderedPage>;
}

export interface RenderedPage {
  body: Buffer;
  items: number;
}

export interface FakeMailbox {
  id: string;
  folders: Map<string, FakeFolder>;
  events: readonly EventSpec[];
  /** Requests for it that are being answered, the parts of a batch counted as Outlook runs them. */
  inFlight: number;
}

export interface FolderSpec {
  id: string;
  contacts: number;
  parent?: string | undefined;
}

/** The mailboxes of the fake organisation. */
export class World {
  readonly mailboxes = new Map<string, FakeMailbox>();
  readonly #places = new Map<string, Map<string, number>>();

  clear(): void {
    this.mailboxes.clear();
    this.#places.clear();
  }

  put(id: string, folders: readonly FolderSpec[], events: readonly EventSpec[]): void {
    this.mailboxes.set(id, {
      id,
      events,
      inFlight: 0,
      folders: new Map(folders.map((spec) => [spec.id, emptyFolder(spec)])),
    });
  }

  /** Changes the first contacts of a folder and removes the ones after them. */
  change(mailbox: string, folder: string, changed: number, removed: number): void {
    const place = this.mailboxes.get(mailbox)?.folders.get(folder);
    if (!place) throw new Error(`There is no folder ${folder} in ${mailbox}.`);
    for (let index = 0; index < changed; index += 1) {
      place.revisions.set(index, (place.revisions.get(index) ?? 0) + 1);
      place.log.push(index);
    }
    const last = place.places - 1 - place.removed.size;
    for (let index = last; index > last - removed; index -= 1) {
      place.removed.add(index);
      place.log.push(index);
    }
    place.pages.clear();
  }

  contact(mailbox: FakeMailbox, folder: FakeFolder, index: number): FakeContact {
    return fakeContact(`${mailbox.id}/${folder.id}`, index, folder.revisions.get(index) ?? 0);
  }

  /** The place of the contact with an id. */
  placeOf(mailbox: FakeMailbox, folder: FakeFolder, id: string): number | undefined {
    const name = `${mailbox.id}/${folder.id}`;
    let places = this.#places.get(name);
    if (!places) {
      places = new Map();
      for (let index = 0; index < folder.places; index += 1) places.set(fakeContact(name, index, 0).id, index);
      this.#places.set(name, places);
    }
    const place = places.get(id);
    return place === undefined || folder.removed.has(place) ? undefined : place;
  }
}

function emptyFolder({ id, contacts, parent }: FolderSpec): FakeFolder {
  return {
    id,
    name: `Folder ${id}`,
    parent,
    places: contacts,
    revisions: new Map(),
    removed: new Set(),
    log: [],
    pages: new Map(),
  };
}
