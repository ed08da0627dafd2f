import { expect } from 'vitest';
import { bookPartition, type BookId } from '../../../shared/phonebook/book.ts';
import { fromEntryRow, indexKeys } from '../../../shared/phonebook/entry-rows.ts';
import { keysUnder } from '../../../shared/storage/keys.ts';
import { allRows } from '../../../shared/storage/table.ts';
import type { Run } from '../../../shared/runs/run.ts';
import type { World } from './world.ts';

/** The display names of a book, sorted; with the book's index checked on the way. */
export async function namesIn(world: World, profile: string, book: BookId): Promise<string[]> {
  const partition = bookPartition(profile, book);
  const entries = (await allRows(world.tables.books, partition, keysUnder('e'))).map(fromEntryRow);
  const index = await allRows(world.tables.books, partition, keysUnder('n'));
  const expected = entries.flatMap((entry) => indexKeys(entry.key, entry.numbers).map(({ key }) => key));
  expect(index.map(({ key }) => key).sort()).toEqual(expected.sort());
  return entries.map(({ displayName }) => displayName).sort();
}

/** The names of the contacts that these mailboxes have. */
export function namesOf(world: World, ...mailboxes: string[]): string[] {
  return mailboxes
    .flatMap((mailbox) => world.tenant.cards(mailbox))
    .map(({ values }) => values.DisplayName ?? '')
    .sort();
}

/** Every personal book holds what the mailbox of its account holds, and nothing else; `accounts` maps mailboxes to accounts. */
export async function expectBooks(
  world: World,
  profile: string,
  books: Partial<Record<BookId, string[]>>,
): Promise<void> {
  for (const [book, mailboxes] of Object.entries(books)) {
    const id = book === 'company' ? book : (`account:${book.slice('account:'.length)}` as const);
    expect(await namesIn(world, profile, id), book).toEqual(namesOf(world, ...(mailboxes ?? [])));
  }
}

export async function runsOf(world: World, profile: string): Promise<Run[]> {
  return world.ports().runs.all(profile);
}

/** The newest run of a profile. */
export async function lastRun(world: World, profile: string): Promise<Run> {
  const [run] = await runsOf(world, profile);
  if (!run) throw new Error('There is no run.');
  return run;
}

/** The incidents of a profile in short, in the order of their beginning. */
export async function incidentsOf(world: World, profile: string): Promise<string[]> {
  const list = await world.ports().incidents.list(profile);
  return list
    .sort((a, b) => a.openedAt.localeCompare(b.openedAt) || a.kind.localeCompare(b.kind))
    .map(({ kind, closedAt, openedMail, closedMail }) =>
      closedAt === '' ? `${kind} open, mail ${openedMail}` : `${kind} over, mails ${openedMail} ${closedMail}`,
    );
}

/** The subjects of all mails, without the name of the profile. */
export function mailsOf(world: World): string[] {
  return world.tenant.outbox.map(({ mail }) => mail.subject.replace('Patchbay: Sales: ', ''));
}
