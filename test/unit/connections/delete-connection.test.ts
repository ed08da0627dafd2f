import { beforeEach, describe, expect, it } from 'vitest';
import { deleteConnection } from '../../../shared/connections/delete-connection.ts';
import { createConnection } from '../../../shared/connections/save-connection.ts';
import { ConflictError, NotFoundError } from '../../../shared/errors.ts';
import { failure, input, world, type World } from './stubs.ts';

let w: World;
let id: string;
let etag: string;
beforeEach(async () => {
  w = world();
  ({ id, etag } = await createConnection(w, input()));
});

describe('deleting a connection', () => {
  it('deletes it', async () => {
    await deleteConnection(w, id);
    await expect(w.store.get(id)).rejects.toThrow(NotFoundError);
    await expect(deleteConnection(w, id)).rejects.toThrow(NotFoundError);
  });

  it('is refused while profiles use it, naming them', async () => {
    w.usedBy = Array.from({ length: 7 }, (_, n) => ({ id: `p${n}`, name: `Profile ${n}` }));
    const error = await failure(ConflictError, deleteConnection(w, id, etag));
    expect(error.code).toBe('inUse');
    expect(error.message).toContain('"Profile 0" (p0)');
    expect(error.message).toContain('2 more');
    expect((await w.store.get(id)).etag).toBe(etag);
  });

  it('takes only the version that was read', async () => {
    await w.store.replace({ ...(await w.store.get(id)), name: 'New' });
    expect((await failure(ConflictError, deleteConnection(w, id, etag))).code).toBe('changed');
    await deleteConnection(w, id, (await w.store.get(id)).etag);
    await expect(w.store.get(id)).rejects.toThrow(NotFoundError);
  });
});
