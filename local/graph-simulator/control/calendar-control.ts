import type { MasterCategory } from '../calendar/master-categories.ts';
import { CalendarEdits } from './calendar-edits.ts';
import type { EventSight } from './calendar-edits.ts';
import { TrafficControl } from './traffic-control.ts';
import type { SimulatorParts } from './traffic-control.ts';

/** The part of the control that is about calendars. */
export class CalendarControl extends TrafficControl {
  readonly #edits: CalendarEdits;

  constructor(parts: SimulatorParts) {
    super(parts);
    this.#edits = new CalendarEdits(parts.world);
  }

  /** Single events and masters of series, as Graph shows them. */
  events(mailbox: string): EventSight[] {
    return this.#edits.events(mailbox);
  }

  /** What takes place between two instants, series one by one. */
  calendarView(mailbox: string, from: Date, to: Date): EventSight[] {
    return this.#edits.view(mailbox, from, to);
  }

  /** @param properties those of `microsoft.graph.event`, also `isCancelled`, `responseStatus` and `organizer` */
  addEvent(mailbox: string, properties: Record<string, unknown>): EventSight {
    return this.#edits.add(mailbox, properties);
  }

  /** Changes an event or a series; by the id of an occurrence, that one only. */
  patchEvent(mailbox: string, id: string, properties: Record<string, unknown>): EventSight {
    return this.#edits.patch(mailbox, id, properties);
  }

  /** Deletes an event or a series; by the id of an occurrence, that one only. */
  deleteEvent(mailbox: string, id: string): void {
    this.#edits.delete(mailbox, id);
  }

  /** Deletes everything in a calendar; returns how many single events and series there were. */
  emptyCalendar(mailbox: string): number {
    return this.#edits.calendar(mailbox).empty();
  }

  /** What the mailbox's settings say about its time zone: a Windows or IANA name, or anything else. */
  setTimeZone(mailbox: string, timeZone: string): void {
    this.#edits.calendar(mailbox).timeZone = timeZone;
  }

  categories(mailbox: string): readonly MasterCategory[] {
    return this.#edits.categories(mailbox);
  }
}
