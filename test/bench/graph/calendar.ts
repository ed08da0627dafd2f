import { z } from 'zod';
import { random } from './random.ts';

/** An event of a mailbox, as the bench asks for it. */
export const eventSpecSchema = z.object({
  /** UTC, as Date writes it. */
  start: z.string(),
  minutes: z.number(),
});

export type EventSpec = z.infer<typeof eventSpecSchema>;

const minuteMs = 60_000;
const titles = ['Kundentermin', 'Jour fixe', 'Bewerbungsgespräch', 'Wartungsfenster', 'Abstimmung Messe'];
const line = 'Bitte die Unterlagen vom letzten Mal mitbringen, Einwahl wie immer. ';

/** The events that touch a window, in order of their start. */
export function eventsBetween(events: readonly EventSpec[], from: string, to: string): EventSpec[] {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  return events
    .filter((event) => endOf(event) > first && Date.parse(event.start) < last)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
}

/** An event as JSON text, reduced to what was asked for; the same mailbox and start always give the same event. */
export function eventText(mailbox: string, event: EventSpec, select: readonly string[]): string {
  const own = random(`${mailbox}/${event.start}`);
  const id = `AAMkAG${own.text(134)}=`;
  const properties: Readonly<Record<string, unknown>> = {
    start: moment(Date.parse(event.start)),
    end: moment(endOf(event)),
    isAllDay: false,
    isCancelled: false,
    showAs: 'busy',
    sensitivity: 'normal',
    responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
    categories: [],
    subject: `${own.of(titles)} ${own.below(900)}`,
    body: { contentType: 'text', content: line.repeat(1 + own.below(12)) },
  };
  const shown = select.filter((name) => name in properties).map((name) => [name, properties[name]]);
  return JSON.stringify({ '@odata.etag': `W/"${own.text(32)}"`, id, ...Object.fromEntries(shown) });
}

function endOf({ start, minutes }: EventSpec): number {
  return Date.parse(start) + minutes * minuteMs;
}

/** Seven digits and no Z, in the zone that was asked for. */
function moment(ms: number): { dateTime: string; timeZone: string } {
  return { dateTime: `${new Date(ms).toISOString().slice(0, -1)}0000`, timeZone: 'UTC' };
}
