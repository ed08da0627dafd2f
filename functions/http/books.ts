import { z } from 'zod';
import { NotFoundError } from '../../shared/errors.ts';
import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { identifier, outsideId } from '../../shared/http/text.ts';
import { bookViewSchema, booksOf } from '../../shared/phonebook/list-books.ts';
import { parseBookId, type BookId } from '../../shared/phonebook/book.ts';
import { entryViewSchema, listEntries } from '../../shared/phonebook/list-entries.ts';
import { lookup, matchSchema } from '../../shared/phonebook/lookup.ts';
import { ofKind } from '../../shared/profiles/profile.ts';
import type { Services } from '../../shared/services.ts';
import { pageOf } from './page-of.ts';
import { addresses } from './addresses.ts';

/** What phones and phone systems read. */
export function bookRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listBooks,
      summary: "Lists the books of a profile: the company's and the personal one of each account.",
      role: 'reader',
      phone: true,
      query: pageParameters,
      answers: { 200: listOf(bookViewSchema) },
      handle: async ({ params, query }) => {
        await services().profiles.get(params.id);
        const books = booksOf(await services().mailboxes.list(params.id));
        return { status: 200, value: pageOf(books, ({ id }) => id, query) };
      },
    }),
    route({
      ...addresses.listEntries,
      summary: 'Lists the entries of a book: `company`, or `account:` and the id of an account.',
      role: 'reader',
      phone: true,
      params: { id: identifier, book: z.string().min(1).max(1000) },
      query: pageParameters,
      answers: { 200: listOf(entryViewSchema) },
      handle: async ({ params, query }) => {
        const { profiles, books, mailboxes } = services();
        await profiles.get(params.id);
        const known = params.book === 'company' ? [] : booksOf(await mailboxes.list(params.id)).map(({ id }) => id);
        const book = readingsOf(params.book).find((name) => name === 'company' || known.includes(name));
        if (book === undefined) {
          throw new NotFoundError(
            `The profile has no book ${params.book}; list them with GET /api/profiles/${params.id}/books.`,
          );
        }
        const { entries, next } = await listEntries(books, params.id, book, {
          limit: query.limit,
          cursor: query.cursor,
        });
        return { status: 200, value: listAnswer(entries, next) };
      },
    }),
    route({
      ...addresses.lookupNumber,
      summary: 'Tells who is behind a number in any notation. Nobody found is an empty list.',
      role: 'reader',
      phone: true,
      query: { number: z.string().min(1).max(200), account: outsideId.optional() },
      answers: { 200: z.strictObject({ number: z.string(), matches: z.array(matchSchema) }) },
      handle: async ({ params, query }) => {
        const { profiles, books } = services();
        const { body } = ofKind(await profiles.get(params.id), 'contacts');
        const matches = await lookup(books, params.id, query, body.numbers);
        return { status: 200, value: { number: query.number, matches } };
      },
    }),
  ];
}

/** The books that a part of a path can mean: the platform leaves `%2F` as it is, and the id of an account may have a slash. */
function readingsOf(part: string): BookId[] {
  return [part.replaceAll(/%2f/gi, '/'), part].flatMap((text) => parseBookId(text) ?? []);
}
