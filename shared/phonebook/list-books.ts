import { z } from 'zod';
import type { CoveredMailbox } from '../profiles/covered-mailboxes.ts';
import { accountBook } from './book.ts';

export const bookViewSchema = z
  .object({
    id: z.string().meta({ description: '`company`, or `account:` and the id of the account' }),
    account: z.string().optional(),
    entries: z.number().meta({ description: 'Entries after the last complete read of each source' }),
    sources: z.number().meta({ description: 'Mailboxes and directory parts that feed it' }),
  })
  .meta({ id: 'Book' });

export type BookView = z.infer<typeof bookViewSchema>;

/** The books that the covered mailboxes of a profile feed; the company's is always there and comes first. */
export function booksOf(covered: readonly CoveredMailbox[]): BookView[] {
  const books = new Map<string, BookView>([['company', { id: 'company', entries: 0, sources: 0 }]]);
  for (const { account, entries } of covered) {
    const id = account === '' ? 'company' : accountBook(account);
    const book = books.get(id) ?? { id, account, entries: 0, sources: 0 };
    books.set(id, { ...book, entries: book.entries + entries, sources: book.sources + 1 });
  }
  return [...books.values()];
}
