import { describe, expect, it } from 'vitest';
import { ConflictError, InvalidError, NotFoundError } from '../../../shared/errors.ts';
import { apiKeySchema, createdKeySchema, newKeySchema, type NewKey } from '../../../shared/keys/key.ts';
import { hashOfKeyText } from '../../../shared/keys/key-text.ts';
import { apiKeys, type ApiKeys } from '../../../shared/keys/keys.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows, type Table } from '../../../shared/storage/table.ts';

const start = new Date('2026-11-21T12:00:00Z');
const later = '2026-12-01T00:00:00.000Z';
const admin: NewKey = { name: 'Console', role: 'admin' };

/** Keys over a memory table, with a clock that a test moves. */
function world(table: Table = memoryTable()): { table: Table; keys: ApiKeys; clock: { now: Date } } {
  const clock = { now: start };
  return { table, keys: apiKeys(table, () => clock.now), clock };
}

describe('making a key', () => {
  it('gives its text once and stores only the hash', async () => {
    const { table, keys } = world();
    const created = await keys.create({ name: 'PBX', role: 'phone', profile: 'p1', expiresAt: later });
    expect(created.text).toMatch(/^pb_[a-z0-9]{17}_[A-Za-z0-9_-]{43}$/);
    expect(createdKeySchema.parse(JSON.parse(JSON.stringify(created)))).toEqual(created);
    expect(created.key).toMatchObject({
      name: 'PBX',
      role: 'phone',
      profile: 'p1',
      expiresAt: later,
      createdAt: start.toISOString(),
    });
    const [row] = await allRows(table, 'keys');
    const stored = JSON.stringify(row);
    expect(stored).not.toContain(created.text);
    expect(stored).not.toContain(created.text.split('_').slice(2).join('_'));
    expect(row?.cells).toMatchObject({ v: 1, hash: hashOfKeyText(created.text) });
    expect(await keys.find(created.text)).toEqual(created.key);
  });

  it('never gives the same text twice', async () => {
    const texts = new Set<string>();
    for (let count = 0; count < 50; count++) texts.add((await world().keys.create(admin)).text);
    expect(texts.size).toBe(50);
  });

  it('lets two share a name, and refuses a third until one is gone', async () => {
    const { keys } = world();
    const first = await keys.create(admin);
    const second = await keys.create({ ...admin, role: 'reader' });
    expect(await keys.find(first.text)).toMatchObject({ role: 'admin' });
    expect(await keys.find(second.text)).toMatchObject({ role: 'reader' });
    await expect(keys.create(admin)).rejects.toThrow(ConflictError);
    await keys.create({ ...admin, name: 'console' });
    await keys.delete(first.key.id);
    const third = await keys.create(admin);
    expect(await keys.find(first.text)).toBeUndefined();
    expect(await keys.find(second.text)).toBeDefined();
    expect(await keys.find(third.text)).toBeDefined();
  });

  it('holds to two even when many are made at once', async () => {
    const { keys, table } = world();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => keys.create(admin)));
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(made.length).toBe(2);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConflictError);
    expect(await allRows(table, 'keys')).toHaveLength(2);
    for (const { text } of made) expect(await keys.find(text)).toBeDefined();
  });

  it('lets expired keys give way', async () => {
    const { keys, clock, table } = world();
    const old = await keys.create({ ...admin, expiresAt: later });
    await keys.create(admin);
    clock.now = new Date(later);
    const fresh = await keys.create(admin);
    expect(await keys.find(old.text)).toBeUndefined();
    expect(await keys.find(fresh.text)).toBeDefined();
    expect(await allRows(table, 'keys')).toHaveLength(2);
  });

  it('lets an expired key give way to one only', async () => {
    const { keys, clock } = world();
    for (let count = 0; count < 2; count++) await keys.create({ ...admin, expiresAt: later });
    clock.now = new Date(later);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => keys.create(admin)));
    const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(made).toHaveLength(2);
    for (const { text, key } of made) expect(await keys.find(text)).toEqual(key);
  });

  it('refuses one that is expired from the start', async () => {
    const { keys } = world();
    for (const expiresAt of [start.toISOString(), '2026-01-01T00:00:00.000Z']) {
      await expect(keys.create({ ...admin, expiresAt })).rejects.toThrow(InvalidError);
    }
  });
});

describe('finding a key', () => {
  it('takes the exact text and nothing like it', async () => {
    const { keys } = world();
    const { text, key } = await keys.create(admin);
    const [, , secret = ''] = text.split(/_(?=[^_]*)/);
    const others = [
      '',
      text.slice(0, -1),
      `${text}A`,
      ` ${text}`,
      `${text}\n`,
      text.toUpperCase(),
      text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A'),
      `pb_${key.id}_${'A'.repeat(43)}`,
      `pb_${'0'.repeat(16)}1_${'A'.repeat(43)}`,
      secret,
      key.id,
      hashOfKeyText(text),
      `pb_../../x_${'A'.repeat(43)}`,
    ];
    for (const other of others) expect([other, await keys.find(other)]).toEqual([other, undefined]);
    expect(await keys.find(text)).toEqual(key);
  });

  it('reads nothing for what cannot be a key', async () => {
    const table = memoryTable();
    let reads = 0;
    const keys = apiKeys({ ...table, get: (partition, key) => (reads++, table.get(partition, key)) });
    await keys.find('local-admin');
    await keys.find("' or PartitionKey ne 'x");
    await keys.find('x'.repeat(1_000_000));
    expect(reads).toBe(0);
  });

  it('stops at the moment of expiry', async () => {
    const { keys, clock } = world();
    const { text } = await keys.create({ ...admin, expiresAt: later });
    clock.now = new Date(Date.parse(later) - 1);
    expect(await keys.find(text)).toBeDefined();
    clock.now = new Date(later);
    expect(await keys.find(text)).toBeUndefined();
  });

  it('fails closed on rows it does not understand', async () => {
    const damages = [{ v: 2 }, { role: 'root' }, { hash: '' }, { role: 'phone' }, { name: 5 }];
    for (const damage of damages) {
      const { keys, table } = world();
      const { text } = await keys.create(admin);
      const [row] = await allRows(table, 'keys');
      await table.commit('keys', [{ do: 'merge', key: row!.key, cells: damage }]);
      await expect(keys.find(text)).rejects.toThrow(/cannot be read/);
    }
  });
});

describe('listing keys', () => {
  it('shows them in pages, never a text or hash', async () => {
    const { keys } = world();
    const made = [];
    for (let count = 0; count < 5; count++) made.push(await keys.create({ name: `key ${count}`, role: 'reader' }));
    const first = await keys.list({ limit: 3 });
    const second = await keys.list({ limit: 3, cursor: first.next });
    const shown = [...first.keys, ...second.keys];
    expect(second.next).toBeUndefined();
    expect(shown.map(({ id }) => id).sort()).toEqual(made.map(({ key }) => key.id).sort());
    for (const key of shown)
      expect(apiKeySchema.parse(JSON.parse(JSON.stringify(key)))).toEqual(JSON.parse(JSON.stringify(key)));
    for (const { text } of made) expect(JSON.stringify(shown)).not.toContain(hashOfKeyText(text));
  });
});

describe('deleting a key', () => {
  it('revokes it at once, and only once', async () => {
    const { keys } = world();
    const { text, key } = await keys.create(admin);
    await keys.delete(key.id);
    expect(await keys.find(text)).toBeUndefined();
    expect(await keys.get(key.id)).toBeUndefined();
    await expect(keys.delete(key.id)).rejects.toThrow(NotFoundError);
    await expect(keys.delete('../x')).rejects.toThrow(NotFoundError);
  });

  it('may be bound to the version that was read', async () => {
    const { keys } = world();
    const { key } = await keys.create(admin);
    const old = await keys.get(key.id);
    expect(old?.key).toMatchObject({ id: key.id });
    await keys.delete(key.id);
    await keys.create(admin);
    await expect(keys.delete(key.id, old!.version)).rejects.toThrow(ConflictError);
    expect(await keys.get(key.id)).toBeDefined();
  });
});

describe('what is asked for', () => {
  const messageOf = (input: unknown): unknown => newKeySchema.safeParse(input).error?.issues[0];

  it('must name a profile for a phone', () => {
    expect(messageOf({ name: 'x', role: 'phone' })).toMatchObject({ path: ['profile'] });
    expect(newKeySchema.parse({ name: ' x ', role: 'phone', profile: 'p1' })).toEqual({
      name: 'x',
      role: 'phone',
      profile: 'p1',
    });
  });

  it.each([
    {},
    { name: 'x' },
    { name: '', role: 'admin' },
    { name: 'x', role: 'root' },
    { name: 'x', role: 'admin', profile: '../x' },
    { name: 'x', role: 'admin', expiresAt: 'tomorrow' },
    { name: 'x', role: 'admin', hash: 'y' },
    { name: 'x', role: 'admin', id: 'y' },
    { name: 'x\u202e', role: 'admin' },
  ])('must not be %j', (input) => {
    expect(newKeySchema.safeParse(input).success).toBe(false);
  });
});
