import { expect } from 'vitest';
import type { Contact } from '../../../shared/contacts/contact.ts';
import { prepareEntry } from '../../../shared/phonebook/entry-rows.ts';
import { entryKey, type Projection } from '../../../shared/phonebook/projection.ts';
import type { Row } from '../../../shared/storage/table.ts';
import { feedKey, type Checkpoint } from '../../../shared/sync/checkpoint.ts';
import type { Bench, BenchJob } from './bench.ts';
import { contentOf, indexKeysOf, partitionOf, rowsOf, type BookRows } from './book-rows.ts';

/** What must hold after every single transaction of a job, whatever comes next. */
export async function checkTransaction(state: Bench, job: BenchJob): Promise<void> {
  const book = await rowsOf(state.store, partitionOf(job));
  const problems = [...indexProblems(book)];
  for (const [name, checkpoint] of book.checkpoints) {
    const feed = name.slice(name.indexOf('|') + 1);
    const stored = [...book.entries.keys()].filter((entry) => entry.startsWith(`e|${feed}|`)).length;
    const marks = book.marks.get(feed) ?? new Set();
    if (checkpoint.entries !== stored) problems.push(`${checkpoint.entries} entries counted, ${stored} stored`);
    if (checkpoint.doomed > 0 !== marks.size > 0)
      problems.push(`${checkpoint.doomed} marks counted, ${marks.size} stored`);
    for (const mark of marks) if (!book.entries.has(mark)) problems.push(`${mark} is marked and not stored`);
    if (checkpoint.projection === state.projection.version) {
      problems.push(...honestyProblems(state, book, feed, { checkpoint, account: job.account }));
    }
  }
  // Thousands of times: asking vitest costs more than finding out.
  if (problems.length > 0) expect(problems).toEqual([]);
}

/** Every index row has its entry, which has that number and shows the same, and the other way round. */
function* indexProblems({ entries, index }: BookRows): Generator<string> {
  const expected = new Map<string, Row>();
  for (const row of entries.values()) for (const key of indexKeysOf(row)) expected.set(key, row);
  for (const [key, { cells }] of index) {
    const entry = expected.get(key);
    if (!entry || entry.key !== cells['entry']) yield `${key} has no entry with that number`;
    else if (entry.cells['name'] !== cells['name']) yield `${key} shows another name than its entry`;
  }
  for (const key of expected.keys()) if (!index.has(key)) yield `${key} is missing`;
}

/** What the source said up to the stored position is in the book: in that form, or in one that came later. */
function* honestyProblems(
  state: Bench,
  { entries, marks }: BookRows,
  feed: string,
  { checkpoint, account }: { checkpoint: Checkpoint; account: string | undefined },
): Generator<string> {
  if (checkpoint.position === '') return;
  const told = state.told.get(checkpoint.position);
  if (!told) yield 'no source gave the stored position';
  for (const [id, contact] of told ?? []) {
    const row = entries.get(entryKey(feed, id));
    const version = Number(contact?.version ?? 0);
    const later = state.world.history(id).filter((form) => Number(form.version) >= version);
    const allowed = later.map((form) => contentOfContact(state.projection, form, account));
    if (!state.mirror && allowed.includes('')) continue;
    const isIn = row !== undefined && !marks.get(feed)?.has(row.key);
    if (isIn) {
      if (!allowed.includes(contentOf(row.cells))) yield `${id} is in the book as it was before`;
      continue;
    }
    const mayBeMissing = contact === undefined || allowed.includes('') || isGone(state, feed, id);
    if (!mayBeMissing) yield `${id} was told and is not in the book`;
  }
}

/** Whether a contact is no longer in its folder, or was away from it: then it may be marked although it was told to exist. */
function isGone(state: Bench, feed: string, id: string): boolean {
  for (const { job, mailbox } of state.jobs) {
    for (const folder of state.world.folders(mailbox).values()) {
      if (feedKey(job, { kind: 'folder', mailbox, folder: folder.id }) !== feed) continue;
      return !folder.contacts.has(id) || folder.log.some((entry) => entry.id === id && !entry.contact);
    }
  }
  return true;
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
