import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { MailboxCall, Route } from '../graph/route.ts';
import { deltaCalendarView } from './calendar-delta.ts';
import { createEvent, deleteEvent, getEvent, updateEvent } from './event-writes.ts';
import { listCalendarView, listEvents, listInstances } from './list-events.ts';

const reading = ['Calendars.Read', 'Calendars.ReadWrite'];
const writing = ['Calendars.ReadWrite'];
const user = '/users/{user-id}';
const events = `${user}/events`;
const item = `${events}/{event-id}`;

/** The default calendar of a mailbox. */
export const eventRoutes: readonly Route[] = [
  route('GET', `${user}/calendarView`, 'users.listCalendarView', reading, listCalendarView),
  route('GET', `${user}/calendarView/delta`, 'users.calendarView.delta', reading, deltaCalendarView),
  route('GET', events, 'users.listEvents', reading, listEvents),
  route('POST', events, 'users.createEvents', writing, createEvent),
  route('GET', item, 'users.getEvents', reading, getEvent),
  route('PATCH', item, 'users.updateEvents', writing, updateEvent),
  route('DELETE', item, 'users.deleteEvents', writing, deleteEvent),
  route('GET', `${item}/instances`, 'users.events.listInstances', reading, listInstances),
];

function route(
  method: Route['method'],
  template: string,
  operation: string,
  permissions: readonly string[],
  answer: (call: MailboxCall) => GraphAnswer,
): Route {
  return { method, template, operation, permissions, workload: 'mailbox', answer };
}
