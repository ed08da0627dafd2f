import { Calendars } from '../../../local/graph-simulator/calendar/calendars.ts';
import { readCalendar } from '../../../local/tenant/calendar.ts';
import type { TenantEvent } from '../../../local/tenant/tenant.ts';
import { instantOf } from '../../../local/tenant/zones/zone-time.ts';

/** A calendar file with these lines in it. */
export function calendarFile(...lines: string[]): Uint8Array {
  return Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'));
}

/** The lines of an event. */
export function vevent(...lines: string[]): string[] {
  return ['BEGIN:VEVENT', 'UID:1', 'SUMMARY:One', ...lines, 'END:VEVENT'];
}

/** Reads a file that nothing is wrong with. */
export function read(file: Uint8Array, owner = 'eva@x.example'): TenantEvent[] {
  const warnings: string[] = [];
  const events = readCalendar(file, 'calendar.ics', (_, message) => warnings.push(message), owner);
  if (warnings.length > 0 || events === undefined) throw new Error(warnings.join('\n'));
  return events;
}

/** The event of a file with one event of these lines. */
export function readOne(...lines: string[]): TenantEvent {
  const [event] = read(calendarFile(...vevent(...lines)));
  if (event === undefined) throw new Error('There is no event.');
  return event;
}

/** When the events of a file take place in a window: starts in UTC, with the subject where it is not `One`. */
export function starts(file: Uint8Array, from: string, to: string): string[] {
  const mailbox = { contacts: { displayName: 'Contacts', contacts: [], folders: [] }, calendar: read(file) };
  return new Calendars(new Map([['eva', mailbox]]))
    .of('eva')
    .instances({ from: new Date(from), to: new Date(to) })
    .map(({ content: { start, properties } }) => {
      const instant = instantOf(start.wall, start.zone).toISOString().slice(0, 16);
      return properties.subject === 'One' ? instant : `${instant} ${properties.subject ?? ''}`;
    })
    .toSorted();
}
