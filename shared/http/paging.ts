import { z } from 'zod';
import { wholeNumber } from './query.ts';

const damaged = 'is not a cursor of this list; start again without it';

/** Encodes where the next page starts. What is inside is nobody's business but the list's own. */
export function cursorOf(position: string): string {
  return Buffer.from(JSON.stringify([position])).toString('base64url');
}

const cursor = z
  .string()
  .max(4000)
  .transform((text, context) => {
    const position = positionOf(text);
    if (position !== undefined) return position;
    context.addIssue({ code: 'custom', message: damaged, input: text });
    return z.NEVER;
  })
  .pipe(z.string())
  .meta({ description: 'The `next` of the page before.' });

const content = z.tuple([z.string()]);

function positionOf(text: string): string | undefined {
  try {
    const position = content.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data?.[0];
    // Node's base64 decoder skips what it does not know, so only what encodes back to the same text is whole.
    return position !== undefined && cursorOf(position) === text ? position : undefined;
  } catch {
    return undefined;
  }
}

/** The query parameters of every list. */
export const pageParameters = {
  limit: wholeNumber(1, 1000).default(100).meta({ description: 'Most items in the answer.' }),
  cursor: cursor.optional(),
};

/** The answer of every list: some items, and the cursor of the next ones; null after the last. */
export function listOf<S extends z.ZodType>(item: S) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'The `cursor` of the next page; null after the last.' }),
  });
}

/** Makes the answer of a list from a page of a table. */
export function listAnswer<T>(items: T[], next: string | undefined): { items: T[]; next: string | null } {
  return { items, next: next === undefined ? null : cursorOf(next) };
}
