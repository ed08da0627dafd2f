import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConflictError, NotFoundError } from '../../../shared/errors.ts';
import { clearRows, deleteRows } from '../../../shared/storage/clear-rows.ts';
import { longText, longTextCells } from '../../../shared/storage/json-cell.ts';
import { key, keyPart, keysUnder } from '../../../shared/storage/keys.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { openStorage } from '../../../shared/storage/storage.ts';
import { allRows, anyVersion, type Change, type Table } from '../../../shared/storage/table.ts';
import type { StorageAccount } from '../../../local/stack/azurite.ts';
import { ownAccount } from '../../azurite/own-account.ts';

let azurite: StorageAccount;
beforeAll(async () => {
  azurite = await ownAccount();
});

let count = 0;
const implementations: [string, () => Table][] = [
  ['memory', memoryTable],
  ['Azurite', () => openStorage({ connectionString: azurite.connectionString }).table(`contract${++count}`)],
];

const upsert = (rowKey: string, cells: Record<string, string | number | boolean> = {}): Change => ({
  do: 'upsert',
  key: rowKey,
  cells,
});

describe.each(implementations)('a table of %s', (_name, open) => {
  it('answers nothing from a table that was never written', async () => {
    const table = open();
    expect(await table.get('p', 'a')).toBeUndefined();
    expect(await allRows(table, 'p')).toEqual([]);
    expect(await table.page('p', { limit: 5 })).toEqual({ rows: [], next: undefined });
  });

  it('gives back what was written, of every type', async () => {
    const table = open();
    const cells = {
      text: 'Müller "O\'Neil" \n ✓ 漢字 😀 \u2028 \u2029',
      small: 7,
      large: 2 ** 40,
      part: 1.5,
      yes: true,
      empty: '',
    };
    const [etag] = await table.commit('p', [upsert('a', cells)]);
    expect(await table.get('p', 'a')).toEqual({ partition: 'p', key: 'a', etag, cells });
    expect(await allRows(table, 'p')).toEqual([{ partition: 'p', key: 'a', etag, cells }]);
  });

  it('inserts once, and the whole transaction fails with the one row that exists', async () => {
    const table = open();
    await table.commit('p', [{ do: 'insert', key: 'a', cells: { n: 1 } }]);
    const changes: Change[] = [upsert('b'), { do: 'insert', key: 'a', cells: { n: 2 } }, upsert('c')];
    await expect(table.commit('p', changes)).rejects.toThrow(ConflictError);
    await expect(table.commit('p', changes)).rejects.toThrow('The row a');
    expect((await allRows(table, 'p')).map((row) => [row.key, row.cells['n']])).toEqual([['a', 1]]);
  });

  it('replaces and deletes only the version that was read', async () => {
    const table = open();
    const [first = ''] = await table.commit('p', [upsert('a', { n: 1 })]);
    const [second = ''] = await table.commit('p', [{ do: 'replace', key: 'a', cells: { m: 2 }, etag: first }]);
    await expect(table.commit('p', [{ do: 'replace', key: 'a', cells: {}, etag: first }])).rejects.toThrow(
      ConflictError,
    );
    await expect(table.commit('p', [{ do: 'delete', key: 'a', etag: first }])).rejects.toThrow(ConflictError);
    expect((await table.get('p', 'a'))?.cells).toEqual({ m: 2 });
    expect(await table.commit('p', [{ do: 'delete', key: 'a', etag: second }])).toEqual(['']);
    expect(await table.get('p', 'a')).toBeUndefined();
  });

  it('says not found for a replace or delete of a row that is gone', async () => {
    const table = open();
    await table.commit('p', [upsert('x')]);
    await expect(table.commit('p', [{ do: 'delete', key: 'a', etag: anyVersion }])).rejects.toThrow(NotFoundError);
    const replace: Change = { do: 'replace', key: 'a', cells: {}, etag: anyVersion };
    await expect(table.commit('p', [replace])).rejects.toThrow(NotFoundError);
  });

  it('merges cells and leaves the others', async () => {
    const table = open();
    await table.commit('p', [{ do: 'merge', key: 'a', cells: { n: 1, m: 1 } }]);
    await table.commit('p', [{ do: 'merge', key: 'a', cells: { m: 2 } }]);
    expect((await table.get('p', 'a'))?.cells).toEqual({ n: 1, m: 2 });
  });

  it('commits 100 rows with a stale checkpoint not at all, and with a fresh one whole', async () => {
    const table = open();
    const [stale = ''] = await table.commit('p', [upsert('checkpoint', { at: 1 })]);
    const [fresh = ''] = await table.commit('p', [upsert('checkpoint', { at: 2 })]);
    const rows = Array.from({ length: 99 }, (_, n) => upsert(`row${n}`, { n }));
    const move = (etag: string): Change => ({ do: 'replace', key: 'checkpoint', cells: { at: 3 }, etag });
    await expect(table.commit('p', [...rows, move(stale)])).rejects.toThrow(ConflictError);
    expect(await allRows(table, 'p')).toHaveLength(1);
    expect(await table.commit('p', [...rows, move(fresh)])).toHaveLength(100);
    expect(await allRows(table, 'p')).toHaveLength(100);
  });

  it('lists ranges in key order across pages of 1,000 and pages with a cursor', async () => {
    const table = open();
    const keys = Array.from({ length: 2300 }, (_, n) => `e|${String(n).padStart(5, '0')}`);
    for (let start = 0; start < keys.length; start += 100) {
      await table.commit(
        'p',
        keys.slice(start, start + 100).map((rowKey) => upsert(rowKey)),
      );
    }
    await table.commit('p', [upsert('d|1'), upsert('f|1')]);
    await table.commit('q', [upsert('e|other')]);
    expect((await allRows(table, 'p', keysUnder('e'))).map((row) => row.key)).toEqual(keys);
    const first = await table.page('p', { ...keysUnder('e'), limit: 1500 });
    expect(first.rows.map((row) => row.key)).toEqual(keys.slice(0, 1500));
    const rest = await table.page('p', { ...keysUnder('e'), limit: 1500, cursor: first.next });
    expect(rest).toMatchObject({ next: undefined });
    expect(rest.rows.map((row) => row.key)).toEqual(keys.slice(1500));
  });

  it('never leaves the range of a page, wherever a cursor from outside points', async () => {
    const table = open();
    const keys = ['a|1', 'd|9', 'e|1', 'e|2', 'e|3', 'f|1', 'z|1'];
    await table.commit(
      'p',
      keys.map((rowKey) => upsert(rowKey)),
    );
    const after = async (cursor: string, limit = 9): Promise<string[]> =>
      (await table.page('p', { ...keysUnder('e'), limit, cursor })).rows.map((row) => row.key);
    for (const before of ['', ' ', 'a|1', 'd|9', 'e', 'e!']) expect(await after(before)).toEqual(['e|1', 'e|2', 'e|3']);
    expect(await after('e|1')).toEqual(['e|2', 'e|3']);
    expect(await after('e|1', 1)).toEqual(['e|2']);
    for (const beyond of ['e|3', 'e|~', 'e}', 'f|0', 'z|1', '~', '\u{10FFFF}', "'"])
      expect((await after(beyond)).every((rowKey) => rowKey.startsWith('e|'))).toBe(true);
    for (const beyond of ['e|3', 'e}', 'f|0', 'z|1']) expect(await after(beyond)).toEqual([]);
    const first = await table.page('p', { ...keysUnder('e'), limit: 1, cursor: 'a|1' });
    expect(first).toMatchObject({ rows: [{ key: 'e|1' }], next: 'e|1' });
    for (const wrong of ['\ud800', 'a/b', 'e|1\u0000', '\n', 'e?', 'e#'])
      await expect(after(wrong)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('gives back a long text whole, whatever character stands where it is cut', async () => {
    const table = open();
    for (const length of [29_998, 29_999, 30_000, 59_999, 60_000]) {
      const text = `${'x'.repeat(length)}😀${'😀'.repeat(40_000)}`;
      await table.commit('p', [upsert('a', longTextCells('text', text))]);
      expect(longText('text', (await table.get('p', 'a'))?.cells ?? {}) === text).toBe(true);
    }
  });

  it('is cleared range by range, by several at once and in slices', async () => {
    const table = open();
    const keys = Array.from({ length: 250 }, (_, n) => `e|${String(n).padStart(3, '0')}`);
    for (let start = 0; start < keys.length; start += 100)
      await table.commit(
        'p',
        keys.slice(start, start + 100).map((rowKey) => upsert(rowKey)),
      );
    await table.commit('p', [upsert('d|1'), upsert('f|1')]);
    const left = async (): Promise<number> => (await allRows(table, 'p')).length;
    expect(await clearRows(table, 'p', keysUnder('e'), () => false)).toBe(false);
    expect(await left()).toBe(152);
    await deleteRows(table, 'p', [{ key: 'e|000' }, { key: 'e|100' }, { key: 'e|101' }]);
    expect(await left()).toBe(150);
    await Promise.all([1, 2, 3].map(() => clearRows(table, 'p', keysUnder('e'))));
    expect((await allRows(table, 'p')).map((row) => row.key)).toEqual(['d|1', 'f|1']);
    expect(await clearRows(table, 'p', keysUnder('e'))).toBe(true);
    expect(await clearRows(open(), 'p')).toBe(true);
  });

  it('selects cells', async () => {
    const table = open();
    await table.commit('p', [upsert('a', { n: 1, m: 2 })]);
    expect((await allRows(table, 'p', { select: ['m'] })).map((row) => [row.key, row.cells])).toEqual([
      ['a', { m: 2 }],
    ]);
  });

  it('refuses what Azure would refuse', async () => {
    const table = open();
    await expect(table.commit('p', [upsert('a', { text: 'x'.repeat(32_769) })])).rejects.toThrow('32,768');
    const many = Object.fromEntries(Array.from({ length: 253 }, (_, n) => [`c${n}`, n]));
    await expect(table.commit('p', [upsert('a', many)])).rejects.toThrow('252');
    const wide = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`c${n}`, 'x'.repeat(30_000)]));
    await expect(table.commit('p', [upsert('a', wide)])).rejects.toThrow('1 MiB');
  });

  it('stores and finds rows under any key from outside', async () => {
    const table = open();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), fc.string(), async (id, value) => {
        const cells = { value: value.toWellFormed() };
        await table.commit(key('p', id), [upsert(key('e', id), cells)]);
        expect((await table.get(key('p', id), key('e', id)))?.cells).toEqual(cells);
      }),
      {
        numRuns: 60,
        examples: [
          ['a/b\\c#d?e', "it's"],
          ['..', ''],
          ['%2F+ ', '%'],
          ['\ud800', 'x'],
          ["o'hara", ''],
        ],
      },
    );
  });
});

describe('keyPart', () => {
  it('is injective, case-sensitive and legal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(keyPart(a) === keyPart(b)).toBe(a === b);
        expect(keyPart(a)).toMatch(/^[A-Za-z0-9\-_.@=!~]*$/);
        expect(keyPart(a).length).toBeLessThanOrEqual(200);
      }),
    );
    expect(keyPart('AAA')).not.toBe(keyPart('AAa'));
    expect(keyPart('x'.repeat(5000))).not.toBe(keyPart('x'.repeat(5001)));
  });
});
