import { describe, expect, it } from 'vitest';
import { between, create, events, hourFrom, march, shown, stageCalendar, starts, view } from './calendar-stage.ts';
import { refusal } from './harness.ts';
import { BOB, DORA } from './tenant-fixture.ts';

const set = stageCalendar(true);
const client = () => set().client;

describe('calendarView', () => {
  it('shows whole events, with times in UTC that have seven digits and no Z', async () => {
    const made = await create(client(), hourFrom('2026-03-10T09:00:00', { showAs: 'oof', categories: ['A'] }));
    const [found, ...others] = await shown(client(), `${view}?${march}`);
    expect(others).toEqual([]);
    expect(made).toMatchObject(found ?? {});
    expect(found).toMatchObject({
      type: 'singleInstance',
      start: { dateTime: '2026-03-10T08:00:00.0000000', timeZone: 'UTC' },
      originalStartTimeZone: 'W. Europe Standard Time',
      showAs: 'oof',
      sensitivity: 'normal',
      isCancelled: false,
      responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
    });
  });

  it('shows times in the zone that is preferred, by its Windows or IANA name', async () => {
    await create(client(), hourFrom('2026-03-10T09:00:00'));
    for (const name of ['Nepal Standard Time', 'Asia/Kathmandu']) {
      const [found] = await shown(client(), `${view}?${march}`, { prefer: `outlook.timezone="${name}"` });
      expect(found?.start).toEqual({ dateTime: '2026-03-10T13:45:00.0000000', timeZone: name });
    }
    const refused = await client().get(`${view}?${march}`, { prefer: 'outlook.timezone="Mars"' });
    expect(refusal(refused)).toBe('400 TimeZoneNotSupportedException');
  });

  it('shows whole days at midnight in any zone, and finds them by midnight where they were made', async () => {
    const days = between('2026-03-10T00:00:00', '2026-03-11T00:00:00', 'Tokyo Standard Time');
    await create(client(), { subject: 'Day', isAllDay: true, ...days });
    for (const zone of ['UTC', 'Pacific Standard Time']) {
      const [found] = await shown(client(), `${view}?${march}`, { prefer: `outlook.timezone="${zone}"` });
      expect(found).toMatchObject({
        isAllDay: true,
        start: { dateTime: '2026-03-10T00:00:00.0000000', timeZone: zone },
      });
    }
    const found = (from: string, to: string) => shown(client(), `${view}?startDateTime=${from}&endDateTime=${to}`);
    expect(await found('2026-03-09T15:00:00Z', '2026-03-09T15:30:00Z')).toHaveLength(1);
    expect(await found('2026-03-10T15:00:00Z', '2026-03-10T16:00:00Z')).toEqual([]);
  });

  it('contains what overlaps the window, also what is cancelled or declined', async () => {
    const { control } = set().simulator;
    for (const hour of ['07', '08', '09', '10']) control.addEvent(BOB, hourFrom(`2026-03-10T${hour}:00:00`));
    control.addEvent(BOB, hourFrom('2026-03-10T08:30:00', { isCancelled: true }));
    control.addEvent(BOB, hourFrom('2026-03-10T08:30:00', { responseStatus: { response: 'declined' } }));
    const window = 'startDateTime=2026-03-10T08:00:00%2B01:00&endDateTime=2026-03-10T09:00:00%2B01:00';
    const found = await shown(client(), `${view}?${window}`);
    expect(starts(found)).toEqual(['2026-03-10T07:00', '2026-03-10T07:30', '2026-03-10T07:30']);
    expect(found.map(({ isCancelled }) => isCancelled)).toEqual([false, true, false]);
  });

  it('takes $select, $top, $orderby, $filter and $count, and pages of ten', async () => {
    for (let day = 10; day < 22; day += 1) {
      await create(client(), hourFrom(`2026-03-${day}T09:00:00`, { subject: day % 2 ? 'odd' : 'even' }));
    }
    const first = await client().page(`${view}?${march}&$count=true`);
    expect(first.value).toHaveLength(10);
    expect(first['@odata.count']).toBe(12);
    const all = await client().pages(`${view}?${march}&$top=5&$select=start&$orderby=start/dateTime desc`);
    expect(all.pages.map(({ value }) => value.length)).toEqual([5, 5, 2]);
    expect(starts(all.items).at(-1)).toBe('2026-03-10T08:00');
    expect(Object.keys(all.items[0] ?? {}).toSorted()).toEqual(['@odata.etag', 'id', 'start']);
    expect(await shown(client(), `${view}?${march}&$filter=subject eq 'odd'`)).toHaveLength(6);
  });

  it('shows bodies in HTML unless text is preferred', async () => {
    const made = hourFrom('2026-03-10T09:00:00', { body: { contentType: 'html', content: '<p>A &amp; B<br>C</p>' } });
    await create(client(), made);
    const [html] = await shown(client(), `${view}?${march}`);
    expect(html?.body).toEqual({ contentType: 'html', content: '<p>A &amp; B<br>C</p>' });
    const [text] = await shown(client(), `${view}?${march}`, { prefer: 'outlook.body-content-type="text"' });
    expect(text?.body).toEqual({ contentType: 'text', content: 'A & B\r\nC' });
    expect(text).toMatchObject({ bodyPreview: 'A & B\r\nC' });
  });

  it.each([
    ['', '400 ErrorInvalidParameter'],
    ['startDateTime=2026-03-01T00:00:00Z', '400 ErrorInvalidParameter'],
    ['startDateTime=yesterday&endDateTime=2026-03-01T00:00:00Z', '400 ErrorInvalidParameter'],
    ['startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-02-01T00:00:00Z', '400 ErrorInvalidParameter'],
    ['startDateTime=2016-03-01T00:00:00Z&endDateTime=2026-02-01T00:00:00Z', '400 ErrorInvalidParameter'],
    [`${march}&$top=1001`, '400 ErrorInvalidUrlQuery'],
    [`${march}&$select=titel`, '400 BadRequest'],
  ])('refuses %s', async (query, expected) => {
    expect(refusal(await client().get(`${view}?${query}`))).toBe(expected);
  });

  it('has mutable ids unless immutable ones are preferred', async () => {
    const { id } = await create(client(), hourFrom('2026-03-10T09:00:00'));
    const [found] = await shown(client(), `${view}?${march}`, { prefer: 'IdType="ImmutableId"' });
    expect(found?.id).not.toBe(id);
    expect((await client().item('GET', `${events}/${found?.id ?? ''}`))['subject']).toBe('Meeting');
  });

  it('needs a mailbox, a role and, at times, patience', async () => {
    expect((await client().get(`/users/${DORA}/calendarView?${march}`)).status).toBe(404);
    const { control } = set().simulator;
    control.addFault({ match: { operation: 'users.listCalendarView', times: 1 }, effect: { status: 429 } });
    expect((await client().get(`${view}?${march}`)).status).toBe(429);
    expect((await client().get(`${view}?${march}`)).status).toBe(200);
  });
});

describe('the settings of a mailbox', () => {
  const categories = `/users/${BOB}/outlook/masterCategories`;

  it('name the zone that they are set to', async () => {
    const settings = `/users/${BOB}/mailboxSettings`;
    expect((await client().item('GET', settings))['timeZone']).toBe('W. Europe Standard Time');
    set().simulator.control.setTimeZone(BOB, 'tzone://Microsoft/Custom');
    expect((await client().item('GET', settings))['timeZone']).toBe('tzone://Microsoft/Custom');
  });

  it('have a list of categories that knows each name once', async () => {
    const before = await client().page(categories);
    const made = await client().item('POST', categories, { displayName: 'Projekt', color: 'preset9' });
    expect(made).toMatchObject({ displayName: 'Projekt', color: 'preset9' });
    const again = await client().write('POST', categories, { displayName: 'PROJEKT', color: 'preset1' });
    expect(refusal(again)).toBe('409 CategoryNameDuplicate');
    expect((await client().page(categories)).value).toHaveLength(before.value.length + 1);
    expect((await client().write('POST', categories, { displayName: 'X', color: 'Preset9' })).status).toBe(400);
  });
});
