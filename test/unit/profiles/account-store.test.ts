import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../../shared/errors.ts';
import { accountStore } from '../../../shared/profiles/account-store.ts';
import { accountsSchema, type Account } from '../../../shared/profiles/account.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows, type Table } from '../../../shared/storage/table.ts';

const now = new Date('2026-11-02T08:00:00Z');

/** A list that is told by its mark; it fills several rows. */
const listOf = (mark: string, count = 1100): Account[] =>
  Array.from({ length: count }, (_, n) => ({ id: `${mark}${n}`, userName: `${mark} user ${n}` }));

const markOf = (accounts: readonly Account[]): string =>
  [...new Set(accounts.map(({ id }) => id.replace(/\d+$/, '')))].join();

/** A table whose calls happen in the order that the scheduler chooses. */
function scheduled(table: Table, scheduler: fc.Scheduler): Table {
  return {
    get: scheduler.scheduleFunction(table.get.bind(table)),
    page: scheduler.scheduleFunction(table.page.bind(table)),
    commit: scheduler.scheduleFunction(table.commit.bind(table)),
    async *list(partition, options) {
      await scheduler.schedule(Promise.resolve(), 'list');
      yield* table.list(partition, options);
    },
  };
}

describe('the accounts of a profile', () => {
  it('are none before any were put', async () => {
    expect(await accountStore(memoryTable()).get('p1')).toEqual({ accounts: [], etag: undefined });
  });

  it('are given back as they were put, however many, and of this profile only', async () => {
    const store = accountStore(memoryTable());
    const many = listOf('a', 10_000);
    const etag = await store.put('p1', many, undefined, now);
    await store.put('p2', listOf('b', 1), undefined, now);
    expect(await store.get('p1')).toEqual({ accounts: many, etag });
    await store.put('p1', [], etag, now);
    expect((await store.get('p1')).accounts).toEqual([]);
    expect(markOf((await store.get('p2')).accounts)).toBe('b');
  });

  it('are replaced only by who has seen them, and leave nothing behind', async () => {
    const table = memoryTable();
    const store = accountStore(table);
    const first = await store.put('p1', listOf('a'), undefined, now);
    await expect(store.put('p1', listOf('b'), undefined, now)).rejects.toThrow(ConflictError);
    const second = await store.put('p1', listOf('c'), first, now);
    await expect(store.put('p1', listOf('d'), first, now)).rejects.toThrow(ConflictError);
    expect(markOf((await store.get('p1')).accounts)).toBe('c');
    await store.put('p1', listOf('e'), second, now);
    expect(await allRows(table, 'p1')).toHaveLength(1 + 3);
    await store.delete('p1');
    expect(await allRows(table, 'p1')).toEqual([]);
  });

  it('are one list or the other for who reads while they are replaced, and whole in the end', async () => {
    const writer = fc.record({ mark: fc.constantFrom('b', 'c', 'd'), times: fc.integer({ min: 1, max: 2 }) });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(writer, { minLength: 1, maxLength: 3 }), async (scheduler, writers) => {
        const table = memoryTable();
        const quiet = accountStore(table);
        await quiet.put('p1', listOf('a'), undefined, now);
        const store = accountStore(scheduled(table, scheduler));
        const won: string[] = ['a'];
        const write = async ({ mark, times }: (typeof writers)[number]): Promise<void> => {
          for (let time = 0; time < times; time += 1) {
            const { etag } = await store.get('p1');
            try {
              await store.put('p1', listOf(mark), etag, now);
              won.push(mark);
            } catch (error) {
              if (!(error instanceof ConflictError)) throw error;
            }
          }
        };
        const read = async (): Promise<void> => {
          const { accounts } = await store.get('p1');
          expect([markOf(accounts).length, accounts.length]).toEqual([1, 1100]);
        };
        await scheduler.waitFor(Promise.all([...writers.map(write), read(), read()]));
        const { accounts, etag } = await quiet.get('p1');
        expect(accounts).toHaveLength(1100);
        expect(won).toContain(markOf(accounts));
        await quiet.put('p1', listOf('z'), etag, now);
        expect(await allRows(table, 'p1')).toHaveLength(1 + 3);
      }),
      { numRuns: 60 },
    );
  });

  it('must have different ids', () => {
    const parsed = accountsSchema.safeParse({ accounts: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] });
    expect(parsed.error?.issues).toMatchObject([{ path: ['accounts', 2, 'id'], message: 'stands twice in the list' }]);
    expect(accountsSchema.safeParse({ accounts: [{ id: 'a' }, { id: 'A' }] }).success).toBe(true);
    expect(accountsSchema.safeParse({ accounts: [{ id: 'a\nb' }] }).success).toBe(false);
  });
});
