import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../shared/contacts/contact.ts';
import { prepareEntry, writeChanges, type PreparedEntry } from '../../../shared/phonebook/entry-rows.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import type { Table } from '../../../shared/storage/table.ts';
import { knowAll, knowOnDemand, type KnownEntries } from '../../../shared/sync/known-entries.ts';
import { plainProjection } from './bench.ts';
import { faultyTable, type Faulty } from './faulty-table.ts';
import { contactId } from './mailbox-world.ts';

function prepared(n: number, name = 'Anna'): PreparedEntry {
  const values = { DisplayName: name, PhoneNumbers_BusinessPhone: `+49 841 12${1000 + n}` };
  const contact: Contact = { id: contactId(n), version: '1', categories: [], values };
  const entry = plainProjection.project(contact, 'feed', undefined);
  if (typeof entry === 'string') throw new Error(entry);
  return prepareEntry(entry);
}

const keysOf = (from: number, before: number): string[] =>
  Array.from({ length: before - from }, (_, n) => prepared(from + n).entry.key);

async function store(table: Table, ...entries: PreparedEntry[]): Promise<void> {
  for (const entry of entries) await table.commit('p', writeChanges(entry));
}

async function feedOf(count: number): Promise<Faulty> {
  const inner = memoryTable();
  await store(inner, ...Array.from({ length: count }, (_, n) => prepared(n)));
  return faultyTable(inner);
}

const kinds: [string, (table: Table, count: number) => Promise<KnownEntries>][] = [
  ['as a whole', (table) => knowAll({ table, partition: 'p', feed: 'feed' }, true)],
  ['on demand', (table, count) => Promise.resolve(knowOnDemand({ table, partition: 'p', feed: 'feed' }, count))],
];

describe.each(kinds)('what is known of a feed %s', (_name, open) => {
  it.each([3, 30])('is what is stored, and what was written since (%d entries asked for)', async (asked) => {
    const { table } = await feedOf(60);
    const known = await open(table, 60);
    const [first = '', second = '', absent = ''] = [...keysOf(0, 2), ...keysOf(90, 91)];
    await known.learn([first, second, absent]);
    expect(known.digest(first)).toEqual(prepared(0).digest);
    expect(known.digest(absent)).toBeUndefined();
    known.remember(first, prepared(0, 'Ben').digest);
    known.remember(absent, prepared(90).digest);
    await known.learn(keysOf(10, 10 + asked));
    expect(known.digest(first)).toEqual(prepared(0, 'Ben').digest);
    expect(known.digest(absent)).toEqual(prepared(90).digest);
    expect(known.digest(keysOf(12, 13)[0] ?? '')).toEqual(prepared(12).digest);
    known.forget(first);
    expect(known.digest(first)).toBeUndefined();
  });

  it('loads entries as they are stored now, and leaves out those that are gone', async () => {
    const { table } = await feedOf(5);
    const known = await open(table, 5);
    const keys = keysOf(0, 7);
    await known.learn(keys);
    const changed = prepared(1, 'Ben');
    known.remember(changed.entry.key, changed.digest);
    await store(table, changed);
    const loaded = await known.load(keys);
    expect([...loaded.values()].map((entry) => entry.displayName)).toEqual(['Anna', 'Ben', 'Anna', 'Anna', 'Anna']);
  });
});

describe('knowledge on demand', () => {
  it('reads few entries one by one, and the whole feed when that is less work', async () => {
    for (const [asked, calls] of [
      [4, 'get get get get'],
      [30, 'list'],
    ] as const) {
      const { table, calls: made } = await feedOf(100);
      const known = knowOnDemand({ table, partition: 'p', feed: 'feed' }, 100);
      await known.learn(keysOf(0, asked));
      await known.learn(keysOf(0, asked));
      expect(made.map((call) => call.do).join(' ')).toBe(calls);
    }
  });
});
