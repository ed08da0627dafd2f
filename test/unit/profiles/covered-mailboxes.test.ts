import { describe, expect, it } from 'vitest';
import { coveredMailboxes } from '../../../shared/profiles/covered-mailboxes.ts';
import { mailboxView } from '../../../shared/profiles/mailbox-view.ts';
import { booksOf } from '../../../shared/phonebook/list-books.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows } from '../../../shared/storage/table.ts';

const planned = (key: string, account = '') => ({
  key,
  kind: account === '' ? ('shared' as const) : ('personal' as const),
  name: `${key}@contoso.com`,
  mailbox: key,
  folder: '',
  account,
});

describe('covered mailboxes', () => {
  it('keep what is not named, over more rows than a transaction holds', async () => {
    const store = coveredMailboxes(memoryTable());
    const keys = Array.from({ length: 250 }, (_, n) => `m${String(n).padStart(3, '0')}`);
    await store.merge(
      'p1',
      keys.map((key) => planned(key, 'A')),
    );
    await store.merge(
      'p1',
      keys.map((key) => ({ key, outcome: 'done', entries: 3 })),
    );
    const all = await store.list('p1');
    expect(all.map(({ key }) => key)).toEqual(keys);
    expect(all[0]).toEqual({
      ...planned('m000', 'A'),
      outcome: 'done',
      entries: 3,
      formerAccounts: '',
      enabled: true,
      covered: true,
      held: false,
      readWith: '',
      retryAt: '',
    });
    const page = await store.page('p1', 200, undefined);
    expect((await store.page('p1', 200, page.next)).mailboxes).toHaveLength(50);
  });

  it('are not what a late note leaves of one that was removed', async () => {
    const table = memoryTable();
    const store = coveredMailboxes(table);
    await store.merge('p1', [planned('a'), planned('b')]);
    await store.remove('p1', 'a');
    await store.remove('p1', 'a');
    await store.merge('p1', [{ key: 'a', outcome: 'failed', reason: 'Late.' }]);
    expect((await store.list('p1')).map(({ key }) => key)).toEqual(['b']);
    expect((await store.page('p1', 9, undefined)).mailboxes.map(({ key }) => key)).toEqual(['b']);
    expect(await store.find('p1', 'a')).toBeUndefined();
    await store.merge('p1', [planned('a')]);
    expect(await store.find('p1', 'a')).toMatchObject({ name: 'a@contoso.com' });
    await store.clear('p1');
    expect(await allRows(table, 'p1')).toEqual([]);
  });

  it('are shown without what is empty', async () => {
    const store = coveredMailboxes(memoryTable());
    await store.merge('p1', [planned('a')]);
    const row = await store.find('p1', 'a');
    expect(row && mailboxView(row)).toEqual({
      id: 'a',
      kind: 'shared',
      name: 'a@contoso.com',
      enabled: true,
      covered: true,
      entries: 0,
      lastAttemptAt: null,
      lastSuccessAt: null,
      outcome: null,
    });
  });
});

describe('booksOf', () => {
  it('gives the company book first, and one of each account', async () => {
    const store = coveredMailboxes(memoryTable());
    await store.merge('p1', [
      { ...planned('a', 'A'), entries: 3 },
      { ...planned('b'), entries: 4 },
      { ...planned('c'), entries: 5 },
      { ...planned('users'), kind: 'users' as const, entries: 6 },
    ]);
    expect(booksOf(await store.list('p1'))).toEqual([
      { id: 'company', entries: 15, sources: 3 },
      { id: 'account:A', account: 'A', entries: 3, sources: 1 },
    ]);
    expect(booksOf([])).toEqual([{ id: 'company', entries: 0, sources: 0 }]);
  });
});
