import ICAL from 'ical.js';

import type { TenantSeries } from '../tenant.ts';
import { allTimesIn, fileTime, wallIn, type FileTime } from './times.ts';
import type { Zones } from './zones.ts';

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/** When the series of an event takes place, without its exceptions; undefined for a single event. */
export function seriesOf(event: ICAL.Component, start: FileTime, zones: Zones): TenantSeries | undefined {
  const recur = event.getFirstPropertyValue('rrule');
  const also = startsIn(event, 'rdate', start, zones);
  if (!(recur instanceof ICAL.Recur)) {
    if (also.length === 0) return undefined;
    return { rule: 'FREQ=DAILY;COUNT=1', also, without: startsIn(event, 'exdate', start, zones), instead: [] };
  }
  if (!frequencies.includes(recur.freq)) throw new Error(`no calendar repeats events ${recur.freq.toLowerCase()}`);
  const until = untilOf(recur, start, zones);
  return {
    rule: withoutUntil(recur),
    ...(until === undefined ? {} : { until }),
    also,
    without: startsIn(event, 'exdate', start, zones),
    instead: [],
  };
}

/** The start of an occurrence that a property names, on the clocks of the series; a bare date means whatever is on that day. */
export function originalStart(time: FileTime, start: FileTime): string {
  if (!time.isDate || start.isDate)
    return start.isDate ? `${time.wall.slice(0, 10)}T00:00:00` : wallIn(time, start.zone);
  return `${time.wall.slice(0, 10)}${start.wall.slice(10)}`;
}

function startsIn(event: ICAL.Component, name: string, start: FileTime, zones: Zones): string[] {
  return [...new Set(allTimesIn(event, name, zones).map((time) => originalStart(time, start)))];
}

/** Programs write UNTIL as a day, as a moment in UTC, and as a time in the zone of the event. */
function untilOf(recur: ICAL.Recur, start: FileTime, zones: Zones): string | undefined {
  const stated: unknown = recur.until;
  if (!(stated instanceof ICAL.Time)) return undefined;
  const until = fileTime(stated, start.isDate ? zones.floating : start);
  if (until.isDate || start.isDate) return `${until.wall.slice(0, 10)}T23:59:59`;
  return wallIn(until, start.zone);
}

function withoutUntil(recur: ICAL.Recur): string {
  return recur
    .toString()
    .split(';')
    .filter((part) => !part.startsWith('UNTIL='))
    .join(';');
}
