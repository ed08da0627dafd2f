import { describe, expect, it } from 'vitest';
import { between, create, events, hourFrom, march, shown, stageCalendar, view, weekly } from './calendar-stage.ts';
import { refusal } from './harness.ts';
import type { Item } from './harness.ts';
import { BOB } from './tenant-fixture.ts';

const set = stageCalendar(true);
const client = () => set().client;
const pages = (path = `${view}/delta?${march}`, size = 100) =>
  client().pages(path, { prefer: `odata.maxpagesize=${size}` });
const removedIds = (items: readonly Item[]): string[] =>
  items.filter((item) => item['@removed'] !== undefined).map(({ id }) => id);

describe('calendarView/delta', () => {
  it('has whole single events, masters and exceptions, and stubs of occurrences', async () => {
    await create(client(), hourFrom('2026-03-10T09:00:00'));
    const master = await create(client(), hourFrom('2026-03-02T09:00:00', weekly('monday')));
    const occurrence = (await shown(client(), `${view}?${march}`)).find(({ type }) => type === 'occurrence');
    await client().item('PATCH', `${events}/${occurrence?.id ?? ''}`, { subject: 'Exception' });
    const { items, pages: read } = await pages(undefined, 4);
    expect(read).toHaveLength(2);
    expect(items.map((item) => item['type'])).toEqual([
      ...['singleInstance', 'seriesMaster', 'occurrence', 'occurrence', 'occurrence', 'occurrence', 'exception'],
    ]);
    expect(items[1]).toMatchObject({ id: master.id, subject: 'Meeting', start: master.start });
    expect(Object.keys(items[2] ?? {}).toSorted()).toEqual(
      ['@odata.etag', '@odata.type', 'end', 'id', 'seriesMasterId', 'start', 'type'].toSorted(),
    );
    expect(items.at(-1)).toMatchObject({ subject: 'Exception', seriesMasterId: master.id });
  });

  it('answers what has changed since, and nothing when nothing has', async () => {
    const single = await create(client(), hourFrom('2026-03-10T09:00:00'));
    const master = await create(client(), hourFrom('2026-03-02T09:00:00', weekly('monday')));
    const first = await pages();
    expect((await pages(first.deltaLink)).items).toEqual([]);
    await client().item('PATCH', `${events}/${single.id}`, { subject: 'New' });
    const [occurrence] = (await shown(client(), `${view}?${march}`)).filter(({ type }) => type === 'occurrence');
    await client().write('DELETE', `${events}/${occurrence?.id ?? ''}`);
    const second = await pages(first.deltaLink);
    expect(second.items[0]).toMatchObject({ id: single.id, subject: 'New' });
    expect(removedIds(second.items)).toEqual([occurrence?.id]);
    await client().write('DELETE', `${events}/${master.id}`);
    expect(removedIds((await pages(second.deltaLink)).items)).toHaveLength(5);
  });

  it('keeps its window, and removes also what never was in it', async () => {
    const inside = await create(client(), hourFrom('2026-03-10T09:00:00'));
    const first = await pages();
    const outside = await create(client(), hourFrom('2026-05-10T09:00:00'));
    await client().item('PATCH', `${events}/${inside.id}`, between('2026-06-10T09:00:00', '2026-06-10T10:00:00'));
    const second = await pages(first.deltaLink);
    expect(removedIds(second.items).toSorted()).toEqual([inside.id, outside.id].toSorted());
    expect(second.items).toHaveLength(2);
  });

  it('refuses $top and the like, takes $select, and forgets', async () => {
    const { deltaLink } = await pages(`${view}/delta?${march}&$select=subject`);
    for (const option of ['$top=5', '$orderby=start/dateTime', "$filter=subject eq 'x'"]) {
      expect(refusal(await client().get(`${view}/delta?${march}&${option}`))).toBe('400 ErrorInvalidUrlQuery');
    }
    expect(refusal(await client().get(`${view}/delta`))).toBe('400 ErrorInvalidParameter');
    set().simulator.control.expireSyncState(BOB);
    expect(refusal(await client().get(deltaLink))).toBe('410 SyncStateNotFound');
  });
});
