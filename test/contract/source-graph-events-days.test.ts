import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from '../../shared/calendar/event.ts';
import { BOB } from './graph-simulator/tenant-fixture.ts';
import { add, addDays, between, canary, control, read, stageEvents, times } from './source-graph-events-stage.ts';

stageEvents();

describe('all-day events', () => {
  it('last from midnight to midnight where the mailbox is, over both changes of the clocks', async () => {
    addDays('2026-03-28', '2026-03-30');
    addDays('2026-10-25', '2026-10-26');
    const spring = await read('2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z');
    expect(spring).toMatchObject([{ allDay: true }]);
    expect(times(spring)).toEqual(['2026-03-27T23:00:00.000Z 2026-03-29T22:00:00.000Z']);
    const autumn = await read('2026-10-25T00:00:00Z', '2026-10-26T00:00:00Z');
    expect(times(autumn)).toEqual(['2026-10-24T22:00:00.000Z 2026-10-25T23:00:00.000Z']);
  });

  it.each([
    ['Asia/Kathmandu', '2026-03-09T18:15:00.000Z 2026-03-10T18:15:00.000Z'],
    ['Australia/Lord_Howe', '2026-03-09T13:00:00.000Z 2026-03-10T13:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-03-09T10:00:00.000Z 2026-03-10T10:00:00.000Z'],
    ['America/New_York', '2026-03-10T04:00:00.000Z 2026-03-11T04:00:00.000Z'],
    ['UTC', '2026-03-10T00:00:00.000Z 2026-03-11T00:00:00.000Z'],
  ])('are dates, wherever they were made: %s', async (timeZone, expected) => {
    // Made in Berlin, Auckland and Honolulu: the same day in this mailbox.
    for (const made of ['Europe/Berlin', 'Pacific/Auckland', 'Hawaiian Standard Time']) {
      control().emptyCalendar(BOB);
      addDays('2026-03-10', '2026-03-11', made);
      const [start = '', end = ''] = expected.split(' ');
      expect(times(await read(start, end, { timeZone })), made).toEqual([expected]);
      const before = new Date(Date.parse(start) - 86_400_000).toISOString();
      expect(await read(before, start, { timeZone }), made).toEqual([]);
    }
  });
});

describe('series', () => {
  const weekly = (days: string[], more: Record<string, unknown> = {}): Record<string, unknown> => ({
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: days, firstDayOfWeek: 'monday' },
      range: { type: 'noEnd', startDate: '2026-03-02', ...more },
    },
  });

  it('come one by one, at the same time of day whatever the clocks are set to', async () => {
    add('2026-03-02T09:00:00', weekly(['monday']));
    const events = await read('2026-03-20T00:00:00Z', '2026-04-10T00:00:00Z');
    expect(times(events)).toEqual([
      '2026-03-23T08:00:00.000Z 2026-03-23T09:00:00.000Z',
      '2026-03-30T07:00:00.000Z 2026-03-30T08:00:00.000Z',
      '2026-04-06T07:00:00.000Z 2026-04-06T08:00:00.000Z',
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
    expect(new Set(events.map(({ title }) => title))).toEqual(new Set(['Meeting']));
  });

  it('have exceptions, moved and changed ones, cancelled and declined ones', async () => {
    add('2026-03-02T09:00:00', weekly(['monday', 'wednesday'], { type: 'endDate', endDate: '2026-03-18' }));
    const [first, second, third, fourth, fifth] = await read();
    expect(await read()).toHaveLength(6);
    const edit = (event: CalendarEvent | undefined, properties: Record<string, unknown>) =>
      control().patchEvent(BOB, event?.id ?? '', properties);
    edit(first, { subject: 'Moved', ...between('2026-03-03T14:00:00', '2026-03-03T15:30:00') });
    edit(second, { subject: canary, sensitivity: 'private' });
    control().deleteEvent(BOB, third?.id ?? '');
    edit(fourth, { isCancelled: true });
    edit(fifth, { responseStatus: { response: 'declined' } });
    const events = await read();
    expect(events.map(({ start, title }) => [start, title])).toEqual([
      ['2026-03-03T13:00:00.000Z', 'Moved'],
      ['2026-03-04T08:00:00.000Z', ''],
      ['2026-03-18T08:00:00.000Z', 'Meeting'],
    ]);
    expect(events[0]?.id).toBe(first?.id);
    expect(JSON.stringify(events)).not.toContain('CANARY');
  });

  it('of whole days stay whole days', async () => {
    addDays('2026-03-02', '2026-03-03', 'Europe/Berlin', weekly(['monday']));
    expect(times(await read('2026-03-28T00:00:00Z', '2026-04-01T00:00:00Z'))).toEqual([
      '2026-03-29T22:00:00.000Z 2026-03-30T22:00:00.000Z',
    ]);
  });
});
