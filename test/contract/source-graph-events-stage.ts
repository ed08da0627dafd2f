import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startGraphSimulator } from '../../local/graph-simulator/simulator.ts';
import type { GraphSimulator } from '../../local/graph-simulator/simulator.ts';
import type { SimulatorControl } from '../../local/graph-simulator/control/simulator-control.ts';
import { calendarEventSchema } from '../../shared/calendar/event.ts';
import type { CalendarEvent } from '../../shared/calendar/event.ts';
import { openGraphSource } from '../../shared/source/graph/graph-source.ts';
import type { EventReader, ReadEvents } from '../../shared/source/event-reader.ts';
import type { Source } from '../../shared/source/source.ts';
import { OPENAPI_PATH } from './graph-simulator/harness.ts';
import { BOB, TENANT_ID, smallTenant, userId } from './graph-simulator/tenant-fixture.ts';
import { simulatorOptions } from './source-graph-options.ts';
import { trust } from './trust.ts';

/** What nobody may ever see of a private event. */
export const canary = 'CANARY-7f3a Scheidungsanwalt';

let simulator: GraphSimulator | undefined;

/** Starts a simulator for a suite; Bob's calendar is empty before each of its tests, and no request may be unlike Graph's. */
export function stageEvents(): void {
  let distrust: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    simulator = await startGraphSimulator({ tenant: smallTenant(), openapiPath: OPENAPI_PATH });
    distrust = trust(simulator);
  });
  afterAll(async () => {
    await distrust?.();
    await simulator?.close();
  });
  beforeEach(() => {
    control().clearFaults();
    control().emptyCalendar(BOB);
    control().resetRequests();
  });
  afterEach(() => {
    expect(control().violations).toEqual([]);
  });
}

export function control(): SimulatorControl {
  return started().control;
}

export function open(): Source & EventReader {
  return openGraphSource(simulatorOptions(started(), TENANT_ID));
}

/** An event of Bob's, an hour long from `start` in Berlin unless told; answers its id. */
export function add(start: string, more: Record<string, unknown> = {}): string {
  const end = new Date(Date.parse(`${start}Z`) + 3_600_000).toISOString().slice(0, 19);
  return control().addEvent(BOB, { subject: 'Meeting', ...between(start, end), ...more }).id;
}

/** Whole days of Bob's; `end` is the first day that is no part of them. */
export function addDays(
  start: string,
  end: string,
  timeZone = 'Europe/Berlin',
  more: Record<string, unknown> = {},
): void {
  const times = between(`${start}T00:00:00`, `${end}T00:00:00`, timeZone);
  control().addEvent(BOB, { subject: 'Days', isAllDay: true, ...times, ...more });
}

export function between(start: string, end: string, timeZone = 'Europe/Berlin'): Record<string, unknown> {
  return { start: { dateTime: start, timeZone }, end: { dateTime: end, timeZone } };
}

/** A request for everything in a window of Bob's calendar. */
export function window(from: string, to: string, more: Partial<ReadEvents> = {}): ReadEvents {
  return {
    mailbox: userId(2),
    from: new Date(from),
    to: new Date(to),
    timeZone: 'Europe/Berlin',
    categories: ['_SF_Ignorieren', '_SF_DND'],
    titles: true,
    targets: true,
    ...more,
  };
}

/** What Bob's calendar has in a window, March 2026 unless told; each event is as the schema says. */
export async function read(
  from = '2026-03-01T00:00:00Z',
  to = '2026-04-01T00:00:00Z',
  more: Partial<ReadEvents> = {},
): Promise<CalendarEvent[]> {
  const events = await open().events(window(from, to, more));
  return events.map((event) => calendarEventSchema.parse(event));
}

export function times(events: readonly CalendarEvent[]): string[] {
  return events.map(({ start, end }) => `${start} ${end}`);
}

function started(): GraphSimulator {
  if (simulator === undefined) throw new Error('the stage is not set');
  return simulator;
}
