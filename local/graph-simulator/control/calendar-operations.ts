import { z } from 'zod';
import type { ControlOperation } from './control-operations.ts';

const properties = z.record(z.string(), z.unknown());
const events = '/mailboxes/{mailbox}/events';

/** Calendars with their events and categories; edits behave like those of a user or of the organiser of a meeting. */
export const calendarOperations: readonly ControlOperation[] = [
  { method: 'GET', template: events, run: (control, parameter) => control.events(parameter('mailbox')) },
  {
    method: 'POST',
    template: events,
    run: (control, parameter, body) => control.addEvent(parameter('mailbox'), properties.parse(body)),
  },
  {
    method: 'PATCH',
    template: `${events}/{id}`,
    run: (control, parameter, body) =>
      control.patchEvent(parameter('mailbox'), parameter('id'), properties.parse(body)),
  },
  {
    method: 'DELETE',
    template: `${events}/{id}`,
    run: (control, parameter) => {
      control.deleteEvent(parameter('mailbox'), parameter('id'));
    },
  },
  {
    method: 'DELETE',
    template: events,
    run: (control, parameter) => ({ deleted: control.emptyCalendar(parameter('mailbox')) }),
  },
  {
    method: 'PUT',
    template: '/mailboxes/{mailbox}/time-zone',
    run: (control, parameter, body) => {
      control.setTimeZone(parameter('mailbox'), z.strictObject({ timeZone: z.string() }).parse(body).timeZone);
    },
  },
  {
    method: 'GET',
    template: '/mailboxes/{mailbox}/categories',
    run: (control, parameter) => control.categories(parameter('mailbox')),
  },
];
