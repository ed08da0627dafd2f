import type { CalendarEvent } from '../calendar/event.ts';
import { localTime, type LocalTime } from './local-time.ts';
import type { StatusWords } from './status-words.ts';

/**
 * From when to when, as the mailbox's clock shows it: `07:00-12:00`, with dates unless both are on one day. An event that lasts all
 * day has the word for it, or its first and last day. Midnight at the end is 24:00 of the day that ends.
 */
export function timeText({ start, end, allDay }: CalendarEvent, words: StatusWords, timeZone: string): string {
  const first = localTime(Date.parse(start), timeZone);
  const last = lastMoment(Date.parse(end), timeZone);
  const isOneDay = first.date === last.date;
  if (allDay && isOneDay) return words.allDay;
  if (isOneDay) return `${first.clock}-${last.clock}`;
  const [from, to] = [words.date(first.month, first.day), words.date(last.month, last.day)];
  return allDay ? `${from}-${to}` : `${from} ${first.clock}-${to} ${last.clock}`;
}

function lastMoment(end: number, timeZone: string): LocalTime {
  const at = localTime(end, timeZone);
  const before = localTime(end - 1, timeZone);
  if (before.date === at.date) return at;
  // Where the clock is put forward at midnight, no clock ever showed it.
  return { ...before, clock: '24:00' };
}
