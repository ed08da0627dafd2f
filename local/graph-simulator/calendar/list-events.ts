import { GraphError } from '../graph/errors.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { pageLink } from '../graph/links.ts';
import type { MailboxCall } from '../graph/route.ts';
import { outlookPage } from '../contacts/list-contacts.ts';
import { holds, membersOf } from '../odata/filter-evaluation.ts';
import { parseFilter } from '../odata/filter-parser.ts';
import { parseOrderBy, sorted } from '../odata/orderby.ts';
import { countOption } from '../odata/query.ts';
import { calendarOf, eventContext, requestedEventView, requestedWindow } from './event-call.ts';
import type { Instance } from './event-content.ts';
import { eventProperty, extendedMembers, showEvent } from './event-view.ts';
import type { EventView } from './event-view.ts';
import { instancesIn } from './instances.ts';

/** Everything in a window, series one by one; cancelled and declined events are in it, masters are not. */
export function listCalendarView(call: MailboxCall): GraphAnswer {
  return page(call, 'calendarView', calendarOf(call).instances(requestedWindow(call)));
}

/** Single events and masters of series (Graph docs, resources/event.md). */
export function listEvents(call: MailboxCall): GraphAnswer {
  const calendar = calendarOf(call);
  const instances = calendar.events().map(({ immutableId }) => calendar.instance(immutableId));
  return page(call, 'events', instances);
}

/** The instances of a series in a window. */
export function listInstances(call: MailboxCall): GraphAnswer {
  const { event } = calendarOf(call).instance(call.parameter('event-id'));
  return page(call, 'events', instancesIn(event, event.content, requestedWindow(call)));
}

function page(call: MailboxCall, collection: 'events' | 'calendarView', all: readonly Instance[]): GraphAnswer {
  const { query } = call.request;
  if (query.has('$search')) throw new GraphError(501, 'NotImplemented', 'The simulator does not search events.');
  const view = requestedEventView(call);
  const { size, skip } = outlookPage(call);
  const chosen = filtered(all, query.get('$filter'), view);
  const orderings = parseOrderBy(query.get('$orderby')) ?? [{ path: ['start', 'dateTime'], descending: false }];
  const events = sorted(chosen, orderings, (instance, path) => eventProperty(instance, view, path));
  return ok({
    '@odata.context': eventContext(call, collection),
    ...(countOption(query) ? { '@odata.count': events.length } : {}),
    value: events.slice(skip, skip + size).map((instance) => showEvent(instance, view)),
    ...(skip + size < events.length ? { '@odata.nextLink': pageLink(call, { $skip: String(skip + size) }) } : {}),
  });
}

function filtered(all: readonly Instance[], text: string | undefined, view: EventView): readonly Instance[] {
  if (text === undefined) return all;
  const filter = parseFilter(text);
  return all.filter((instance) =>
    holds(filter, {
      value: (path) => eventProperty(instance, view, path),
      members: (path, predicate) => {
        if (path[0] !== 'singleValueExtendedProperties') return membersOf(eventProperty(instance, view, path));
        return predicate === undefined ? [] : extendedMembers(instance, predicate);
      },
    }),
  );
}
