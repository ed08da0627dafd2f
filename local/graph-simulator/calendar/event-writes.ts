import { GraphError } from '../graph/errors.ts';
import { created, noContent, ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { MailboxCall } from '../graph/route.ts';
import type { Calendar } from './calendar.ts';
import { parseEventBody } from './event-body.ts';
import type { EventBody } from './event-body.ts';
import { calendarOf, eventContext, requestedEventView } from './event-call.ts';
import { changedContent, newContent, withException, withoutOccurrence } from './event-changes.ts';
import type { Instance } from './event-content.ts';
import { idOf } from './event-ids.ts';
import { etag, showEvent } from './event-view.ts';

/** `GET .../events/{id}`: single event, master, occurrence or exception. */
export function getEvent(call: MailboxCall): GraphAnswer {
  return ok(single(call, calendarOf(call).instance(call.parameter('event-id'))));
}

/** `POST .../events`. The same transaction id again answers the event it made (graph.md, section 12). */
export function createEvent(call: MailboxCall): GraphAnswer {
  const calendar = calendarOf(call);
  const body = parseEventBody(call.request.body);
  const content = newContent(body);
  const earlier = body.transactionId ? calendar.createdBy(body.transactionId) : undefined;
  if (earlier !== undefined) {
    if (earlier.content.properties.subject === content.properties.subject) {
      return created(single(call, calendar.instance(earlier.immutableId)));
    }
    throw new GraphError(
      409,
      'ErrorDuplicateTransactionId',
      'Your request cannot be completed because the TransactionId was already used to create another event.',
    );
  }
  call.mailbox.requireRoom();
  const now = call.world.clock();
  const pretends = call.world.quirks.has('mutateNothing');
  const event = pretends ? calendar.imagine(content, now) : calendar.add(content, now);
  const type = content.series === undefined ? ('singleInstance' as const) : ('seriesMaster' as const);
  return created(single(call, { event, content, type, original: undefined }));
}

/** `PATCH .../events/{id}`; of an occurrence it makes an exception. */
export function updateEvent(call: MailboxCall): GraphAnswer {
  const calendar = calendarOf(call);
  const instance = calendar.instance(call.parameter('event-id'));
  requireMatch(call, instance);
  const body = parseEventBody(call.request.body);
  if (call.world.quirks.has('mutateNothing')) return ok(single(call, instance));
  return ok(single(call, edit(calendar, instance, body, call.world.clock())));
}

/** `DELETE .../events/{id}`; a master takes its series along, an occurrence is cancelled. */
export function deleteEvent(call: MailboxCall): GraphAnswer {
  const calendar = calendarOf(call);
  const instance = calendar.instance(call.parameter('event-id'));
  requireMatch(call, instance);
  if (!call.world.quirks.has('mutateNothing')) remove(calendar, instance, call.world.clock());
  return noContent();
}

/** Changes an event, a series, or one of a series; answers it as it is then. */
export function edit(calendar: Calendar, instance: Instance, body: EventBody, now: Date): Instance {
  const { event, original } = instance;
  const content =
    original === undefined ? changedContent(event.content, body) : withException(event.content, instance, body);
  calendar.replace(event, content, now);
  return calendar.instance(idOf(instance, true));
}

/** Deletes an event or a series, or cancels one of a series. */
export function remove(calendar: Calendar, { event, original }: Instance, now: Date): void {
  if (original === undefined) calendar.remove(event);
  else calendar.replace(event, withoutOccurrence(event.content, original), now);
}

function single(call: MailboxCall, instance: Instance): Record<string, unknown> {
  return {
    '@odata.context': eventContext(call, 'events', '/$entity'),
    ...showEvent(instance, requestedEventView(call)),
  };
}

/** `If-Match`: the etag, or `*`. */
function requireMatch(call: MailboxCall, instance: Instance): void {
  const wanted = call.request.headers.get('if-match');
  if (wanted === undefined || wanted === '*' || wanted === etag(instance)) return;
  throw new GraphError(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}
