import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Digest } from '../../../shared/phonebook/entry-rows.ts';
import { DigestTable } from '../../../shared/sync/digest-table.ts';

const digestOf = (seed: number): Digest => ({ version: seed, content: seed + 1, index: seed + 2 });

describe('The table of digests', () => {
  test('holds what a map would hold', () => {
    const key = fc.oneof(fc.string(), fc.integer({ min: 0, max: 30 }).map(String));
    const step = fc.record({ do: fc.constantFrom('set', 'set', 'delete'), key, seed: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const [table, model] = [new DigestTable(), new Map<string, Digest>()];
        for (const { do: what, key: name, seed } of steps) {
          if (what === 'delete') {
            table.delete(name);
            model.delete(name);
          } else {
            table.set(name, digestOf(seed));
            model.set(name, digestOf(seed));
          }
        }
        for (const { key: name } of steps) expect(table.get(name)).toEqual(model.get(name));
      }),
    );
  });

  // Ids of one mailbox differ in a few characters only.
  test.each([
    ['at their end', (at: number) => `e|feed|AAMkAGVmMDEzMTM4LTZmYWUtNDdkNC1h${at.toString(36)}=`],
    ['at their start', (at: number) => `${at.toString(36)}|AAMkAGVmMDEzMTM4LTZmYWUtNDdkNC1h`],
    ['in two places', (at: number) => `e|${at & 0xff}|AAMkAGVmMDEzMTM4LTZmYWUtNDdk|${at >> 8}`],
  ])('tells apart 60,000 keys that differ %s', (_where, key) => {
    const table = new DigestTable();
    for (let at = 0; at < 60_000; at += 1) {
      if (table.get(key(at))) throw new Error(`${key(at)} is taken for another key.`);
      table.set(key(at), digestOf(at));
    }
    for (let at = 0; at < 60_000; at += 1)
      if (table.get(key(at))?.version !== at) throw new Error(`${key(at)} is lost.`);
  });
});
