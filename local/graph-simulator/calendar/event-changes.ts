import { zoneNamed } from '../../tenant/zones/zone-time.ts';
import type { WallTime } from '../../tenant/zones/zone-time.ts';
import type { ZonedTime } from '../../tenant/tenant.ts';
import { normaliseExtendedPropertyId } from '../contacts/extended-property-id.ts';
import { GraphError } from '../graph/errors.ts';
import { propertiesIn } from './event-body.ts';
import type { EventBody, Moment } from './event-body.ts';
import type { EventContent, Instance, Series } from './event-content.ts';
import { unknownZone } from './event-view.ts';
import { firstStart } from './occurrences.ts';
import { seriesOf } from './recurrence.ts';
import { between, instantOf, moved, wallTimeOf } from '../../tenant/zones/zone-time.ts';

/** What a new event says. Start and end have to be there. */
export function newContent(body: EventBody): EventContent {
  const start = zonedTime(body.start);
  const end = zonedTime(body.end);
  const isAllDay = body.isAllDay ?? false;
  checkTimes(start, end, isAllDay);
  const content = { properties: propertiesIn(body), start, end, isAllDay, extended: extendedOf({}, body) };
  if (!body.recurrence) return { ...content, series: undefined };
  return atFirstStart({ ...content, series: undefined }, seriesOf(body.recurrence), body.recurrence.range.startDate);
}

/** A content with what a body changes; when a series takes place anew, its exceptions are lost, as in Exchange. */
export function changedContent(content: EventContent, body: EventBody): EventContent {
  const start = body.start === undefined ? content.start : zonedTime(body.start);
  const end = body.end === undefined ? content.end : zonedTime(body.end);
  const isAllDay = body.isAllDay ?? content.isAllDay;
  checkTimes(start, end, isAllDay);
  const properties = { ...content.properties, ...propertiesIn(body) };
  const changed = { ...content, properties, start, end, isAllDay, extended: extendedOf(content.extended, body) };
  if (body.recurrence === null) return { ...changed, series: undefined };
  if (body.recurrence !== undefined) {
    return atFirstStart(changed, seriesOf(body.recurrence), body.recurrence.range.startDate);
  }
  const { series } = changed;
  const stays = start.wall === content.start.wall && end.wall === content.end.wall && start.zone === content.start.zone;
  if (series === undefined || stays) return changed;
  return { ...changed, series: { ...series, without: [], exceptions: new Map() } };
}

/** The master of a series in which one occurrence has become an exception. */
export function withException(master: EventContent, instance: Instance, body: EventBody): EventContent {
  const { series } = master;
  if (series === undefined || instance.original === undefined) return master;
  const { recurrence: _, ...rest } = body;
  const exception = { ...changedContent(instance.content, rest), series: undefined };
  const exceptions = new Map([...series.exceptions, [instance.original, exception]]);
  return { ...master, series: { ...series, exceptions } };
}

/** The master of a series in which one occurrence does not take place. */
export function withoutOccurrence(master: EventContent, original: WallTime): EventContent {
  const { series } = master;
  if (series === undefined) return master;
  const exceptions = new Map([...series.exceptions].filter(([start]) => start !== original));
  return { ...master, series: { ...series, exceptions, without: [...series.without, original] } };
}

function atFirstStart(content: EventContent, series: Series, startDate: string): EventContent {
  const first = firstStart(series.rule, `${startDate}${content.start.wall.slice(10)}`);
  if (first === undefined) throw invalid('The recurrence has no occurrence.');
  const shift = between(content.start.wall, first);
  const at = (time: ZonedTime): ZonedTime => ({ ...time, wall: moved(time.wall, shift) });
  return { ...content, start: at(content.start), end: at(content.end), series };
}

function zonedTime(moment: Moment | undefined): ZonedTime {
  if (moment === undefined) throw invalid('Start and end are required.');
  const form = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(
    moment.dateTime,
  );
  const zoneName = moment.timeZone ?? 'UTC';
  const zone = zoneNamed(zoneName);
  if (zone === undefined) throw unknownZone(zoneName);
  const wall = `${form?.[1] ?? ''}T${form?.[2] ?? '00:00'}:${form?.[3] ?? '00'}`;
  if (form === null || Number.isNaN(Date.parse(`${wall}Z`))) throw invalid(`'${moment.dateTime}' is no time.`);
  const offset = form[4];
  return { wall: offset === undefined ? wall : wallTimeOf(new Date(`${wall}${offset}`), zone), zone, zoneName };
}

/** Whole days have to begin and end at midnight in one zone (graph.md, section 4). */
function checkTimes(start: ZonedTime, end: ZonedTime, isAllDay: boolean): void {
  if (instantOf(end.wall, end.zone) < instantOf(start.wall, start.zone)) {
    throw invalid('The end of the event is before its start.');
  }
  if (!isAllDay) return;
  const midnights = [start, end].every(({ wall }) => wall.endsWith('T00:00:00'));
  if (midnights && start.zone === end.zone && start.wall < end.wall) return;
  throw invalid('An all day event must begin and end at midnight, in one time zone, and be at least a day long.');
}

function extendedOf(known: Readonly<Record<string, string>>, body: EventBody): Record<string, string> {
  const extended = new Map(Object.entries(known));
  for (const { id, value } of body.singleValueExtendedProperties ?? []) {
    const name = normaliseExtendedPropertyId(id);
    if (value === null || value === undefined) extended.delete(name);
    else extended.set(name, value);
  }
  return Object.fromEntries(extended);
}

function invalid(message: string): GraphError {
  return new GraphError(400, 'ErrorPropertyValidationFailure', message);
}
