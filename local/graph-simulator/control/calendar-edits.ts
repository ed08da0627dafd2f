import { parseEventEdit } from '../calendar/event-body.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { newContent } from '../calendar/event-changes.ts';
import type { Instance } from '../calendar/event-content.ts';
import { idOf } from '../calendar/event-ids.ts';
import { eventView, showEvent } from '../calendar/event-view.ts';
import { edit, remove } from '../calendar/event-writes.ts';
import type { MasterCategory } from '../calendar/master-categories.ts';
import type { World } from '../graph/world.ts';
import { parsePrefer } from '../odata/prefer.ts';

/** An event as tests and shells see it. */
export interface EventSight {
  /** Immutable id. */
  id: string;
  /** Every property as Graph shows it. */
  properties: Record<string, unknown>;
}

/** Edits in calendars as users make them in Outlook: past permissions, limits of the API and faults. */
export class CalendarEdits {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The calendar of a user principal name or object id. */
  calendar(key: string): Calendar {
    const { mailboxes, calendars, directory } = this.#world;
    return calendars.of(mailboxes.require(directory.requireUser(key).id).userId);
  }

  /** Single events and masters of series. */
  events(key: string): EventSight[] {
    const calendar = this.calendar(key);
    return calendar.events().map(({ immutableId }) => sight(calendar.instance(immutableId)));
  }

  /** What takes place in a window, series one by one. */
  view(key: string, from: Date, to: Date): EventSight[] {
    return this.calendar(key).instances({ from, to }).map(sight);
  }

  /** @param properties those of `microsoft.graph.event`, also `isCancelled`, `responseStatus` and `organizer` */
  add(key: string, properties: Record<string, unknown>): EventSight {
    const calendar = this.calendar(key);
    const event = calendar.add(newContent(parseEventEdit(properties)), this.#world.clock());
    return sight(calendar.instance(event.immutableId));
  }

  /** Changes an event, a series, or by the id of an occurrence one of a series. */
  patch(key: string, id: string, properties: Record<string, unknown>): EventSight {
    const calendar = this.calendar(key);
    return sight(edit(calendar, calendar.instance(id), parseEventEdit(properties), this.#world.clock()));
  }

  /** Deletes an event or a series, or by the id of an occurrence cancels one of a series. */
  delete(key: string, id: string): void {
    const calendar = this.calendar(key);
    remove(calendar, calendar.instance(id), this.#world.clock());
  }

  categories(key: string): readonly MasterCategory[] {
    return this.calendar(key).categories.all();
  }
}

function sight(instance: Instance): EventSight {
  const view = { ...eventView(parsePrefer(undefined), undefined, undefined), immutableIds: true };
  return { id: idOf(instance, true), properties: showEvent(instance, view) };
}
