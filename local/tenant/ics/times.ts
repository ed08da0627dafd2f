import ICAL from 'ical.js';

import type { ZonedTime } from '../tenant.ts';
import { instantOf, wallTimeOf } from '../zones/zone-time.ts';
import type { Zone, Zones } from './zones.ts';

/** A time of a calendar file. */
export interface FileTime extends ZonedTime {
  /** A whole day, without a time. */
  isDate: boolean;
}

/** The time in a property such as DTSTART; undefined when there is none that can be read. */
export function timeIn(event: ICAL.Component, name: string, zones: Zones): FileTime | undefined {
  const property = event.getFirstProperty(name);
  return property === null ? undefined : timesIn(property, zones)[0];
}

/** All times of all properties of a name, such as EXDATE. */
export function allTimesIn(event: ICAL.Component, name: string, zones: Zones): FileTime[] {
  return event.getAllProperties(name).flatMap((property) => timesIn(property, zones));
}

/** A time on the clocks of a zone. */
export function wallIn(time: FileTime, zone: string): string {
  return time.zone === zone || time.isDate ? time.wall : wallTimeOf(instantOf(time.wall, time.zone), zone);
}

/** A time that ical.js has read, in a zone unless it says that it is UTC. */
export function fileTime(time: ICAL.Time, zone: Zone): FileTime {
  const text = time.toString();
  if (time.isDate) return { ...zone, wall: `${text.slice(0, 10)}T00:00:00`, isDate: true };
  const where = text.endsWith('Z') ? { zone: 'UTC', zoneName: 'UTC' } : zone;
  return { ...where, wall: text.slice(0, 19), isDate: false };
}

function timesIn(property: ICAL.Property, zones: Zones): FileTime[] {
  // ical.js types it as a text, and answers nothing when there is no such parameter.
  const tzid: unknown = property.getFirstParameter('tzid');
  const zone = typeof tzid === 'string' ? zones.named(tzid) : zones.floating;
  const values: unknown[] = property.getValues();
  return values.flatMap((value) => {
    const time = value instanceof ICAL.Period ? value.start : value;
    if (!(time instanceof ICAL.Time)) return [];
    const read = fileTime(time, zone);
    return Number.isNaN(Date.parse(`${read.wall}Z`)) ? [] : [read];
  });
}
