import { describe, expect, it } from 'vitest';
import {
  between,
  create,
  events,
  hourFrom,
  march,
  shown,
  stageCalendar,
  starts,
  view,
  weekly,
} from './calendar-stage.ts';
import { refusal } from './harness.ts';
import { BOB } from './tenant-fixture.ts';

const set = stageCalendar(true);
const client = () => set().client;

describe('events', () => {
  it('are created, changed with the etag they were read with, and deleted', async () => {
    const made = await create(client(), hourFrom('2026-03-10T09:00:00'));
    const path = `${events}/${made.id}`;
    const match = { 'if-match': made['@odata.etag'] };
    const changed = await client().item('PATCH', path, { subject: 'New', sensitivity: 'private' }, match);
    expect(changed).toMatchObject({ id: made.id, subject: 'New', sensitivity: 'private', start: made.start });
    expect(refusal(await client().write('PATCH', path, { subject: 'X' }, match))).toBe('412 ErrorIrresolvableConflict');
    expect((await client().write('DELETE', path)).status).toBe(204);
    expect(refusal(await client().get(path))).toBe('404 ErrorItemNotFound');
    expect(refusal(await client().get(`${events}/x`))).toBe('400 ErrorInvalidIdMalformed');
  });

  it('of whole days have to be at midnight, in one zone', async () => {
    const refusals = [
      between('2026-03-10T00:00:00', '2026-03-10T12:00:00'),
      between('2026-03-10T00:00:00', '2026-03-10T00:00:00'),
      {
        ...between('2026-03-10T00:00:00', '2026-03-11T00:00:00'),
        end: { dateTime: '2026-03-11T00:00:00', timeZone: 'UTC' },
      },
    ];
    for (const times of refusals) {
      const answer = await client().write('POST', events, { subject: 'Day', isAllDay: true, ...times });
      expect(refusal(answer)).toBe('400 ErrorPropertyValidationFailure');
    }
    const mars = between('2026-03-10T09:00:00', '2026-03-10T10:00:00', 'Mars');
    expect(refusal(await client().write('POST', events, mars))).toBe('400 TimeZoneNotSupportedException');
    expect(refusal(await client().write('POST', events, { subject: 'Never' }))).toBe(
      '400 ErrorPropertyValidationFailure',
    );
  });

  it('are made once for a transaction id', async () => {
    const body = hourFrom('2026-03-10T09:00:00', { transactionId: 't-1' });
    const first = await create(client(), body);
    expect((await create(client(), body)).id).toBe(first.id);
    const other = await client().write('POST', events, { ...body, subject: 'Other' });
    expect(refusal(other)).toBe('409 ErrorDuplicateTransactionId');
    expect(await shown(client(), events)).toHaveLength(1);
  });

  it('are found by their extended properties', async () => {
    const id = 'String {00020329-0000-0000-c000-000000000046} Name Item';
    const extended = { singleValueExtendedProperties: [{ id, value: '42' }] };
    const made = await create(client(), hourFrom('2026-03-10T09:00:00', extended));
    await create(client(), hourFrom('2026-03-10T09:00:00'));
    const condition = (value: string) =>
      encodeURIComponent(`singleValueExtendedProperties/any(ep: ep/id eq '${id}' and ep/value eq '${value}')`);
    expect((await client().page(`${events}?$filter=${condition('42')}`)).value.map((item) => item.id)).toEqual([
      made.id,
    ]);
    expect((await client().page(`${events}?$filter=${condition('43')}`)).value).toEqual([]);
  });
});

describe('series', () => {
  it('are masters in /events and occurrences in calendarView', async () => {
    const master = await create(client(), hourFrom('2026-03-02T09:00:00', weekly('monday')));
    expect(master).toMatchObject({
      type: 'seriesMaster',
      recurrence: { pattern: { type: 'weekly', daysOfWeek: ['monday'] }, range: { type: 'noEnd' } },
    });
    expect((await shown(client(), events)).map(({ id }) => id)).toEqual([master.id]);
    const occurrences = await shown(client(), `${view}?${march}`);
    expect(starts(occurrences).at(-1)).toBe('2026-03-30T07:00');
    expect(occurrences.map(({ type, seriesMasterId }) => [type, seriesMasterId])).toEqual(
      Array.from({ length: 5 }, () => ['occurrence', master.id]),
    );
    expect(await shown(client(), `${events}/${master.id}/instances?${march}`)).toEqual(occurrences);
  });

  it.each([
    [{ type: 'daily', interval: 10 }, ['03-02', '03-12', '03-22']],
    [{ type: 'weekly', interval: 2, daysOfWeek: ['monday', 'friday'] }, ['03-02', '03-06', '03-16', '03-20', '03-30']],
    [{ type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 }, ['03-31', '04-30']],
    [{ type: 'relativeMonthly', interval: 1, daysOfWeek: ['monday', 'friday'], index: 'last' }, ['03-30', '04-27']],
    [{ type: 'relativeMonthly', interval: 1, daysOfWeek: ['friday'], index: 'last' }, ['03-27', '04-24']],
    [{ type: 'relativeMonthly', interval: 1, daysOfWeek: ['tuesday'], index: 'second' }, ['03-10', '04-14']],
    [{ type: 'absoluteYearly', interval: 1, dayOfMonth: 5, month: 4 }, ['04-05']],
    [{ type: 'relativeYearly', interval: 1, daysOfWeek: ['sunday'], index: 'first', month: 4 }, ['04-05']],
  ])('by %j', async (pattern, expected) => {
    const recurrence = { pattern, range: { type: 'noEnd', startDate: '2026-03-02' } };
    const made = await create(client(), hourFrom('2026-03-02T12:00:00', { recurrence }));
    expect(made).toMatchObject({ recurrence: { pattern } });
    const window = 'startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z&$top=50';
    const found = starts(await shown(client(), `${view}?${window}`)).map((start) => start.slice(5, 10));
    expect(found.slice(0, expected.length)).toEqual(expected);
  });

  it('end by number or date', async () => {
    await create(
      client(),
      hourFrom('2026-03-02T09:00:00', weekly('monday', { type: 'numbered', numberOfOccurrences: 2 })),
    );
    await create(
      client(),
      hourFrom('2026-03-03T09:00:00', weekly('tuesday', { type: 'endDate', endDate: '2026-03-10' })),
    );
    expect(starts(await shown(client(), `${view}?${march}`))).toEqual([
      ...['2026-03-02T08:00', '2026-03-03T08:00', '2026-03-09T08:00', '2026-03-10T08:00'],
    ]);
  });

  it('have exceptions by PATCH of an occurrence, and gaps by DELETE', async () => {
    const master = await create(client(), hourFrom('2026-03-02T09:00:00', weekly('monday')));
    const [first, second, third] = await shown(client(), `${view}?${march}`);
    const moved = { subject: 'Moved', ...between('2026-03-04T15:00:00', '2026-03-04T16:00:00') };
    const exception = await client().item('PATCH', `${events}/${first?.id ?? ''}`, moved);
    expect(exception).toMatchObject({ id: first?.id, type: 'exception', subject: 'Moved', seriesMasterId: master.id });
    expect(exception['originalStart']).toBe('2026-03-02T08:00:00Z');
    expect((await client().write('DELETE', `${events}/${second?.id ?? ''}`)).status).toBe(204);
    expect((await client().get(`${events}/${second?.id ?? ''}`)).status).toBe(404);
    await client().item('PATCH', `${events}/${master.id}`, { location: { displayName: 'Room' } });
    const now = await shown(client(), `${view}?${march}`);
    expect(starts(now).slice(0, 2)).toEqual(['2026-03-04T14:00', third?.start.dateTime.slice(0, 16)]);
    await client().item('PATCH', `${events}/${master.id}`, between('2026-03-02T10:00:00', '2026-03-02T11:00:00'));
    expect(starts(await shown(client(), `${view}?${march}`)).slice(0, 2)).toEqual([
      '2026-03-02T09:00',
      '2026-03-09T09:00',
    ]);
  });
});

describe('the control', () => {
  it('offers calendars to other processes', async () => {
    const base = `/_control/mailboxes/${BOB}/events`;
    const add = await client().send(base, {
      method: 'POST',
      body: hourFrom('2026-03-10T09:00:00', { isCancelled: true }),
    });
    expect(add.status).toBe(200);
    const [event] = set().simulator.control.events(BOB);
    expect(event?.properties).toMatchObject({ isCancelled: true });
    const one = `${base}/${event?.id ?? ''}`;
    expect((await client().send(one, { method: 'PATCH', body: { isCancelled: false } })).status).toBe(200);
    expect(set().simulator.control.events(BOB)[0]?.properties).toMatchObject({ isCancelled: false });
    expect((await client().send(one, { method: 'DELETE' })).status).toBe(204);
    const zone = `/_control/mailboxes/${BOB}/time-zone`;
    expect((await client().send(zone, { method: 'PUT', body: { timeZone: 'UTC' } })).status).toBe(204);
    expect((await client().send(base, { method: 'DELETE' })).json).toEqual({ deleted: 0 });
  });
});
