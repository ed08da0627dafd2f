import { describe, expect, it } from 'vitest';
import {
  DeniedError,
  NotFoundError,
  ThrottledError,
  UnavailableError,
  type PatchbayError,
} from '../../../shared/errors.ts';
import { bench, projectionFor, type Bench } from './bench.ts';
import { expectConverged } from './book-checks.ts';
import { contactsIn, rowsOf } from './book-rows.ts';
import { contactId, fill } from './mailbox-world.ts';

async function known(listing = false): Promise<Bench> {
  const state = bench({ listing, pageSize: 20, quirks: false });
  state.world.addFolder('m1', 'f1', 'Kunden');
  fill(state.world, 'm1', 'default', 0, 40);
  fill(state.world, 'm1', 'f1', 40, 50);
  await state.run();
  return state;
}

describe('an error', () => {
  it.each<[string, PatchbayError]>([
    ['of a permission', new DeniedError('No.')],
    ['of a mailbox that is gone', new NotFoundError('No mailbox.', { code: 'MailboxNotEnabledForRESTAPI' })],
    ['of a folder that is gone and is still listed', new NotFoundError('No folder.', { code: 'ErrorItemNotFound' })],
    ['of the service', new UnavailableError('503')],
    ['of too many requests', new ThrottledError('429', 10)],
  ])('%s never deletes, at whatever request', async (_name, error) => {
    const start = await known();
    start.world.expire('m1');
    for (const relist of [false, true]) {
      for (let at = 1; at <= 5; at += 1) {
        const state = await start.fork();
        const failing = (_request: string, nth: number): void => {
          if (nth >= at) throw error;
        };
        expect((await state.run({ relist, beforeRequest: failing })).error).toBe(error);
        expect(await contactsIn(state.store, {})).toHaveLength(50);
        expect((await rowsOf(state.store, 'p1|company')).markRows).toEqual([]);
      }
    }
  });
});

describe('an import that only creates and updates', () => {
  /** Everything that would delete, one after the other. */
  const losses: [string, (state: Bench) => void][] = [
    ['removed contacts', ({ world }) => [1, 2, 3].forEach((n) => world.remove('m1', 'default', contactId(n)))],
    ['a removed folder', ({ world }) => world.removeFolder('m1', 'f1')],
    ['an excluded folder', (state) => (state.excludedFolders = ['Kunden'])],
    ['a resync', ({ world }) => world.expire('m1')],
    [
      'contacts that the profile leaves out',
      (state) => (state.projection = projectionFor({ exclude: { withoutNumber: true } })),
    ],
    ['moves', ({ world }) => [5, 6].forEach((n) => world.move('m1', 'default', 'f1', contactId(n)))],
  ];

  it.each(losses)('deletes nothing after %s; a mirror does, with whatever went before', async (_name, lose) => {
    for (const listing of [false, true]) {
      const state = await known(listing);
      for (let n = 10; n < 20; n += 1) state.world.put('m1', 'default', contactId(n), { name: 'Without number' });
      await state.run();
      const before = await contactsIn(state.store, {});
      state.mirror = false;
      lose(state);
      fill(state.world, 'm1', 'default', 900, 903);
      const { outcome, error } = await state.run({ relist: true });
      expect(error).toBeUndefined();
      expect(outcome).toMatchObject({ complete: true, held: undefined });
      const after = new Set(await contactsIn(state.store, {}));
      expect(before.filter((id) => !after.has(id))).toEqual([]);
      expect(outcome?.entries).toBe((await contactsIn(state.store, {})).length);
      state.mirror = true;
      await state.run({ relist: true, released: 1000 });
      await expectConverged(state);
    }
  });

  it('still clears the book of an account that a mailbox never belonged to', async () => {
    const state = await known();
    state.mirror = false;
    expect((await state.run({ nothing: true })).outcome).toMatchObject({ held: undefined, entries: 50 });
    expect(await contactsIn(state.store, {})).toHaveLength(50);
    await state.run({ nothing: true, unguarded: true });
    expect(await contactsIn(state.store, {})).toEqual([]);
  });

  it('does not carry out what a mirror has held', async () => {
    const state = await known();
    for (let n = 0; n < 20; n += 1) state.world.remove('m1', 'default', contactId(n));
    await state.run();
    state.mirror = false;
    const { outcome } = await state.run({ released: 20 });
    expect(outcome?.held).toBeUndefined();
    expect(await contactsIn(state.store, {})).toHaveLength(50);
  });
});
