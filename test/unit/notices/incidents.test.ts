import { describe, expect, it } from 'vitest';
import { incidents, type Incidents } from '../../../shared/notices/incidents.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows } from '../../../shared/storage/table.ts';

const now = new Date('2026-11-02T08:00:00.000Z');
const later = new Date('2026-11-02T09:00:00.000Z');
const held = { kind: 'held', reason: 'All of it.', run: 'r1' };

const states = async (store: Incidents): Promise<string[]> =>
  (await store.list('p1')).map(({ kind, openedAt, closedAt }) => `${kind} ${openedAt} ${closedAt}`);

describe('incidents', () => {
  it('are open once of a kind, however many open them at the same moment', async () => {
    const store = incidents(memoryTable());
    const opened = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        store.open('p1', { ...held, run: `r${n}` }, new Date(now.getTime() + (n % 4))),
      ),
    );
    expect(await store.list('p1')).toHaveLength(1);
    expect(new Set(opened.map(({ run }) => run)).size).toBe(1);
    await store.open('p1', { ...held, kind: 'deadLetter' }, now);
    await store.open('p2', held, now);
    expect(await store.list('p1')).toHaveLength(2);
  });

  it('may open again once they are closed, even at the same moment', async () => {
    const store = incidents(memoryTable());
    await store.close(await store.open('p1', held, now), now, 'waiting');
    await store.open('p1', held, now);
    expect(await states(store)).toEqual([
      'held 2026-11-02T08:00:00.000Z 2026-11-02T08:00:00.000Z',
      'held 2026-11-02T08:00:00.001Z ',
    ]);
  });

  it('are closed once, whatever was noted about their mail meanwhile', async () => {
    const store = incidents(memoryTable());
    const opened = await store.open('p1', held, now);
    const sending = await store.markMail(opened, 'opened', 'sending', now);
    expect(await store.close(opened, now, 'waiting')).toMatchObject({
      closedAt: now.toISOString(),
      openedMail: 'sending',
    });
    expect(await store.close(opened, later, 'waiting')).toBeUndefined();
    // The same closing once more, after it was cut off.
    expect(await store.close(opened, now, 'waiting')).toMatchObject({ closedAt: now.toISOString() });
    if (sending) await store.markMail(sending, 'opened', 'sent', later);
    expect(await store.find('p1', 'held', opened.openedAt)).toMatchObject({
      openedMail: 'sent',
      openedMailAt: later.toISOString(),
      closedMail: 'waiting',
      closedMailAt: '',
    });
  });

  it('give each mail to one sender', async () => {
    const store = incidents(memoryTable());
    const opened = await store.open('p1', held, now);
    const senders = await Promise.all([1, 2, 3].map(() => store.markMail(opened, 'opened', 'sending', now)));
    expect(senders.filter(Boolean)).toHaveLength(1);
    const sending = await store.find('p1', 'held', opened.openedAt);
    if (!sending) throw new Error('It is gone.');
    // One that is stuck is taken over by one, too; who had it before can say nothing about it any more.
    const takeOvers = await Promise.all([1, 2, 3].map(() => store.markMail(sending, 'opened', 'sending', later)));
    expect(takeOvers.filter(Boolean)).toHaveLength(1);
    expect(await store.markMail(sending, 'opened', 'sent', later)).toBeUndefined();
    expect(await store.markMail(opened, 'opened', 'sending', later)).toBeUndefined();
  });

  it('go without a trace', async () => {
    const table = memoryTable();
    const store = incidents(table);
    await store.close(await store.open('p1', held, now), now, 'none');
    await store.open('p1', held, later);
    await store.remove('p1');
    expect(await allRows(table, 'p1')).toEqual([]);
  });
});
