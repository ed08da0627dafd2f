import { describe, expect, it } from 'vitest';
import { bench, type Bench, type BenchJob } from './bench.ts';
import { contactsIn } from './book-rows.ts';
import { fill } from './mailbox-world.ts';

const whole: BenchJob = { job: 'm1:whole', mailbox: 'm1' };
const part: BenchJob = { job: 'm1:part', mailbox: 'm1', folder: 'Kunden' };

function mailbox(): Bench {
  const state = bench({ listing: false, pageSize: 20, quirks: false }, [whole, part]);
  state.checks = false;
  state.world.addFolder('m1', 'f1', 'Kunden');
  fill(state.world, 'm1', 'default', 0, 5);
  fill(state.world, 'm1', 'f1', 10, 18);
  return state;
}

/** Two sources of one profile may name the same folder: each has entries of its own, and removes only those. */
describe('two jobs that read the same folder', () => {
  it('keep their entries apart when a profile narrows a mailbox to one of its folders', async () => {
    const state = mailbox();
    await state.run({ job: whole });
    await state.run({ job: part });
    const cleared = await state.run({ job: whole, nothing: true, released: 1000 });
    expect(cleared.error).toBeUndefined();
    await state.run({ job: part });
    expect(await contactsIn(state.store, part)).toHaveLength(8);
  });

  it('each remove what is gone', async () => {
    const state = mailbox();
    for (const job of state.jobs) await state.run({ job });
    state.world.remove('m1', 'f1', 'c0010');
    const results = [await state.run({ job: whole }), await state.run({ job: part })];
    expect(results.map(({ error, outcome }) => [error, outcome?.counts.deleted])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ]);
  });
});
