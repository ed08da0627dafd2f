import type { ZonedTime } from '../../tenant/tenant.ts';
import { between, instantOf, moved, wallTimeOf } from '../../tenant/zones/zone-time.ts';
import type { WallTime } from '../../tenant/zones/zone-time.ts';
import type { EventContent, Instance, Series, StoredEvent } from './event-content.ts';
import { startsOf } from './occurrences.ts';

const day = 86_400_000;

/** A stretch of time, in instants. */
export interface Window {
  from: Date;
  to: Date;
}

/**
 * What of an event, in a certain state, touches a window. Whole days count from midnight to midnight where they were entered,
 * whatever zone they are shown in, as in Exchange (Microsoft Q&A 978210, 2104890).
 */
export function instancesIn(event: StoredEvent, content: EventContent, window: Window): Instance[] {
  const all =
    content.series === undefined
      ? [{ event, content, type: 'singleInstance' as const, original: undefined }]
      : inSeries(event, content, content.series, window);
  return all.filter((instance) => touches(instance.content, window));
}

/** The occurrence or exception of a series that starts, by its rule, at a time; undefined when it was cancelled. */
export function instanceAt(event: StoredEvent, original: WallTime): Instance | undefined {
  const { series } = event.content;
  if (series === undefined || series.without.includes(original)) return undefined;
  return instanceOf(event, event.content, series, original);
}

/** The master of a series as such. */
export function masterOf(event: StoredEvent): Instance {
  return { event, content: event.content, type: 'seriesMaster', original: undefined };
}

function inSeries(event: StoredEvent, content: EventContent, series: Series, window: Window): Instance[] {
  const { zone } = content.start;
  const length = Math.max(0, between(content.start.wall, content.end.wall)) + 2 * day;
  const from = moved(wallTimeOf(window.from, zone), -length);
  const to = moved(wallTimeOf(window.to, zone), 2 * day);
  const starts = startsOf(content, series, from, to).filter((start) => !series.exceptions.has(start));
  return [...starts, ...series.exceptions.keys()]
    .filter((start) => !series.without.includes(start))
    .map((start) => instanceOf(event, content, series, start));
}

function instanceOf(event: StoredEvent, content: EventContent, series: Series, original: WallTime): Instance {
  const exception = series.exceptions.get(original);
  if (exception !== undefined) return { event, content: exception, type: 'exception', original };
  const shift = between(content.start.wall, original);
  const at = (time: ZonedTime): ZonedTime => ({ ...time, wall: moved(time.wall, shift) });
  const occurrence = { ...content, start: at(content.start), end: at(content.end), series: undefined };
  return { event, content: occurrence, type: 'occurrence', original };
}

/** Starts before the end of the window and ends after its start; what has no length counts at its start too. */
function touches({ start, end }: EventContent, { from, to }: Window): boolean {
  const starts = instantOf(start.wall, start.zone);
  const ends = instantOf(end.wall, end.zone);
  return starts < to && (ends > from || starts.getTime() === from.getTime());
}
