import { z } from 'zod';
import { deltaPageSize } from '../contacts/mailbox-delta.ts';
import { invalidUrlQuery, syncStateNotFound } from '../graph/errors.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { tokenLink } from '../graph/links.ts';
import type { MailboxCall } from '../graph/route.ts';
import type { Calendar, CalendarChange } from './calendar.ts';
import { calendarOf, eventContext, requestedWindow } from './event-call.ts';
import type { EventContent, Instance, StoredEvent } from './event-content.ts';
import { idOf } from './event-ids.ts';
import { eventView, showEvent } from './event-view.ts';
import type { EventView } from './event-view.ts';
import { instancesIn, masterOf } from './instances.ts';
import type { Window } from './instances.ts';

const tokenState = z.object({
  mailbox: z.string(),
  epoch: z.number(),
  /** The window never changes in the life of a token. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Position in the calendar's changes up to which the last round came; null = this is the first round. */
  since: z.number().nullable(),
  /** Position up to which this round shows changes. */
  until: z.number(),
  /** How many items of the round were shown. */
  shown: z.number(),
});
type TokenState = z.infer<typeof tokenState>;

const unsupported = ['$orderby', '$filter', '$search', '$top', '$expand', '$skip', '$count'];

/**
 * Answers a page of a delta round over a window: masters and exceptions whole, occurrences as stubs, removals also of what was
 * never in the window (graph.md, section 4). `$select` is taken and has no effect.
 */
export function deltaCalendarView(call: MailboxCall): GraphAnswer {
  const calendar = calendarOf(call);
  const state = readState(call, calendar);
  const view = eventView(call.preferences, undefined, undefined);
  const items = itemsOf(calendar, state, view);
  const end = state.shown + deltaPageSize(call);
  const finished = end >= items.length;
  const next = finished ? { ...state, since: state.until, shown: 0 } : { ...state, shown: end };
  const token = call.world.pageTokens.seal(next);
  return ok({
    '@odata.context': eventContext(call, 'calendarView'),
    ...(finished
      ? { '@odata.deltaLink': tokenLink(call, '$deltatoken', token) }
      : { '@odata.nextLink': tokenLink(call, '$skiptoken', token) }),
    value: items.slice(state.shown, end),
  });
}

function readState(call: MailboxCall, calendar: Calendar): TokenState {
  const { query } = call.request;
  const { userId, syncEpoch } = call.mailbox;
  if (unsupported.some((name) => query.has(name))) {
    throw invalidUrlQuery(
      "The following parameters are not supported with change tracking over the 'CalendarView' resource: '$orderby, $filter, $select, $expand, $search, $top'. Use the odata.maxpagesize preference for the size of pages.",
    );
  }
  const token = query.get('$skiptoken') ?? query.get('$deltatoken');
  const until = calendar.changes.length;
  if (token === undefined) {
    const { from, to } = requestedWindow(call);
    const window = { from: from.toISOString(), to: to.toISOString() };
    return { mailbox: userId, epoch: syncEpoch, ...window, since: null, until, shown: 0 };
  }
  const opened = call.world.pageTokens.open(token);
  if (opened === 'malformed') throw invalidUrlQuery('Badly formed token.');
  const state = opened === 'unknown' ? undefined : tokenState.safeParse(opened.state).data;
  if (state !== undefined && state.mailbox !== userId) throw invalidUrlQuery('The token belongs to another resource.');
  if (state?.epoch !== syncEpoch) throw syncStateNotFound(148 + (state?.epoch ?? 0), 156 + syncEpoch);
  return query.has('$deltatoken') ? { ...state, until } : state;
}

function itemsOf(calendar: Calendar, state: TokenState, view: EventView): Record<string, unknown>[] {
  const window = { from: new Date(state.from), to: new Date(state.to) };
  if (state.since === null) {
    return calendar.events().flatMap((event) => existing(event, event.content, window, view));
  }
  return netChanges(calendar.changes.slice(state.since, state.until)).flatMap((change) =>
    changed(change, window, view),
  );
}

/** One change for each event: from what it was before the first to what it was after the last. */
function netChanges(changes: readonly CalendarChange[]): CalendarChange[] {
  const net = new Map<StoredEvent, CalendarChange>();
  for (const { event, before, after } of changes) {
    net.set(event, { event, before: net.has(event) ? net.get(event)?.before : before, after });
  }
  return [...net.values()];
}

function changed({ event, before, after }: CalendarChange, window: Window, view: EventView): Record<string, unknown>[] {
  const items = after === undefined ? [] : existing(event, after, window, view);
  const there = new Set(items.map(({ id }) => id));
  const earlier =
    before === undefined ? [] : instancesIn(event, before, window).map((one) => idOf(one, view.immutableIds));
  const gone = new Set(earlier.filter((id) => !there.has(id)));
  if (items.length === 0) gone.add(view.immutableIds ? event.immutableId : event.mutableId);
  return [...items, ...[...gone].map(removed)];
}

function existing(
  event: StoredEvent,
  content: EventContent,
  window: Window,
  view: EventView,
): Record<string, unknown>[] {
  const instances = instancesIn(event, content, window);
  if (instances.length === 0) return [];
  const master = content.series === undefined ? [] : [{ ...masterOf(event), content }];
  return [...master, ...instances].map((instance) => shown(instance, view));
}

function shown(instance: Instance, view: EventView): Record<string, unknown> {
  const select = instance.type === 'occurrence' ? ['type', 'seriesMasterId', 'start', 'end'] : undefined;
  return { '@odata.type': '#microsoft.graph.event', ...showEvent(instance, { ...view, select }) };
}

function removed(id: string): Record<string, unknown> {
  return { '@odata.type': '#microsoft.graph.event', id, '@removed': { reason: 'deleted' } };
}
