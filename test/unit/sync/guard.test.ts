import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bench, onlyJob, type Bench, type BenchJob, type RunOptions } from './bench.ts';
import { expectConverged } from './book-checks.ts';
import { contactsIn } from './book-rows.ts';
import { cardOf, contactId, fill } from './mailbox-world.ts';

const model = { listing: false, pageSize: 60, quirks: false };

/** Mailboxes that were read, with so many contacts each, all in the default folder. */
async function known(sizes: number[], personal = false): Promise<Bench> {
  const jobs = sizes.map((_, n): BenchJob => ({
    job: `job${n}`,
    mailbox: `m${n}`,
    ...(personal && { account: 'anna' }),
  }));
  const state = bench(model, jobs);
  for (const [n, size] of sizes.entries()) fill(state.world, `m${n}`, 'default', 0, size);
  for (const job of jobs) await state.run({ job, run: 'first' });
  return state;
}

function remove(state: Bench, count: number, mailbox = 'm0'): void {
  const ids = [...(state.world.folders(mailbox).get('default')?.contacts.keys() ?? [])].slice(0, count);
  for (const id of ids) state.world.remove(mailbox, 'default', id);
}

async function held(state: Bench, options: RunOptions = {}): Promise<number> {
  const { outcome, error } = await state.run(options);
  expect(error).toBeUndefined();
  expect(outcome?.complete).toBe(true);
  return outcome?.held?.entries ?? 0;
}

async function holdOf(state: Bench): Promise<string> {
  const { outcome } = await state.run();
  expect(outcome?.held).toBeDefined();
  return outcome?.held?.hold ?? '';
}

describe('a deletion is held', () => {
  it.each([
    { of: 40, deleted: 9, heldOnes: 0 },
    { of: 40, deleted: 10, heldOnes: 0 },
    { of: 40, deleted: 11, heldOnes: 11 },
    { of: 39, deleted: 10, heldOnes: 10 },
    { of: 20, deleted: 9, heldOnes: 0 },
    { of: 3, deleted: 2, heldOnes: 0 },
    { of: 3, deleted: 3, heldOnes: 3 },
    { of: 2, deleted: 2, heldOnes: 0 },
  ])('$deleted of $of: $heldOnes', async ({ of, deleted, heldOnes }) => {
    for (const personal of [false, true]) {
      const state = await known([of], personal);
      remove(state, deleted);
      expect(await held(state)).toBe(heldOnes);
      expect(await contactsIn(state.store, state.jobs[0]!)).toHaveLength(heldOnes > 0 ? of : of - deleted);
    }
  });

  it('by the share that the profile sets', async () => {
    const state = await known([40]);
    remove(state, 20);
    expect(await held(await state.fork(), { maxDeletedShare: 0.5 })).toBe(0);
    expect(await held(state, { maxDeletedShare: 0.49 })).toBe(20);
  });

  it('when it is everything of a source, however large the book is', async () => {
    const state = await known([3, 200]);
    remove(state, 3);
    expect(await held(state)).toBe(3);
  });

  it('and what is new in the same run does not hide it', async () => {
    const state = await known([30]);
    remove(state, 30);
    fill(state.world, 'm0', 'default', 500, 600);
    expect(await held(state)).toBe(30);
  });

  it('and stays held however the book grows afterwards', async () => {
    const state = await known([9]);
    remove(state, 9);
    expect(await held(state)).toBe(9);
    fill(state.world, 'm0', 'default', 500, 600);
    expect(await held(state)).toBe(9);
    expect(await held(state)).toBe(9);
    expect(await contactsIn(state.store, onlyJob)).toHaveLength(109);
  });

  it('in the same way after a run that was cut short', async () => {
    const state = await known([9]);
    remove(state, 9);
    fill(state.world, 'm0', 'default', 500, 600);
    await state.run({ slice: true });
    expect(await held(state)).toBe(9);
  });
});

describe('moves', () => {
  it('are no deletions, however the run is cut up', async () => {
    const state = await known([100]);
    state.world.addFolder('m0', 'f1', 'Kunden');
    for (let n = 0; n < 100; n += 1) state.world.move('m0', 'default', 'f1', contactId(n));
    for (let slices = 0; slices < 4; slices += 1) await state.run({ relist: true, slice: true });
    expect(await held(state)).toBe(0);
    await expectConverged(state);
  });

  it('count neither for the entries held nor for those released', async () => {
    const state = await known([100]);
    state.world.addFolder('m0', 'f1', 'Kunden');
    for (let n = 0; n < 40; n += 1) state.world.move('m0', 'default', 'f1', contactId(n));
    remove(state, 30);
    expect(await held(state, { relist: true })).toBe(30);
    expect(await held(state, { released: 30 })).toBe(0);
    await expectConverged(state);
  });
});

describe('contacts that moved and are then deleted', () => {
  it('are no moves any more', async () => {
    const state = await known([40]);
    state.world.addFolder('m0', 'f1', 'Kunden');
    for (let n = 0; n < 20; n += 1) state.world.move('m0', 'default', 'f1', contactId(n));
    // What is only marked is still in the book, as after a run that died before it removed anything.
    state.mirror = false;
    await state.run({ relist: true });
    for (let n = 0; n < 20; n += 1) state.world.remove('m0', 'f1', contactId(n));
    state.mirror = true;
    expect(await held(state)).toBe(40);
    expect(await held(state, { released: 40 })).toBe(0);
    await expectConverged(state);
  });
});

describe('several jobs of a run', () => {
  it('together delete no more than one alone may', async () => {
    const start = await known([100, 50, 50]);
    for (const mailbox of ['m0', 'm1', 'm2']) remove(start, 20, mailbox);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const state = await start.fork();
        const waiting = (): Promise<void> => scheduler.schedule(Promise.resolve());
        const runs = state.jobs.map((job) => held(state, { job, beforeCall: waiting }));
        const heldOnes = await scheduler.waitFor(Promise.all(runs));
        expect([...heldOnes].sort((a, b) => a - b)).toEqual([0, 0, 20]);
        expect(await contactsIn(state.store, onlyJob)).toHaveLength(160);
      }),
      { numRuns: 20 },
    );
  });

  it('may together use up what is allowed', async () => {
    const state = await known([100, 100]);
    for (const { job, mailbox } of state.jobs) {
      remove(state, 25, mailbox);
      expect(await held(state, { job: { job, mailbox } })).toBe(0);
    }
    await expectConverged(state);
  });

  it('are counted anew in the next run, and once when one is tried again', async () => {
    const state = await known([100, 100]);
    remove(state, 30, 'm0');
    remove(state, 30, 'm1');
    const [first, second] = state.jobs as [BenchJob, BenchJob];
    expect(await held(state, { job: first })).toBe(0);
    expect(await held(state, { job: first })).toBe(0);
    expect(await held(state, { job: second })).toBe(30);
    expect(await held(state, { job: second, run: 'next' })).toBe(0);
    await expectConverged(state);
  });
});

describe('a release', () => {
  it('lets exactly the held number go', async () => {
    const state = await known([40]);
    remove(state, 20);
    expect(await held(state)).toBe(20);
    expect(await held(await state.fork(), { released: 19 })).toBe(20);
    remove(state, 1);
    expect(await held(await state.fork(), { released: 20 })).toBe(21);
    expect(await held(state, { released: 21 })).toBe(0);
    await expectConverged(state);
  });

  it('lets go what was named, and nothing that took its place', async () => {
    for (const account of [false, true]) {
      const state = await known([40], account);
      remove(state, 20);
      const seen = await holdOf(state);
      for (let n = 0; n < 5; n += 1) state.world.put('m0', 'default', contactId(n), cardOf(n));
      for (let n = 20; n < 25; n += 1) state.world.remove('m0', 'default', contactId(n));
      expect(await held(state, { releasedHold: seen })).toBe(20);
      expect(await contactsIn(state.store, state.jobs[0]!)).toHaveLength(40);
      // Nor when that release is tried again, after what it found was noted.
      expect(await held(state, { releasedHold: seen })).toBe(20);
      const next = await holdOf(state);
      expect(next).not.toBe(seen);
      expect(await held(state, { releasedHold: next })).toBe(0);
      await expectConverged(state);
    }
  });

  it('lets go fewer than were named, however that comes about', async () => {
    const state = await known([40]);
    remove(state, 20);
    const seen = await holdOf(state);
    for (let n = 0; n < 5; n += 1) state.world.put('m0', 'default', contactId(n), cardOf(n));
    expect(await held(state, { releasedHold: seen })).toBe(0);
    expect(await contactsIn(state.store, onlyJob)).toHaveLength(25);
    await expectConverged(state);
  });

  it('does not name a contact that had only moved, and lets it go only when it is named', async () => {
    const state = await known([60]);
    state.world.addFolder('m0', 'f1', 'Kunden');
    for (let n = 0; n < 20; n += 1) state.world.move('m0', 'default', 'f1', contactId(n));
    for (let n = 20; n < 40; n += 1) state.world.remove('m0', 'default', contactId(n));
    const { outcome } = await state.run({ relist: true });
    expect(outcome?.held?.entries).toBe(20);
    const seen = outcome?.held?.hold ?? '';
    for (let n = 0; n < 20; n += 1) state.world.remove('m0', 'f1', contactId(n));
    expect(await held(state, { releasedHold: seen })).toBeGreaterThan(20);
    expect(await held(state, { released: 1000 })).toBe(0);
    await expectConverged(state);
  });

  it('is noted once: holding the same again writes nothing', async () => {
    const state = await known([40]);
    remove(state, 20);
    const seen = await holdOf(state);
    const { outcome, calls } = await state.run();
    expect(outcome?.held?.hold).toBe(seen);
    expect(calls.filter((call) => JSON.stringify(call).includes('commit'))).toEqual([]);
  });

  it('spares the contacts that came back in the meantime', async () => {
    for (const resync of [false, true]) {
      const state = await known([40]);
      remove(state, 20);
      expect(await held(state)).toBe(20);
      for (let n = 0; n < 5; n += 1) state.world.put('m0', 'default', contactId(n), cardOf(n));
      if (resync) state.world.expire('m0');
      expect(await held(state, { released: 20 })).toBe(0);
      expect(await contactsIn(state.store, onlyJob)).toHaveLength(25);
      await expectConverged(state);
    }
  });
});

describe('a source that leaves the profile', () => {
  it('is held like any other deletion, unless it never belonged there', async () => {
    const state = await known([40, 200]);
    expect(await held(state, { nothing: true })).toBe(40);
    const released = await state.fork();
    expect(await held(released, { nothing: true, released: 40 })).toBe(0);
    await expectConverged(released, [state.jobs[1]!]);
    expect(await held(state, { nothing: true, unguarded: true })).toBe(0);
    await expectConverged(state, [state.jobs[1]!]);
  });

  it.each([0, 1, 2])('keeps everything when it comes back while it is held (change %d)', async (change) => {
    const state = await known([40]);
    state.world.addFolder('m0', 'f1', 'Kunden');
    fill(state.world, 'm0', 'f1', 100, 130);
    await state.run({ relist: true });
    state.excludedFolders = ['Kunden'];
    expect(await held(state)).toBe(30);
    expect(await held(state)).toBe(30);
    if (change === 1) state.world.remove('m0', 'f1', contactId(100));
    if (change === 2) state.world.put('m0', 'f1', contactId(100), cardOf(100, { name: 'Other' }));
    state.excludedFolders = [];
    expect(await held(state)).toBe(0);
    await expectConverged(state);
  });
});
