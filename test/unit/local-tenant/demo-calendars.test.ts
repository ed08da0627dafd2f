import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';

import { loadTenant } from '../../../local/tenant/load-tenant.ts';
import { demoDirectory } from './demo.ts';

const { tenant } = await loadTenant(demoDirectory);

/** The first starts of a series, exceptions applied, in UTC. */
function starts(calendar: ICAL.Component, series: ICAL.Event, count: number): string[] {
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!);
  const iterator = series.iterator();
  return Array.from({ length: count }, () => {
    const details: unknown = series.getOccurrenceDetails(iterator.next());
    const start: unknown = Reflect.get(Object(details), 'startDate');
    if (!(start instanceof ICAL.Time)) throw new Error('ical.js knows no start');
    start.zone = zone;
    return start.toJSDate().toISOString();
  });
}

describe('the calendars', () => {
  test('five of them, with series, exceptions, private and whole days', () => {
    const calendars = [...tenant.mailboxes.values()].flatMap(({ calendar }) => calendar ?? []);
    expect(calendars).toHaveLength(5);
    const events = calendars.flatMap((text) => ICAL.Component.fromString(text).getAllSubcomponents('vevent'));
    const having = (property: string, value?: string): number =>
      events.filter((event) => {
        const found = event.getFirstPropertyValue(property);
        return found !== null && (value === undefined || found === value);
      }).length;
    expect(having('rrule')).toBeGreaterThan(7);
    expect(having('recurrence-id')).toBe(3);
    expect(having('exdate')).toBe(3);
    expect(having('class', 'PRIVATE')).toBe(3);
    expect(events.filter((event) => new ICAL.Event(event).startDate.isDate).length).toBeGreaterThan(5);
  });

  test('the managers meet on Mondays at nine, whatever the clocks are set to, except when moved or cancelled', () => {
    const chair = tenant.users.find(({ displayName }) => displayName === 'Maximilian Brunner')!;
    const calendar = ICAL.Component.fromString(tenant.mailboxes.get(chair.id)!.calendar!);
    const [series] = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
    const found = starts(calendar, series!, 14);
    expect(found.slice(0, 3)).toEqual([
      '2026-01-05T08:00:00.000Z',
      '2026-01-13T13:00:00.000Z',
      '2026-01-19T08:00:00.000Z',
    ]);
    expect(found.slice(-3)).toEqual([
      '2026-03-23T08:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
      '2026-04-13T07:00:00.000Z',
    ]);
  });
});
