import ICAL from 'ical.js';

import type { TenantEvent } from '../tenant.ts';
import { between, instantOf, moved } from '../zones/zone-time.ts';
import { propertiesOf, textIn, wordIn } from './properties.ts';
import { originalStart, seriesOf } from './series.ts';
import { timeIn, type FileTime } from './times.ts';
import { Zones } from './zones.ts';

interface ReadEvent {
  event: TenantEvent;
  start: FileTime;
  /** Which one of a series it stands for. */
  instead: FileTime | undefined;
}

/**
 * The events of a calendar, exceptions at their series. What cannot be read costs only that event.
 * @param owner mail address of the mailbox, by which its answers to invitations are found
 */
export function eventsOf(calendar: ICAL.Component, owner: string, warn: (message: string) => void): TenantEvent[] {
  const zones = new Zones(calendar);
  const read = calendar.getAllSubcomponents('vevent').flatMap((component): ReadEvent[] => {
    try {
      return [readEvent(component, zones, owner)];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      warn(`the event "${textIn(component, 'summary')}" was left out: ${reason}`);
      return [];
    }
  });
  return withExceptions(read);
}

/** An exception whose series is not in the file, as with an invitation to one meeting of a series, is an event of its own. */
function withExceptions(read: readonly ReadEvent[]): TenantEvent[] {
  const masters = new Map(
    read.filter(({ event, instead }) => event.series && !instead).map((one) => [one.event.uid, one] as const),
  );
  const events: TenantEvent[] = [];
  for (const { event, instead } of read) {
    const master = instead === undefined ? undefined : masters.get(event.uid);
    if (instead === undefined || master?.event.series === undefined) events.push(event);
    else master.event.series.instead.push({ original: originalStart(instead, master.start), event });
  }
  return events;
}

function readEvent(component: ICAL.Component, zones: Zones, owner: string): ReadEvent {
  const start = timeIn(component, 'dtstart', zones);
  if (start === undefined) throw new Error('it has no start');
  const end = endOf(component, start, zones);
  const instead = timeIn(component, 'recurrence-id', zones);
  const series = instead === undefined ? seriesOf(component, start, zones) : undefined;
  const event: TenantEvent = {
    uid: textIn(component, 'uid') || `${textIn(component, 'summary')} ${start.wall}`,
    properties: propertiesOf(component, owner),
    start: zoned(start),
    end: zoned(end),
    isAllDay: isAllDay(component, start, end),
    ...(series === undefined ? {} : { series }),
  };
  return { event, start, instead };
}

/** Where there is no end, an event ends as it begins, and a day at its midnight (RFC 5545, section 3.6.1). */
function endOf(component: ICAL.Component, start: FileTime, zones: Zones): FileTime {
  const stated = timeIn(component, 'dtend', zones);
  const duration = component.getFirstPropertyValue('duration');
  const day = 86_400_000;
  const length = duration instanceof ICAL.Duration ? duration.toSeconds() * 1000 : start.isDate ? day : 0;
  const end = stated ?? { ...start, wall: moved(start.wall, length) };
  // Some programs let a day end on itself.
  if (start.isDate && end.wall <= start.wall) return { ...end, wall: moved(start.wall, day) };
  if (instantOf(end.wall, end.zone) < instantOf(start.wall, start.zone)) throw new Error('it ends before it begins');
  return end;
}

/** Outlook may write a whole day as two midnights. */
function isAllDay(component: ICAL.Component, start: FileTime, end: FileTime): boolean {
  if (start.isDate) return true;
  const midnights = [start, end].every(({ wall }) => wall.endsWith('T00:00:00'));
  return midnights && wordIn(component, 'x-microsoft-cdo-alldayevent') === 'TRUE' && between(start.wall, end.wall) > 0;
}

function zoned({ wall, zone, zoneName }: FileTime): TenantEvent['start'] {
  return { wall, zone, zoneName };
}
