import { expect } from 'vitest';
import type { Contact } from '../../../shared/contacts/contact.ts';
import { prepareEntry } from '../../../shared/phonebook/entry-rows.ts';
import type { Cells } from '../../../shared/storage/table.ts';
import { feedKey } from '../../../shared/sync/checkpoint.ts';
import { foldersToRead } from '../../../shared/sync/folder-listing.ts';
import type { Bench, BenchJob } from './bench.ts';
import { contentOf, partitionOf, rowsOf } from './book-rows.ts';

/** The book equals the projection of its sources, nothing more and nothing less, and nothing is left over from the way there. */
export async function expectConverged(state: Bench, jobs: readonly BenchJob[] = state.jobs): Promise<void> {
  for (const partition of new Set(jobs.map(partitionOf))) {
    const own = jobs.filter((job) => partitionOf(job) === partition);
    const book = await rowsOf(state.store, partition);
    const stored = new Map([...book.entries, ...book.index].map(([key, { cells }]) => [key, comparable(cells)]));
    const expected = new Map(own.flatMap((job) => expectedRows(state, job)));
    if (!isSame(stored, expected)) {
      expect([...stored.keys()].sort()).toEqual([...expected.keys()].sort());
      expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(expected));
      expect.fail('The book is not what it must be, although nothing in it differs.');
    }
    expect([book.markRows, book.proofRows], 'marks and proofs left over').toEqual([[], []]);
    for (const checkpoint of book.checkpoints.values()) {
      expect(checkpoint).toMatchObject({ doomed: 0, proofs: 0, round: 'changes', midRound: false, partial: false });
    }
    const feeds = own.flatMap((job) => feedsOf(state, job).map(({ feed }) => `${job.job}|${feed}`));
    expect([...book.checkpoints.keys()].sort()).toEqual(feeds.sort());
  }
}

function isSame(a: Map<string, Cells>, b: Map<string, Cells>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, cells] of a) {
    const others = b.get(key);
    if (!others || !hasCells(others, cells) || !hasCells(cells, others)) return false;
  }
  return true;
}

function hasCells(cells: Cells, wanted: Cells): boolean {
  for (const name in wanted) if (cells[name] !== wanted[name]) return false;
  return true;
}

function comparable(cells: Cells): Cells {
  return 'digest' in cells ? { ...cells, digest: contentOf(cells) } : cells;
}

function feedsOf(state: Bench, { job, mailbox, folder, directory }: BenchJob): { feed: string; contacts: Contact[] }[] {
  const folders = state.world.folders(mailbox);
  if (directory !== undefined) {
    return [
      { feed: feedKey(job, { kind: directory }), contacts: [...(folders.get('default')?.contacts.values() ?? [])] },
    ];
  }
  return foldersToRead([...folders.values()], folder, state.excludedFolders).map(({ id }) => ({
    feed: feedKey(job, { kind: 'folder', mailbox, folder: id }),
    contacts: [...(folders.get(id)?.contacts.values() ?? [])],
  }));
}

const projected = new Map<string, [string, Cells][]>();

function expectedRows(state: Bench, job: BenchJob): [string, Cells][] {
  return feedsOf(state, job).flatMap(({ feed, contacts }) =>
    contacts.flatMap((contact) => {
      const { categories, values } = contact;
      const name = JSON.stringify([state.projection.version, feed, job.account, contact.id, categories, values]);
      const known = projected.get(name);
      if (known) return known;
      const entry = state.projection.project(contact, feed, job.account);
      const rows = typeof entry === 'string' ? [] : prepareEntry(entry).rows;
      const comparables = rows.map(({ key, cells }): [string, Cells] => [key, comparable(cells)]);
      projected.set(name, comparables);
      return comparables;
    }),
  );
}
