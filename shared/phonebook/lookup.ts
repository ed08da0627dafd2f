import { z } from 'zod';
import { keysUnder } from '../storage/keys.ts';
import type { Row, Table } from '../storage/table.ts';
import { accountBook, accountOf, bookPartition, type BookId } from './book.ts';
import { numberKinds } from './number-kinds.ts';
import { suffixOf } from './numbers.ts';
import { parseQuery, trunkCandidates, type LookupOptions } from './number-lookup.ts';

const schemaVersion = 1;
const rowsRead = 100;
const matchesShown = 10;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  entry: z.string(),
  number: z.string(),
  kind: z.enum(numberKinds),
  name: z.string(),
  company: z.string(),
  email: z.string(),
});

/** How a caller was found: by the very number, as an extension of a company's own number, or by its last eight digits. */
export const matchKinds = ['exact', 'extension', 'lastDigits'] as const;

export const matchSchema = z
  .object({
    displayName: z.string().meta({ description: "Who is calling; the company's name when only its number is known" }),
    company: z.string(),
    email: z.string(),
    number: z.string().meta({ description: 'The number as the book has it' }),
    kind: z.enum(numberKinds),
    book: z.string(),
    entry: z.string().meta({ description: 'Id of the entry in its book' }),
    matched: z.enum(matchKinds),
  })
  .meta({ id: 'Match' });

export type Match = z.infer<typeof matchSchema>;

interface Found {
  book: BookId;
  digits: string;
  cells: z.infer<typeof cellsSchema>;
}

/**
 * Finds who is behind a number. The account's own book wins over the company's; an exact number over an extension, that over the last
 * eight digits, which count only if they mean one entry. A hit costs one range read of each book. Empty when nobody is found.
 */
export async function lookup(
  table: Table,
  profile: string,
  { number, account }: { number: string; account?: string | undefined },
  options: LookupOptions,
): Promise<Match[]> {
  const query = parseQuery(number, options);
  if (!query) return [];
  const books: BookId[] = [...(account === undefined ? [] : [accountBook(account)]), 'company'];
  const read = (digits: string): Promise<Found[]> => readSimilar(table, profile, books, digits);
  let similar: Found[] = [];
  for (const suffix of new Map(query.candidates.map((digits) => [suffixOf(digits), digits])).values()) {
    const found = await read(suffix);
    const exact = found.filter(({ digits }) => query.candidates.includes(digits));
    if (exact.length > 0) return exact.map((hit) => toMatch(hit, 'exact')).slice(0, matchesShown);
    if (similar.length === 0) similar = found;
  }
  const offices = query.e164 === undefined ? [] : await findOffices(read, trunkCandidates(query.e164));
  if (offices.length > 0) return offices.slice(0, matchesShown);
  return uniqueMatch(similar, query.digits);
}

/** The head office that the longest part of the number belongs to; nobody in person is meant then. */
async function findOffices(
  read: (digits: string) => Promise<Found[]>,
  candidates: readonly string[],
): Promise<Match[]> {
  const found = await Promise.all(candidates.map(read));
  for (const [position, candidate] of candidates.entries()) {
    const hits = (found[position] ?? []).filter(({ digits }) => digits === candidate);
    if (hits.length > 0) return hits.map((hit) => toMatch(hit, 'extension'));
  }
  return [];
}

const fewestDigits = 8;

function uniqueMatch(similar: readonly Found[], digits: string): Match[] {
  if (digits.length < fewestDigits) return [];
  for (const book of new Set(similar.map((hit) => hit.book))) {
    const hits = similar.filter((hit) => hit.book === book && hit.digits.length >= fewestDigits);
    const [only] = hits;
    if (only && new Set(hits.map((hit) => hit.cells.entry)).size === 1) return [toMatch(only, 'lastDigits')];
    // Several people in the nearer book: it would be a guess, and one in the other book no better one.
    if (only) return [];
  }
  return [];
}

/** All index rows whose last eight digits are those of `digits`, of each book in turn. */
async function readSimilar(table: Table, profile: string, books: readonly BookId[], digits: string): Promise<Found[]> {
  const range = keysUnder('n', suffixOf(digits));
  const pages = await Promise.all(
    books.map((book) => table.page(bookPartition(profile, book), { ...range, limit: rowsRead })),
  );
  return books.flatMap((book, position) => (pages[position]?.rows ?? []).map((row) => toFound(book, row)));
}

function toFound(book: BookId, row: Row): Found {
  const [, , digits = ''] = row.key.split('|');
  return { book, digits: unescapeDigits(digits), cells: cellsSchema.parse(row.cells) };
}

/** Undoes `keyPart` for the only characters besides digits that an indexed number can have. */
function unescapeDigits(part: string): string {
  return part.replace('!002a', '*').replace('!0023', '#');
}

function toMatch({ book, cells }: Found, matched: Match['matched']): Match {
  const { name, company, email, number, kind, entry } = cells;
  const displayName = matched === 'extension' && company !== '' ? company : name;
  const account = accountOf(book);
  return {
    displayName,
    company,
    email,
    number,
    kind,
    book: account === undefined ? book : accountBook(account),
    entry,
    matched,
  };
}
