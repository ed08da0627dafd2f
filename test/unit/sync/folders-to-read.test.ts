import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { checkpointKey } from '../../../shared/sync/checkpoint.ts';
import { foldersToRead, fromListingRow, listingFeed, writeListing } from '../../../shared/sync/folder-listing.ts';

const folders = [
  { id: 'default', path: '' },
  { id: 'a', path: 'Kunden' },
  { id: 'b', path: 'Kunden/Bayern' },
  { id: 'c', path: 'Kunden/Bayern/Privat' },
  { id: 'd', path: 'Kundendienst' },
  { id: 'e', path: 'Privat' },
  { id: 'f', path: 'Privat/Kunden' },
];

describe('the folders that a source reads', () => {
  it.each<[string, string | undefined, string[], string]>([
    ['every folder', undefined, [], 'default a b c d e f'],
    ['one path and what is below it', 'Kunden', [], 'a b c'],
    ['a path in any case', 'kunden/BAYERN', [], 'b c'],
    ['no folder whose name only begins like the path', 'Kundendienst', [], 'd'],
    ['nothing for a path that does not exist', 'Kunden/Hessen', [], ''],
    ['all but an excluded name, at any depth and with what is below it', undefined, ['privat'], 'default a b d'],
    ['all but several excluded names', undefined, ['Kunden', 'Kundendienst'], 'default e'],
    ['a path without what is excluded below it', 'Kunden', ['Privat'], 'a b'],
    ['nothing when the path itself is excluded', 'Privat', ['Privat'], ''],
    ['the default folder whatever is excluded', undefined, ['Kunden', 'Kundendienst', 'Privat'], 'default'],
  ])('%s', (_name, path, excluded, ids) => {
    expect(
      foldersToRead(folders, path, excluded)
        .map(({ id }) => id)
        .join(' '),
    ).toBe(ids);
  });
});

describe('a remembered listing', () => {
  it.each([0, 1, 7, 900])('comes back with %d folders as it was', async (count) => {
    const listing = {
      listedAt: new Date('2026-03-01T12:00:00Z'),
      folders: Array.from({ length: count }, (_, n) => ({
        id: `${'x'.repeat(140)}${n}`,
        path: `Kunden/"Müller" ${n}`,
      })),
    };
    const table = memoryTable();
    await table.commit('p', [writeListing('job1', listing)]);
    const row = await table.get('p', checkpointKey('job1', listingFeed));
    expect(row && fromListingRow(row)).toEqual(listing);
  });
});
