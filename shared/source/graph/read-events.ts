import { z } from 'zod';
import type { CalendarEvent } from '../../calendar/event.ts';
import type { ReadEvents } from '../event-reader.ts';
import type { CallOptions } from './call.ts';
import type { GraphClient } from './client.ts';
import { parsedAnswer } from './errors.ts';
import { graphEventSchema } from './event.ts';
import { readWholeList } from './pages.ts';
import { directoryId, urlOf } from './url.ts';

const hourMs = 3_600_000;

/**
 * How much more of a calendar is asked for on both sides. Exchange compares an all-day event with the window by midnight in the zone
 * that it was made in (Microsoft Q&A 978210 and 2104890), which can be 26 hours (UTC-12 to UTC+14) from midnight in the mailbox's.
 */
const marginMs = 26 * hourMs;

/** Far more events than a few days have; texts can be large, so there are fewer of them in an answer. */
const pageSize = { plain: '250', withTexts: '50' } as const;

const times = ['id', 'start', 'end', 'isAllDay', 'isCancelled', 'showAs', 'sensitivity', 'responseStatus'];

/**
 * The events of a window by a plain `calendarView`, which shows the occurrences of a series as full events; changes of it would be a
 * window that is fixed in their token, and occurrences without any content (reference graph.md section 4). One request, and one more
 * for each further page.
 */
export async function readEvents(client: GraphClient, request: ReadEvents): Promise<CalendarEvent[]> {
  const options = calendarView(client, request);
  const list = z.array(graphEventSchema(request));
  const events = new Map<string, CalendarEvent>();
  for await (const items of readWholeList(client, options)) {
    for (const event of parsedAnswer(list, items, options)) {
      if (event !== undefined && touches(event, request)) events.set(event.id, event);
    }
  }
  return [...events.values()].toSorted(byStart);
}

function calendarView(client: GraphClient, { mailbox, from, to, ...interest }: ReadEvents): CallOptions {
  const select = [
    ...times,
    ...(interest.categories.length > 0 ? ['categories'] : []),
    ...(interest.titles ? ['subject'] : []),
    ...(interest.targets ? ['body'] : []),
  ];
  return {
    about: `the calendar of mailbox ${mailbox}`,
    permission: 'Calendars.Read',
    mailbox,
    prefer: ['outlook.timezone="UTC"', ...(interest.targets ? ['outlook.body-content-type="text"'] : [])],
    url: urlOf(client.cloud, ['users', directoryId(mailbox), 'calendarView'], {
      startDateTime: new Date(from.getTime() - marginMs).toISOString(),
      endDateTime: new Date(to.getTime() + marginMs).toISOString(),
      $select: select.join(','),
      $orderby: 'start/dateTime',
      $top: interest.targets ? pageSize.withTexts : pageSize.plain,
    }),
  };
}

function touches({ start, end }: CalendarEvent, { from, to }: ReadEvents): boolean {
  return Date.parse(end) > from.getTime() && Date.parse(start) < to.getTime();
}

function byStart(a: CalendarEvent, b: CalendarEvent): number {
  return Date.parse(a.start) - Date.parse(b.start) || Date.parse(a.end) - Date.parse(b.end) || (a.id < b.id ? -1 : 1);
}
