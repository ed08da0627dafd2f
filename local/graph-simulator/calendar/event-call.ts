import { expandedIds } from '../contacts/contact-view.ts';
import { GraphError } from '../graph/errors.ts';
import type { MailboxCall } from '../graph/route.ts';
import { parseExpand } from '../odata/expand.ts';
import { parseSelect } from '../odata/select.ts';
import type { Calendar } from './calendar.ts';
import { EVENT_PROPERTIES, eventView } from './event-view.ts';
import type { EventView } from './event-view.ts';
import type { Window } from './instances.ts';

/** Exchange shows no more of a calendar at a time. */
const mostDays = 1825;

export function calendarOf(call: MailboxCall): Calendar {
  return call.world.calendars.of(call.mailbox.userId);
}

/** How a request wants events shown: `$select`, `$expand`, `Prefer`. */
export function requestedEventView(call: MailboxCall): EventView {
  const { query } = call.request;
  const select = parseSelect(query.get('$select'), EVENT_PROPERTIES, 'event');
  return eventView(call.preferences, select, expandedIds(parseExpand(query.get('$expand'))));
}

/** `startDateTime` and `endDateTime`; without an offset they are UTC. */
export function requestedWindow(call: MailboxCall): Window {
  const from = moment(call.request.query.get('startDateTime'));
  const to = moment(call.request.query.get('endDateTime'));
  if (to < from) throw invalid('The end date of the time window is before its start date.');
  if (to.getTime() - from.getTime() > mostDays * 86_400_000) {
    throw invalid(
      `The requested time duration specified for FindCalendarView is too long. The limit = ${mostDays} days.`,
    );
  }
  return { from, to };
}

/** `@odata.context` of an answer about events. */
export function eventContext(call: MailboxCall, collection: 'events' | 'calendarView', suffix = ''): string {
  const user = encodeURIComponent(call.parameter('user-id'));
  return `${call.world.origin}/v1.0/$metadata#users('${user}')/${collection}${suffix}`;
}

function moment(text: string | undefined): Date {
  if (text === undefined) {
    throw invalid(
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  }
  const form = /^(\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?)(Z|[+-]\d{2}:\d{2})?$/i.exec(text);
  const time = new Date(`${form?.[1] ?? ''}${(form?.[1] ?? '').includes('T') ? (form?.[2] ?? 'Z') : ''}`);
  if (form === null || Number.isNaN(time.getTime())) throw invalid(`The time window '${text}' cannot be read.`);
  return time;
}

function invalid(message: string): GraphError {
  return new GraphError(400, 'ErrorInvalidParameter', message);
}
