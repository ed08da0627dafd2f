import { z } from 'zod';
import { InvalidError } from '../errors.ts';
import { keysUnder } from '../storage/keys.ts';
import type { Table } from '../storage/table.ts';
import { bookPartition, type BookId } from './book.ts';
import { dialableNumberSchema, labelsSchema } from './entry.ts';
import { fromEntryRow } from './entry-rows.ts';

/** An entry of a book as the API answers it. */
export const entryViewSchema = z
  .object({
    id: z.string(),
    displayName: z.string(),
    company: z.string(),
    email: z.string(),
    numbers: z.array(dialableNumberSchema),
    record: z
      .record(z.string(), z.json())
      .meta({ description: "The rendered record, with the structure's own field names and order" }),
    labels: labelsSchema,
  })
  .meta({ id: 'Entry' });

export type EntryView = z.infer<typeof entryViewSchema>;

/** One page of a book's entries, in a stable order that is not the alphabet's. */
export async function listEntries(
  table: Table,
  profile: string,
  book: BookId,
  { limit, cursor }: { limit: number; cursor: string | undefined },
): Promise<{ entries: EntryView[]; next: string | undefined }> {
  const range = keysUnder('e');
  if (cursor !== undefined && (cursor < range.from || cursor >= range.before)) {
    throw new InvalidError('The cursor is not one of this list; start again without it.');
  }
  const { rows, next } = await table.page(bookPartition(profile, book), { ...range, limit, cursor });
  const entries = rows.map(fromEntryRow).map(({ key: id, displayName, company, email, numbers, record, labels }) => ({
    id,
    displayName,
    company,
    email,
    numbers,
    record,
    labels,
  }));
  return { entries, next };
}
