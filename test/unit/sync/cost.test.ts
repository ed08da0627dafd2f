import { describe, expect, it } from 'vitest';
import { bench, onlyJob, projectionFor, type Bench } from './bench.ts';
import { expectConverged } from './book-checks.ts';
import type { Call } from './faulty-table.ts';
import { cardOf, contactId, fill, type Card } from './mailbox-world.ts';
import type { ModelOptions } from './model-source.ts';

const plain: ModelOptions = { listing: false, pageSize: 200, quirks: false };
const hour = 3_600_000;

async function known(count: number, model = plain): Promise<Bench> {
  const state = bench(model, [onlyJob]);
  state.checks = false;
  fill(state.world, 'm1', 'default', 0, count);
  await state.run();
  return state;
}

const commitsOf = (calls: readonly Call[]) => calls.flatMap((call) => (call.do === 'commit' ? [call.changes] : []));
const kindsOf = (calls: readonly Call[]): string => calls.map((call) => call.do).join(' ');

describe('an idle read', () => {
  it('costs one range read, one request for each folder, and no write', async () => {
    const state = await known(50);
    state.world.addFolder('m1', 'f1', 'Kunden');
    fill(state.world, 'm1', 'f1', 100, 120);
    await state.run({ relist: true });
    for (const hours of [0, 5, 5]) {
      state.now += hours * hour;
      const { calls, requests } = await state.run();
      const listing = hours === 5 && state.now % (6 * hour) === 10 * hour - 6 * hour;
      expect([kindsOf(calls), requests]).toEqual(listing ? ['list commit', 3] : ['list', 2]);
    }
  });

  it('stores a link anew when it is older than a day', async () => {
    const state = await known(50);
    state.now += 23 * hour;
    await state.run({ relist: true });
    state.now += 0.9 * hour;
    expect(kindsOf((await state.run()).calls)).toBe('list');
    state.now += 0.2 * hour;
    expect(kindsOf((await state.run()).calls)).toBe('list commit');
    expect(kindsOf((await state.run()).calls)).toBe('list');
  });

  it('comes after one that named only contacts that are as they were', async () => {
    const state = await known(50);
    for (let n = 0; n < 3; n += 1) state.world.touch('m1', 'default', contactId(n));
    expect(kindsOf((await state.run()).calls)).toBe('list get get get commit');
    expect(kindsOf((await state.run()).calls)).toBe('list');
  });
});

describe('a change read', () => {
  const change = (state: Bench, from: number, before: number): void => {
    for (let n = from; n < before; n += 1)
      state.world.put('m1', 'default', contactId(n), cardOf(n, { name: 'New name' }));
  };

  it('costs the same for the same changes, however large the folder is', async () => {
    const costs: string[] = [];
    for (const size of [500, 5000]) {
      const state = await known(size);
      change(state, 10, 15);
      fill(state.world, 'm1', 'default', 6000, 6003);
      state.world.remove('m1', 'default', contactId(3));
      const { calls, requests } = await state.run();
      costs.push(`${kindsOf(calls)} ${requests}`);
      await expectConverged(state);
    }
    expect(costs[0]).toBe(costs[1]);
  });

  it('of one in a hundred costs at most a read for each and two writes', async () => {
    for (const size of [500, 5000]) {
      const state = await known(size);
      change(state, 0, size / 100);
      const { calls } = await state.run();
      expect(commitsOf(calls).length).toBeLessThanOrEqual(2);
      expect(calls.length).toBeLessThanOrEqual(1 + size / 100 + 2);
    }
  });

  it('of most contacts reads the folder by ranges', async () => {
    const state = await known(2500);
    change(state, 0, 2000);
    const { calls } = await state.run();
    expect(calls.filter((call) => call.do !== 'commit').length).toBeLessThanOrEqual(1 + 10 * 3);
    await expectConverged(state);
  });
});

describe('a full read', () => {
  it.each([false, true])(
    'writes full transactions and reads nothing of an empty book (two passes: %s)',
    async (listing) => {
      const state = bench({ listing, pageSize: listing ? 500 : 200, quirks: false });
      state.checks = false;
      for (let n = 0; n < 4000; n += 1) {
        const { phone, mobile, ...name } = cardOf(n);
        const card: Card = name;
        if (n % 3 > 0 && phone !== undefined) card.phone = phone;
        if (n % 3 > 1 && mobile !== undefined) card.mobile = mobile;
        state.world.put('m1', 'default', contactId(n), card);
      }
      const { calls } = await state.run();
      const commits = commitsOf(calls).slice(1);
      const full = commits.slice(0, -1);
      const rows = full.reduce((sum, changes) => sum + changes.length, 0);
      expect(rows / (100 * full.length)).toBeGreaterThanOrEqual(0.97);
      expect(calls.length - commits.length).toBeLessThanOrEqual(listing ? 8 : 2);
      await expectConverged(state);
    },
  );

  it('fetches nothing twice that the reader holds already, also when only the mapping is new', async () => {
    const state = await known(300, { ...plain, listing: true });
    state.projection = projectionFor({ exclude: { categories: ['Unused'] } });
    const { outcome, calls } = await state.run();
    expect(outcome?.counts).toMatchObject({ created: 0, updated: 0, deleted: 0 });
    // The first page of the second pass may be on its way while the last one of the first pass is taken in.
    expect(outcome?.counts.read).toBeLessThanOrEqual(300 + 200);
    expect(commitsOf(calls).length).toBe(2);
  });
});
