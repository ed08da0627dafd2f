import { describe, expect, it } from 'vitest';
import { addCounts, noCounts } from '../../../shared/sync/counts.ts';
import { bench, projectionFor, type Bench } from './bench.ts';
import { cardOf, contactId, fill } from './mailbox-world.ts';

async function known(): Promise<Bench> {
  const state = bench({ listing: false, pageSize: 8, quirks: false });
  state.projection = projectionFor({ exclude: { categories: ['Private'], withoutNumber: true } });
  state.world.addFolder('m1', 'f1', 'Kunden');
  fill(state.world, 'm1', 'default', 0, 30);
  fill(state.world, 'm1', 'f1', 40, 45);
  await state.run();
  return state;
}

describe('the outcome of a job', () => {
  it('counts what became of every contact, and tells it page by page', async () => {
    const state = await known();
    const { world } = state;
    fill(world, 'm1', 'default', 100, 112);
    world.put('m1', 'default', contactId(200), { name: 'No number' });
    world.put('m1', 'default', contactId(0), cardOf(0, { name: 'New name' }));
    world.put('m1', 'default', contactId(1), cardOf(1, { phone: '+49 841 55555' }));
    world.put('m1', 'default', contactId(2), cardOf(2, { category: 'private' }));
    world.touch('m1', 'default', contactId(3));
    world.remove('m1', 'default', contactId(4));
    world.remove('m1', 'f1', contactId(40));
    const { outcome, progress } = await state.run();
    const counts = {
      read: 17,
      created: 12,
      updated: 2,
      unchanged: 1,
      skipped: { withoutNumber: 1, excludedCategory: 1 },
    };
    expect(outcome).toEqual({ complete: true, held: undefined, entries: 44, counts: { ...counts, deleted: 3 } });
    expect(progress.reduce(addCounts, noCounts())).toEqual({ ...counts, deleted: 0 });
    expect(progress.length).toBe(3 + 1);
  });

  it('of a slice counts the entries of folders that it did not come to', async () => {
    const state = await known();
    fill(state.world, 'm1', 'default', 100, 120);
    const { outcome } = await state.run({ slice: true });
    expect(outcome).toMatchObject({ complete: false, held: undefined, entries: 43, counts: { created: 8 } });
  });

  it('of an idle run has nothing to tell', async () => {
    const state = await known();
    const { outcome } = await state.run();
    expect(outcome).toEqual({ complete: true, held: undefined, entries: 35, counts: noCounts() });
  });
});
