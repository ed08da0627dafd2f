import { beforeEach } from 'vitest';
import { z } from 'zod';
import { stage } from './harness.ts';
import type { Client, Item } from './harness.ts';
import { BOB } from './tenant-fixture.ts';

export const march = 'startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z';
export const events = `/users/${BOB}/events`;
export const view = `/users/${BOB}/calendarView`;

const time = z.object({ dateTime: z.string(), timeZone: z.string() });
const event = z.looseObject({
  id: z.string(),
  '@odata.etag': z.string(),
  type: z.string(),
  subject: z.string(),
  start: time,
  end: time,
  isAllDay: z.boolean(),
  seriesMasterId: z.string().nullable(),
  body: z.object({ contentType: z.string(), content: z.string() }),
});
export type ShownEvent = z.infer<typeof event>;

/** A simulator of which Bob's calendar is empty before each test. */
export function stageCalendar(expectViolations = false): ReturnType<typeof stage> {
  const set = stage({}, expectViolations);
  beforeEach(() => {
    set().simulator.control.clearFaults();
    set().simulator.control.emptyCalendar(BOB);
  });
  return set;
}

/** The body of an event of an hour in Berlin. */
export function hourFrom(dateTime: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const end = new Date(Date.parse(`${dateTime}Z`) + 3_600_000).toISOString().slice(0, 19);
  return { subject: 'Meeting', ...between(dateTime, end), ...more };
}

export function between(start: string, end: string, timeZone = 'W. Europe Standard Time'): Record<string, unknown> {
  return { start: { dateTime: start, timeZone }, end: { dateTime: end, timeZone } };
}

export function weekly(day: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: [day] },
      range: { type: 'noEnd', startDate: '2026-03-02', ...more },
    },
  };
}

export async function create(client: Client, body: Record<string, unknown>): Promise<ShownEvent> {
  return event.parse(await client.item('POST', events, body));
}

export async function shown(client: Client, path: string, headers: Record<string, string> = {}): Promise<ShownEvent[]> {
  return z.array(event).parse((await client.pages(path, headers)).items);
}

export const starts = (items: readonly (ShownEvent | Item)[]): string[] =>
  items.map((item) => time.parse(item['start']).dateTime.slice(0, 16));
