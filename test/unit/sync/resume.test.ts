import { describe, expect, it } from 'vitest';
import { NotFoundError, ResyncError, ThrottledError } from '../../../shared/errors.ts';
import { TakenOverError } from '../../../shared/sync/book-writer.ts';
import { bench, projectionFor, type Bench } from './bench.ts';
import { expectConverged } from './book-checks.ts';
import { contactsIn, rowsOf } from './book-rows.ts';
import { faults } from './faulty-table.ts';
import { cardOf, contactId, fill } from './mailbox-world.ts';

const company = 'p1|company';
const kinds = [{ listing: false }, { listing: true }];

function unread(count: number, { listing, pageSize = 20 }: { listing: boolean; pageSize?: number }): Bench {
  const state = bench({ listing, pageSize, quirks: false });
  fill(state.world, 'm1', 'default', 0, count);
  return state;
}

/** Runs slices until one is complete, and tells how many there were. */
async function slices(state: Bench, most: number): Promise<number> {
  for (let count = 1; count <= most; count += 1) {
    const { outcome, error } = await state.run({ slice: true });
    expect(error).toBeUndefined();
    if (outcome?.complete) return count;
  }
  throw new Error(`Not complete after ${most} slices.`);
}

describe.each(kinds)('a reading in slices (two passes: $listing)', (kind) => {
  it('goes on where it stopped, one page at a time', async () => {
    const state = unread(200, kind);
    expect(await slices(state, 22)).toBeGreaterThanOrEqual(10);
    await expectConverged(state);
  });

  it('knows at its end what has changed since it began', async () => {
    const state = unread(200, kind);
    await state.run({ slice: true });
    await state.run({ slice: true });
    state.world.put('m1', 'default', contactId(0), cardOf(0, { name: 'Changed' }));
    state.world.remove('m1', 'default', contactId(1));
    state.world.remove('m1', 'default', contactId(199));
    expect((await state.run()).outcome?.complete).toBe(true);
    await expectConverged(state);
  });

  it('does so for changes and for a resync as well', async () => {
    const state = unread(100, kind);
    await state.run();
    for (const resync of [false, true]) {
      for (let n = 0; n < 90; n += 1)
        state.world.put('m1', 'default', contactId(n), cardOf(n, { name: String(resync) }));
      if (resync) state.world.expire('m1');
      await state.run({ slice: true });
      state.world.put('m1', 'default', contactId(0), cardOf(0, { name: 'Changed meanwhile' }));
      state.world.remove('m1', 'default', contactId(2 + Number(resync)));
      expect((await state.run()).outcome?.complete).toBe(true);
      await expectConverged(state);
    }
  });

  it('gets further with every try, however small the pages and however early the source stops', async () => {
    const state = unread(30, { ...kind, pageSize: 3 });
    let tries = 0;
    for (let error: unknown = true; error !== undefined; tries += 1) {
      const stop = (_request: string, nth: number): void => {
        if (nth > 2) throw new ThrottledError('Two requests at a time.', 60);
      };
      ({ error } = await state.run({ beforeRequest: stop }));
      expect(tries).toBeLessThan(25);
    }
    await expectConverged(state);
  });
});

describe.each(kinds)('a resync (two passes: $listing)', (kind) => {
  it('is not deceived by what an abandoned round has proven', async () => {
    const state = unread(60, kind);
    await state.run();
    state.world.expire('m1');
    await state.run({ slice: true });
    await state.run({ slice: true });
    await state.run({ slice: true });
    await state.run({ slice: true });
    state.world.expire('m1');
    state.world.remove('m1', 'default', contactId(0));
    await state.run();
    await expectConverged(state);
  });

  it('comes by itself with another connection or another mapping', async () => {
    const state = unread(60, kind);
    await state.run();
    for (const change of ['connection', 'mapping']) {
      if (change === 'connection') state.connectionVersion += 1;
      else state.projection = projectionFor({ exclude: { categories: ['Private'] } });
      expect((await state.run()).outcome?.counts.read).toBeGreaterThanOrEqual(60);
      expect((await state.run()).outcome?.counts.read).toBe(0);
    }
  });

  it('serves what is stored until it is over', async () => {
    const state = unread(60, kind);
    await state.run();
    state.world.expire('m1');
    state.world.remove('m1', 'default', contactId(5));
    while (!(await state.run({ slice: true })).outcome?.complete) {
      expect(await contactsIn(state.store, {})).toHaveLength(60);
    }
    await expectConverged(state);
  });

  it('survives a fault while more proofs are forgotten than fit one transaction', async () => {
    const start = unread(120, { ...kind, pageSize: 1 });
    start.checks = false;
    await start.run();
    start.world.expire('m1');
    start.world.remove('m1', 'default', contactId(7));
    const { calls } = await (await start.fork()).run();
    const commits = calls.flatMap((call, index) => (call.do === 'commit' ? [index + 1] : []));
    for (const at of commits.slice(-4)) {
      for (const kind of faults) {
        const state = await start.fork();
        await state.run({ fault: { at, kind } });
        const { outcome } = await state.run();
        expect(outcome?.held).toBeUndefined();
        await expectConverged(state);
      }
    }
  });

  it('leaves nothing behind when the source goes before it is over', async () => {
    const state = unread(60, kind);
    await state.run();
    state.world.expire('m1');
    while ((await rowsOf(state.store, company)).proofRows.length === 0) await state.run({ slice: true });
    await state.run({ nothing: true, released: 60 });
    const { entries, index, checkpoints, markRows, proofRows } = await rowsOf(state.store, company);
    expect([entries.size, index.size, checkpoints.size, markRows.length, proofRows.length]).toEqual([0, 0, 0, 0, 0]);
  });

  it('may itself expire', async () => {
    const state = unread(60, kind);
    await state.run();
    state.world.expire('m1');
    const expireAgain = (_request: string, nth: number): void => {
      if (nth === 3) state.world.expire('m1');
    };
    expect((await state.run({ beforeRequest: expireAgain })).error).toBeInstanceOf(ResyncError);
    expect((await state.run()).error).toBeUndefined();
    await expectConverged(state);
  });
});

describe('the folders of a mailbox', () => {
  it('are listed anew for a path that is not among those remembered', async () => {
    const state = bench({ listing: false, pageSize: 20, quirks: false }, [
      { job: 'job1', mailbox: 'm1', folder: 'Kunden' },
    ]);
    const { error } = await state.run();
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ code: 'folderNotFound' });
    state.world.addFolder('m1', 'f1', 'Kunden');
    fill(state.world, 'm1', 'f1', 0, 5);
    expect((await state.run()).error).toBeUndefined();
    await expectConverged(state);
  });

  it('are found within six hours when they are new', async () => {
    const state = unread(5, { listing: false });
    await state.run();
    state.world.addFolder('m1', 'f1', 'Kunden');
    fill(state.world, 'm1', 'f1', 10, 15);
    state.now += 5 * 3_600_000;
    await state.run();
    expect(await contactsIn(state.store, {})).toHaveLength(5);
    state.now += 1.1 * 3_600_000;
    await state.run();
    await expectConverged(state);
  });

  it('may be more than one cell of a row holds', async () => {
    const state = unread(5, { listing: false });
    for (let n = 0; n < 300; n += 1) state.world.addFolder('m1', `${'f'.repeat(140)}${n}`, `Kunden ${n}`);
    expect((await state.run()).error).toBeUndefined();
    expect((await state.run()).requests).toBe(301);
  });
});

describe('a worker that is late', () => {
  it('stops with the same error when the other one has forgotten the feed altogether', async () => {
    const state = unread(12, { listing: false });
    state.world.addFolder('m1', 'f1', 'Kunden');
    fill(state.world, 'm1', 'f1', 100, 104);
    await state.run();
    state.world.removeFolder('m1', 'f1');
    const late = await state.run({
      relist: true,
      beforeCall: async (call) => {
        if (call.do !== 'commit' || call.changes.every(({ key }) => !key.startsWith('d|'))) return;
        await state.run({ relist: true });
      },
    });
    expect(late.error).toBeInstanceOf(TakenOverError);
    expect((await rowsOf(state.store, company)).markRows).toEqual([]);
    await expectConverged(state);
  });
});
