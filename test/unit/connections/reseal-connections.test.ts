import { beforeEach, describe, expect, it } from 'vitest';
import { keyCounts, resealConnections } from '../../../shared/connections/reseal-connections.ts';
import { createConnection, replaceConnection } from '../../../shared/connections/save-connection.ts';
import { openSeal, type Seal } from '../../../shared/secrets/seal.ts';
import { signInOf } from '../../../shared/connections/sign-in.ts';
import type { ConnectionStore } from '../../../shared/connections/connection-store.ts';
import { ConflictError } from '../../../shared/errors.ts';
import { input, key, pem, world, type World } from './stubs.ts';

const total = 8;
const rotated = openSeal([key('k2'), key('k1')]);
const onlyNew = openSeal([key('k2')]);

let w: World;
beforeEach(async () => {
  w = world();
  const made = await pem();
  const certificate = made.private + made.cert;
  for (let n = 0; n < total; n++) {
    await createConnection(w, input(n % 2 ? {} : { credential: { kind: 'certificate', certificate } }));
  }
});

const openAll = async (seal: Seal): Promise<number> =>
  (await w.store.all()).map((one) => signInOf(one, seal, w.settings)).length;

/** A store whose n-th write fails as if the process had been killed there. */
function dyingAt(store: ConnectionStore, write: number): ConnectionStore {
  let writes = 0;
  return {
    ...store,
    reseal: (connection) => (++writes === write ? Promise.reject(new Error('killed')) : store.reseal(connection)),
  };
}

describe('resealing', () => {
  it('rewrites what older keys seal, so that they can be taken away', async () => {
    await createConnection({ ...w, seal: rotated }, input());
    const before = await w.store.all();
    expect(keyCounts(before, rotated)).toEqual({ k2: 1, k1: total });
    expect(await resealConnections(w.store, rotated)).toEqual({
      resealed: total,
      keys: { k2: total + 1, k1: 0 },
      failures: [],
    });
    expect(await openAll(onlyNew)).toBe(total + 1);
  });

  it('changes nothing else, and nothing at all the second time', async () => {
    const plain = async () => (await w.store.all()).map(({ sealed: _sealed, etag: _etag, ...rest }) => rest);
    const before = await plain();
    await resealConnections(w.store, rotated);
    expect(await plain()).toEqual(before);
    const etags = (await w.store.all()).map(({ etag }) => etag);
    expect(await resealConnections(w.store, rotated)).toMatchObject({ resealed: 0 });
    expect((await w.store.all()).map(({ etag }) => etag)).toEqual(etags);
  });

  it('goes on where it was killed, at whichever row', async () => {
    for (let write = 1; write <= total; write++) {
      const [from, to] = [
        openSeal([key(`o${write}`), key('k1'), key('k2')]),
        openSeal([key('k2'), key('k1'), key(`o${write}`)]),
      ];
      await resealConnections(w.store, from);
      await expect(resealConnections(dyingAt(w.store, write), to)).rejects.toThrow('killed');
      expect(keyCounts(await w.store.all(), to)).toMatchObject({ k2: write - 1, [`o${write}`]: total - write + 1 });
      expect(await openAll(to)).toBe(total);
      await resealConnections(w.store, to);
      expect(await openAll(onlyNew)).toBe(total);
    }
  });

  it('names what it cannot open, and does the rest', async () => {
    const lost = await createConnection({ ...w, seal: openSeal([key('lost')]) }, input());
    const done = await resealConnections(w.store, rotated);
    expect(done).toMatchObject({
      resealed: total,
      keys: { k2: total, k1: 0, lost: 1 },
      failures: [{ place: { kind: 'connection', id: lost.id } }],
    });
    expect(done.failures[0]?.detail).toContain('"lost"');
  });

  it('leaves alone what somebody saves meanwhile', async () => {
    const [first] = await w.store.all();
    const racing: ConnectionStore = {
      ...w.store,
      async reseal(connection) {
        if (connection.id === first?.id)
          await replaceConnection({ ...w, seal: rotated }, connection.id, input({ name: 'New' }));
        return w.store.reseal(connection);
      },
    };
    const done = await resealConnections(racing, rotated);
    expect(done.failures).toEqual([
      {
        place: { kind: 'connection', id: first?.id, field: 'credential' },
        detail: 'It was changed meanwhile; reseal again.',
      },
    ]);
    expect((await w.store.get(first?.id ?? '')).name).toBe('New');
    expect(await resealConnections(w.store, rotated)).toMatchObject({ keys: { k2: total, k1: 0 }, failures: [] });
  });

  it('passes on what it does not understand', async () => {
    const store = { ...w.store, reseal: () => Promise.reject(new TypeError('bug')) };
    await expect(resealConnections(store, rotated)).rejects.toThrow(TypeError);
    const busy = { ...w.store, reseal: () => Promise.reject(new ConflictError('x')) };
    expect((await resealConnections(busy, rotated)).failures).toHaveLength(total);
  });
});
