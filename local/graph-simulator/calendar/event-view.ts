import type { ZonedTime } from '../../tenant/tenant.ts';
import { instantOf, wallTimeOf, zoneNamed } from '../../tenant/zones/zone-time.ts';
import { comparedIds } from '../contacts/contact-view.ts';
import { normaliseExtendedPropertyId } from '../contacts/extended-property-id.ts';
import { digest } from '../contacts/identifiers.ts';
import { GraphError, badRequest } from '../graph/errors.ts';
import { dig } from '../odata/filter-evaluation.ts';
import type { Expression } from '../odata/filter-expression.ts';
import type { Preferences } from '../odata/prefer.ts';
import { bodyPreview, shownBody } from './body-text.ts';
import type { EventContent, Instance } from './event-content.ts';
import { idOf, occurrenceId } from './event-ids.ts';
import { fromSeries } from './recurrence.ts';

/** How events are shown. */
export interface EventView {
  /** Names of `$select`; undefined = all. `id` and `@odata.etag` always come along. */
  select: readonly string[] | undefined;
  immutableIds: boolean;
  /** The zone that times are shown in, by its own name and IANA's. */
  zone: { name: string; iana: string };
  bodyType: 'text' | 'html';
  /** Normalised ids of the extended properties to expand; undefined = none asked for. */
  extended: readonly string[] | undefined;
}

/** What the `Prefer` header and `$select` make of events; an unknown time zone is a 400 (code unverified). */
export function eventView(
  preferences: Preferences,
  select: readonly string[] | undefined,
  extended: readonly string[] | undefined,
): EventView {
  const name = preferences.timeZone ?? 'UTC';
  const iana = zoneNamed(name);
  if (iana === undefined) throw unknownZone(name);
  return {
    select,
    immutableIds: preferences.immutableIds,
    zone: { name, iana },
    bodyType: preferences.bodyType,
    extended,
  };
}

export function unknownZone(name: string): GraphError {
  return new GraphError(
    400,
    'TimeZoneNotSupportedException',
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`,
  );
}

const readers = new Map<string, (instance: Instance, view: EventView) => unknown>([
  ['createdDateTime', ({ event }) => event.created],
  ['lastModifiedDateTime', ({ event }) => event.modified],
  ['changeKey', (instance) => changeKey(instance)],
  ['categories', ({ content }) => content.properties.categories ?? []],
  ['transactionId', ({ content }) => content.properties.transactionId ?? null],
  ['originalStartTimeZone', ({ content }) => content.start.zoneName],
  ['originalEndTimeZone', ({ content }) => content.end.zoneName],
  ['iCalUId', ({ event, original }) => (original === undefined ? event.uid : `${event.uid}${digest(original, 8)}`)],
  ['reminderMinutesBeforeStart', ({ content }) => content.properties.reminderMinutesBeforeStart ?? 15],
  ['isReminderOn', ({ content }) => content.properties.isReminderOn ?? true],
  ['hasAttachments', () => false],
  ['subject', ({ content }) => content.properties.subject ?? ''],
  ['bodyPreview', ({ content }) => bodyPreview(content.properties.body)],
  ['importance', ({ content }) => content.properties.importance ?? 'normal'],
  ['sensitivity', ({ content }) => content.properties.sensitivity ?? 'normal'],
  ['isAllDay', ({ content }) => content.isAllDay],
  ['isCancelled', ({ content }) => content.properties.isCancelled ?? false],
  ['isOrganizer', ({ content }) => responseOf(content) === 'organizer'],
  ['responseRequested', ({ content }) => content.properties.responseRequested ?? true],
  ['seriesMasterId', (instance, view) => (instance.original === undefined ? null : masterId(instance, view))],
  ['showAs', ({ content }) => content.properties.showAs ?? 'busy'],
  ['type', ({ type }) => type],
  ['isOnlineMeeting', ({ content }) => content.properties.isOnlineMeeting ?? false],
  ['onlineMeetingProvider', ({ content }) => content.properties.onlineMeetingProvider ?? 'unknown'],
  ['allowNewTimeProposals', ({ content }) => content.properties.allowNewTimeProposals ?? true],
  ['hideAttendees', ({ content }) => content.properties.hideAttendees ?? false],
  ['isDraft', () => false],
  ['responseStatus', ({ content }) => responseStatus(content)],
  ['body', ({ content }, view) => shownBody(content.properties.body, view.bodyType)],
  ['start', ({ content }, view) => shownTime(content.start, content.isAllDay, view)],
  ['end', ({ content }, view) => shownTime(content.end, content.isAllDay, view)],
  ['originalStart', (instance) => originalStart(instance)],
  ['location', ({ content }) => content.properties.location ?? { displayName: '' }],
  ['locations', ({ content }) => content.properties.locations ?? []],
  ['recurrence', ({ content }) => recurrence(content)],
  ['attendees', ({ content }) => content.properties.attendees ?? []],
  ['organizer', ({ content }) => content.properties.organizer ?? null],
]);
/** Shown only when it is selected. */
const cancelledOccurrences = 'cancelledOccurrences';

/** Names that `$select` takes for an event. */
export const EVENT_PROPERTIES: ReadonlySet<string> = new Set([
  'id',
  'webLink',
  'onlineMeeting',
  'onlineMeetingUrl',
  'singleValueExtendedProperties',
  cancelledOccurrences,
  ...readers.keys(),
]);

/** The event as Graph shows it. */
export function showEvent(instance: Instance, view: EventView): Record<string, unknown> {
  const shown: Record<string, unknown> = {
    '@odata.etag': etag(instance),
    id: idOf(instance, view.immutableIds),
  };
  for (const name of view.select ?? readers.keys()) {
    const read = readers.get(name);
    if (read !== undefined) shown[name] = read(instance, view);
  }
  if (view.select?.includes(cancelledOccurrences) && instance.type === 'seriesMaster') {
    const id = idOf(instance, view.immutableIds);
    shown[cancelledOccurrences] = instance.content.series?.without.map((start) => `OID.${occurrenceId(id, start)}`);
  }
  const extended = (view.extended ?? []).flatMap((id) => {
    const value = instance.content.extended[id];
    return value === undefined ? [] : [{ id, value }];
  });
  if (extended.length > 0) shown['singleValueExtendedProperties'] = extended;
  return shown;
}

/** The event's `@odata.etag`. */
export function etag(instance: Instance): string {
  return `W/"${changeKey(instance)}"`;
}

/** Value of a property for `$filter` and `$orderby`. */
export function eventProperty(instance: Instance, view: EventView, path: readonly string[]): unknown {
  const [name = '', ...rest] = path;
  if (name === 'id') return idOf(instance, view.immutableIds);
  const read = readers.get(name);
  if (read === undefined)
    throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.event'.`);
  return rest.length === 0 ? read(instance, view) : dig(read(instance, view), rest);
}

/** The extended properties that a predicate asks for, under the ids it uses. */
export function extendedMembers({ content }: Instance, predicate: Expression): { id: string; value: string }[] {
  return comparedIds(predicate).flatMap((id) => {
    const value = content.extended[normaliseExtendedPropertyId(id)];
    return value === undefined ? [] : [{ id, value }];
  });
}

/** Whole days are dates: their midnight is shown as it is, whatever zone is asked for (graph.md, sections 4 and 12). */
function shownTime(time: ZonedTime, isAllDay: boolean, { zone }: EventView): { dateTime: string; timeZone: string } {
  const wall = isAllDay ? time.wall : wallTimeOf(instantOf(time.wall, time.zone), zone.iana);
  return { dateTime: `${wall}.0000000`, timeZone: zone.name };
}

function originalStart({ content, event, original }: Instance): string | null {
  if (original === undefined) return null;
  return `${instantOf(original, (event.content.series ? event.content : content).start.zone)
    .toISOString()
    .slice(0, 19)}Z`;
}

function recurrence({ series, start }: EventContent): unknown {
  return series === undefined ? null : (fromSeries(series, start.wall.slice(0, 10), start.zoneName) ?? null);
}

function responseOf(content: EventContent): string {
  return content.properties.responseStatus?.response ?? 'organizer';
}

function responseStatus(content: EventContent): unknown {
  const { responseStatus } = content.properties;
  return { response: responseOf(content), time: responseStatus?.time ?? '0001-01-01T00:00:00Z' };
}

function masterId({ event }: Instance, view: EventView): string {
  return view.immutableIds ? event.immutableId : event.mutableId;
}

function changeKey({ event, original }: Instance): string {
  return `DwAAABYAAAD${digest(JSON.stringify([event.uid, event.version, event.content.properties, original]), 27)}AAA`;
}
