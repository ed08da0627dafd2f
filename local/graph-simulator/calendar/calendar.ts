import type { TenantEvent } from '../../tenant/tenant.ts';
import { Identifiers, isWellFormedId } from '../contacts/identifiers.ts';
import { seconds } from '../contacts/stored-contact.ts';
import { GraphError, noSuchItem } from '../graph/errors.ts';
import type { EventContent, Instance, StoredEvent } from './event-content.ts';
import { fromOccurrenceId } from './event-ids.ts';
import { instanceAt, instancesIn, masterOf } from './instances.ts';
import type { Window } from './instances.ts';
import { MasterCategories } from './master-categories.ts';
import { contentOf } from './tenant-events.ts';
import { hasStart } from './occurrences.ts';

const seededAt = new Date('2024-01-01T00:00:00Z');

/** Something that happened to an event; `before` and `after` are undefined when it was not there. */
export interface CalendarChange {
  event: StoredEvent;
  before: EventContent | undefined;
  after: EventContent | undefined;
}

/** The default calendar of a mailbox, with what belongs to it: the list of categories and the mailbox's time zone. */
export class Calendar {
  readonly id: string;
  readonly categories = new MasterCategories();
  /** What the mailbox's settings say: a Windows name mostly. */
  timeZone = 'W. Europe Standard Time';
  readonly changes: CalendarChange[] = [];
  readonly #identifiers: Identifiers;
  readonly #events = new Map<string, StoredEvent>();
  readonly #byAnyId = new Map<string, StoredEvent>();
  readonly #transactions = new Map<string, StoredEvent>();

  constructor(userId: string, events: readonly TenantEvent[]) {
    this.#identifiers = new Identifiers(`${userId} calendar`);
    this.id = this.#identifiers.folder('');
    for (const event of events) this.#insert(this.#newEvent(contentOf(event), seededAt, event.uid));
  }

  /** Every single event and every master, in the order in which they came. */
  events(): readonly StoredEvent[] {
    return [...this.#events.values()];
  }

  /** Everything that takes place in a window, by start. */
  instances(window: Window): Instance[] {
    return this.events().flatMap((event) => instancesIn(event, event.content, window));
  }

  /** What an id means: a single event, a master, or one of a series. Throws Graph's 404. */
  instance(id: string): Instance {
    if (!isWellFormedId(id)) throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
    const event = this.#byAnyId.get(id);
    if (event !== undefined) return single(event);
    const place = fromOccurrenceId(id);
    const master = place === undefined ? undefined : this.#byAnyId.get(place.id);
    const series = master?.content.series;
    if (place === undefined || master === undefined || series === undefined) throw noSuchItem();
    const exists = series.exceptions.has(place.original) || hasStart(master.content, series, place.original);
    const found = exists ? instanceAt(master, place.original) : undefined;
    if (found === undefined) throw noSuchItem();
    return found;
  }

  /** The event that was created under a transaction id. */
  createdBy(transactionId: string): StoredEvent | undefined {
    return this.#transactions.get(transactionId);
  }

  add(content: EventContent, now: Date): StoredEvent {
    const event = this.#newEvent(content, now, undefined);
    this.#insert(event);
    if (content.properties.transactionId) this.#transactions.set(content.properties.transactionId, event);
    this.changes.push({ event, before: undefined, after: content });
    return event;
  }

  /** An event that is in no calendar, for answers about writes that change nothing. */
  imagine(content: EventContent, now: Date): StoredEvent {
    return this.#newEvent(content, now, undefined);
  }

  replace(event: StoredEvent, content: EventContent, now: Date): void {
    this.changes.push({ event, before: event.content, after: content });
    event.content = content;
    event.version += 1;
    event.modified = seconds(now);
  }

  remove(event: StoredEvent): void {
    this.changes.push({ event, before: event.content, after: undefined });
    this.#events.delete(event.immutableId);
    this.#byAnyId.delete(event.immutableId);
    this.#byAnyId.delete(event.mutableId);
  }

  /** Takes everything away; returns how many single events and series there were. */
  empty(): number {
    const events = this.events();
    for (const event of events) this.remove(event);
    return events.length;
  }

  #newEvent(content: EventContent, now: Date, uid: string | undefined): StoredEvent {
    const immutableId = this.#identifiers.immutable();
    return {
      immutableId,
      mutableId: this.#identifiers.mutable(this.id),
      uid:
        uid ?? `040000008200E00074C5B7101A82E008${Buffer.from(immutableId).toString('hex').slice(-48).toUpperCase()}`,
      created: seconds(now),
      modified: seconds(now),
      version: 1,
      content,
    };
  }

  #insert(event: StoredEvent): void {
    this.#events.set(event.immutableId, event);
    this.#byAnyId.set(event.immutableId, event);
    this.#byAnyId.set(event.mutableId, event);
  }
}

function single(event: StoredEvent): Instance {
  if (event.content.series !== undefined) return masterOf(event);
  return { event, content: event.content, type: 'singleInstance', original: undefined };
}
