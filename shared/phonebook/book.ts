import { key } from '../storage/keys.ts';

/** A book of a profile: the company's, or one account's personal one. */
export type BookId = 'company' | `account:${string}`;

export function accountBook(account: string): BookId {
  return `account:${account}`;
}

/** The account a personal book belongs to; undefined for the company book. It is `local_id` in the records of the book. */
export function accountOf(book: BookId): string | undefined {
  return book === 'company' ? undefined : book.slice('account:'.length);
}

/** Reads a book's name as it stands in a path or row; undefined when it is none. */
export function parseBookId(text: string): BookId | undefined {
  if (text === 'company') return text;
  return text.startsWith('account:') && text.length > 'account:'.length
    ? accountBook(text.slice('account:'.length))
    : undefined;
}

/** The partition of a book: its entries, number index and checkpoints live and change together in it. */
export function bookPartition(profile: string, book: BookId): string {
  const account = accountOf(book);
  return account === undefined ? key(profile, 'company') : key(profile, 'account', account);
}
