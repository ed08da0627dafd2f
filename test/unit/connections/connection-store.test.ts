import { beforeEach, describe, expect, it } from 'vitest';
import {
  connectionStore,
  newConnectionId,
  type ConnectionStore,
  type NewConnection,
} from '../../../shared/connections/connection-store.ts';
import { healthOf, untested } from '../../../shared/connections/health.ts';
import { ConflictError, NotFoundError } from '../../../shared/errors.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows, type Table } from '../../../shared/storage/table.ts';
import { client, failure, tenant } from './stubs.ts';

const at = new Date('2026-11-21T10:00:00.000Z');
const later = new Date('2026-11-21T11:00:00.000Z');

function connection(id: string, changes: Partial<NewConnection> = {}): NewConnection {
  return {
    id,
    kind: 'graph',
    name: 'Contoso',
    cloud: 'global',
    tenant,
    client,
    credential: { kind: 'secret', expiresOn: '2027-01-31' },
    sender: 'noreply@contoso.com',
    version: 1,
    createdAt: at.toISOString(),
    updatedAt: at.toISOString(),
    sealed: { secret: 'v1.k1.a.b.c' },
    health: healthOf([], at),
    ...changes,
  };
}

let table: Table;
let store: ConnectionStore;
beforeEach(() => {
  table = memoryTable();
  store = connectionStore(table);
});

describe('the connections in their table', () => {
  it('come back as they were stored, whatever their credential', async () => {
    const kinds: Partial<NewConnection>[] = [
      {},
      { credential: { kind: 'secret' }, testMailbox: 'a@contoso.com' },
      {
        credential: { kind: 'certificate', thumbprint: 'AB', expiresOn: '2027-01-31' },
        sealed: { certificate: 'v1.k1.d.e.f' },
      },
      { credential: { kind: 'managedIdentity', identityClientId: client }, sealed: {} },
    ];
    for (const [index, changes] of kinds.entries()) {
      const stored = await store.insert(connection(`c${index}`, changes));
      expect(await store.get(`c${index}`)).toEqual(stored);
    }
    expect(await store.all()).toHaveLength(kinds.length);
  });

  it('keep sealed values in cells of their own, one partition, keyed by id', async () => {
    await store.insert(connection('abc'));
    const rows = await allRows(table, 'connection');
    expect(rows.map(({ key, cells }) => [key, cells['v'], cells['sealed_secret']])).toEqual([
      ['abc', 1, 'v1.k1.a.b.c'],
    ]);
    expect(String(rows[0]?.cells['body'])).not.toContain('v1.k1');
  });

  it('are not found under ids that nobody gave', async () => {
    await store.insert(connection('abc'));
    for (const id of ['', 'ABC', 'abd', 'a/b', '..', 'x'.repeat(3000)]) {
      await expect(store.get(id)).rejects.toThrow(NotFoundError);
    }
  });

  it('are inserted once', async () => {
    await store.insert(connection('abc'));
    await expect(store.insert(connection('abc'))).rejects.toThrow(ConflictError);
  });

  it('are replaced and deleted only as they were read', async () => {
    const first = await store.insert(connection('abc'));
    const second = await store.replace({ ...first, name: 'Fabrikam' });
    expect((await failure(ConflictError, store.replace({ ...first, name: 'Woodgrove' }))).code).toBe('changed');
    expect((await failure(ConflictError, store.delete('abc', first.etag))).code).toBe('changed');
    expect((await store.get('abc')).name).toBe('Fabrikam');
    await store.delete('abc', second.etag);
    await expect(store.get('abc')).rejects.toThrow(NotFoundError);
    await expect(store.replace(second)).rejects.toThrow(NotFoundError);
    expect(await allRows(table, 'health')).toEqual([]);
  });

  it('lose sealed values that a replacement does not have', async () => {
    const first = await store.insert(connection('abc'));
    await store.replace({ ...first, credential: { kind: 'managedIdentity' }, sealed: {} });
    expect((await store.get('abc')).sealed).toEqual({});
  });

  it('are listed page by page with their health', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) await store.insert(connection(id));
    await store.recordHealth('d', healthOf([{ level: 'error', detail: 'x' }], later));
    const seen: [string, string][] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = await store.page({ limit: 2, cursor });
      seen.push(...items.map(({ id, health }): [string, string] => [id, health.state]));
      cursor = next;
    } while (cursor !== undefined);
    expect(seen).toEqual([
      ['a', 'ok'],
      ['b', 'ok'],
      ['c', 'ok'],
      ['d', 'failing'],
      ['e', 'ok'],
    ]);
  });

  it('keep their etag when their health is recorded', async () => {
    const { etag } = await store.insert(connection('abc'));
    await store.recordHealth('abc', healthOf([{ level: 'error', detail: 'x' }], later));
    const read = await store.get('abc');
    expect(read.etag).toBe(etag);
    expect(read.health).toEqual({
      state: 'failing',
      testedAt: later.toISOString(),
      problems: [{ level: 'error', detail: 'x' }],
    });
  });

  it('are of unknown health when they changed after the test, or were never tested', async () => {
    const first = await store.insert(connection('abc'));
    await store.replace({ ...first, updatedAt: later.toISOString() });
    expect((await store.get('abc')).health).toEqual(untested);
    await store.insert(connection('new', { health: untested }));
    expect((await store.get('new')).health).toEqual(untested);
  });

  it('fail loudly on rows of an unknown schema', async () => {
    await store.insert(connection('abc'));
    await table.commit('connection', [{ do: 'merge', key: 'abc', cells: { v: 99 } }]);
    await expect(store.get('abc')).rejects.toThrow();
  });
});

describe('the id of a new connection', () => {
  it('is short, fit for addresses and not repeated', () => {
    const ids = Array.from({ length: 5000 }, newConnectionId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z2-9]{10}$/);
  });
});
