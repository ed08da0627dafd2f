import { z } from 'zod';
import { expect } from 'vitest';
import type { Contact } from '../../../shared/contacts/contact.ts';
import { bookPartition } from '../../../shared/phonebook/book.ts';
import { dialableNumberSchema } from '../../../shared/phonebook/entry.ts';
import { indexKeys, prepareEntry } from '../../../shared/phonebook/entry-rows.ts';
import { contactPart, entryKey, type Projection } from '../../../shared/phonebook/projection.ts';
import { allRows, type Cells, type Row } from '../../../shared/storage/table.ts';
import { feedKey, fromCheckpointRow, type Checkpoint } from '../../../shared/sync/checkpoint.ts';
import { foldersToRead } from '../../../shared/sync/folder-listing.ts';
import type { Bench, BenchJob } from './bench.ts';

/** The rows of a book by what they are. */
interface BookRows {
  entries: Map<string, Row>;
  index: Map<string, Row>;
  checkpoints: Map<string, Checkpoint>;
  /** Marked entries, by feed. */
  marks: Map<string, Set<string>>;
  markRows: Row[];
  proofRows: Row[];
}

const marksSchema = z.array(z.string());
const numbersSchema = z.array(dialableNumberSchema);

export function partitionOf({ account }: BenchJob): string {
  return bookPartition('p1', account === undefined ? 'company' : `account:${account}`);
}

export async function rowsOf(state: Bench, partition: string): Promise<BookRows> {
  const book: BookRows = {
    entries: new Map(),
    index: new Map(),
    checkpoints: new Map(),
    marks: new Map(),
    markRows: [],
    proofRows: [],
  };
  for (const row of await allRows(state.store, partition)) {
    const [kind, first = '', feed = ''] = row.key.split('|');
    if (kind === 'e') book.entries.set(row.key, row);
    else if (kind === 'n') book.index.set(row.key, row);
    else if (kind === 's') book.proofRows.push(row);
    else if (kind === 'c' && feed !== '-') book.checkpoints.set(feed, fromCheckpointRow(row).checkpoint);
    else if (kind === 'd') {
      book.markRows.push(row);
      const keys = marksSchema.parse(JSON.parse(String(row.cells['keys'])));
      book.marks.set(first, new Set([...(book.marks.get(first) ?? []), ...keys]));
    } else if (kind !== 'c' && kind !== 'g') throw new Error(`A row of an unknown kind: ${row.key}`);
  }
  return book;
}

/** What must hold after every single transaction, whatever comes next. */
export async function checkTransaction(state: Bench, job: BenchJob): Promise<void> {
  const book = await rowsOf(state, partitionOf(job));
  checkIndex(book);
  for (const [feed, checkpoint] of book.checkpoints) {
    const stored = [...book.entries.keys()].filter((entry) => entry.startsWith(`e|${feed}|`));
    const marks = book.marks.get(feed) ?? new Set();
    expect(checkpoint.entries, 'entries counted by the checkpoint').toBe(stored.length);
    expect(checkpoint.doomed > 0, 'the checkpoint says that marks exist').toBe(marks.size > 0);
    for (const mark of marks) expect(book.entries.has(mark), 'a mark without its entry').toBe(true);
    if (checkpoint.projection === state.projection.version) checkHonesty(state, book, feed, { checkpoint, account: job.account });
  }
}

/** Every index row has its entry, which has that number, and the other way round. */
function checkIndex({ entries, index }: BookRows): void {
  const expected = new Map<string, Row>();
  for (const [entry, row] of entries) {
    const numbers = numbersSchema.parse(JSON.parse(String(row.cells['numbers'])));
    for (const { key } of indexKeys(entry, numbers)) expected.set(key, row);
  }
  expect([...index.keys()].sort(), 'index rows').toEqual([...expected.keys()].sort());
  for (const [key, { cells }] of index) {
    const entry = expected.get(key);
    expect([cells['entry'], cells['name'], cells['company']]).toEqual([
      entry?.key,
      entry?.cells['name'],
      entry?.cells['company'],
    ]);
  }
}

/** What the source said up to the stored position is in the book: in that form, or in one that came later. */
function checkHonesty(
  state: Bench,
  { entries, marks }: BookRows,
  feed: string,
  { checkpoint, account }: { checkpoint: Checkpoint; account: string | undefined },
): void {
  if (checkpoint.position === '') return;
  const told = state.sources.map((source) => source.told(checkpoint.position)).find((found) => found !== undefined);
  expect(told, 'the stored position was given by a source').toBeDefined();
  for (const [id, contact] of told ?? []) {
    const row = entries.get(entryKey(feed, id));
    const content = row && contentOf(row.cells);
    const version = Number(contact?.version ?? 0);
    const later = state.world.history(id).filter((form) => Number(form.version) >= version);
    const allowed = new Set(later.map((form) => contentOfContact(state.projection, form, account)));
    if (!state.mirror && allowed.has('')) continue;
    const absent = row === undefined || (marks.get(feed)?.has(row.key) ?? false);
    const mayBeAbsent = contact === undefined || allowed.has('') || isGone(state, feed, id);
    if (absent) expect(mayBeAbsent, `${id} was told and is not in the book`).toBe(true);
    else expect(allowed, `${id} is in the book as it was`).toContain(content);
  }
}

/** Whether a contact is in none of the folders that a feed can stand for: it may be marked although it was told to exist. */
function isGone(state: Bench, feed: string, id: string): boolean {
  const folders = state.jobs.flatMap(({ mailbox }) => {
    return [...state.world.folders(mailbox).values()].map((folder) => ({ mailbox, folder }));
  });
  const own = folders.find(({ mailbox, folder }) => feedKey({ kind: 'folder', mailbox, folder: folder.id }) === feed);
  return !own?.folder.contacts.has(id) || own.folder.log.some((entry) => entry.id === id && !entry.contact);
}

const contents = new WeakMap<Contact, Map<string, string>>();

/** The content of the entry that a contact becomes; empty when it becomes none. */
function contentOfContact(projection: Projection, contact: Contact, account: string | undefined): string {
  const known = contents.get(contact) ?? new Map<string, string>();
  contents.set(contact, known);
  const name = `${projection.version} ${account ?? ''}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const entry = projection.project(contact, 'feed', account);
  const content = typeof entry === 'string' ? '' : contentOf(prepareEntry(entry).rows[0]?.cells ?? {});
  known.set(name, content);
  return content;
}

/** The content part of an entry row's digest; its version may be that of an equal earlier form. */
function contentOf(cells: Cells): string {
  return String(cells['digest']).split('.')[1] ?? '';
}

/** The book equals the projection of its sources, nothing more and nothing less, and nothing is left over from the way there. */
export async function expectConverged(state: Bench, jobs: readonly BenchJob[] = state.jobs): Promise<void> {
  for (const partition of new Set(jobs.map(partitionOf))) {
    const own = jobs.filter((job) => partitionOf(job) === partition);
    const book = await rowsOf(state, partition);
    const stored = new Map([...book.entries, ...book.index].map(([key, { cells }]) => [key, comparable(cells)]));
    const expected = new Map(own.flatMap((job) => expectedRows(state, job)));
    expect([...stored.keys()].sort()).toEqual([...expected.keys()].sort());
    expect(stored).toEqual(expected);
    expect(book.markRows, 'marks left over').toEqual([]);
    expect(book.proofRows, 'proofs left over').toEqual([]);
    for (const checkpoint of book.checkpoints.values()) {
      expect(checkpoint).toMatchObject({ doomed: 0, proofs: 0, round: 'changes', partial: false });
    }
    const feeds = own.flatMap((job) => feedsOf(state, job).map(({ feed }) => feed));
    expect([...book.checkpoints.keys()].sort()).toEqual(feeds.sort());
  }
}

function comparable(cells: Cells): Cells {
  return 'digest' in cells ? { ...cells, digest: contentOf(cells) } : cells;
}

function feedsOf(state: Bench, { mailbox, folder }: BenchJob): { feed: string; contacts: Contact[] }[] {
  const folders = state.world.folders(mailbox);
  return foldersToRead([...folders.values()], folder, state.excludedFolders).map(({ id }) => ({
    feed: feedKey({ kind: 'folder', mailbox, folder: id }),
    contacts: [...(folders.get(id)?.contacts.values() ?? [])],
  }));
}

function expectedRows(state: Bench, job: BenchJob): [string, Cells][] {
  return feedsOf(state, job).flatMap(({ feed, contacts }) =>
    contacts.flatMap((contact) => {
      const entry = state.projection.project(contact, feed, job.account);
      if (typeof entry === 'string') return [];
      return prepareEntry(entry).rows.map(({ key, cells }): [string, Cells] => [key, comparable(cells)]);
    }),
  );
}

/** Ids of the contacts in a book. */
export async function contactsIn(state: Bench, job: BenchJob = state.jobs[0]!): Promise<string[]> {
  const book = await rowsOf(state, partitionOf(job));
  return [...book.entries.keys()].map(contactPart).sort();
}
