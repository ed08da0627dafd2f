import { z } from 'zod';
import { numberKinds } from './number-kinds.ts';

/** A label row of a record (pascom: `phonebook.phonebooklabel`), as the structure wrote it. */
export const labelsSchema = z.array(z.record(z.string(), z.json()));

export const dialableNumberSchema = z.object({
  raw: z.string(),
  e164: z.string().optional(),
  extension: z.string().optional(),
  short: z.string().optional(),
  kind: z.enum(numberKinds),
});

/** A record as stored in a book, with its dialable numbers. */
export interface Entry {
  /** Row key of the entry in its book: the feed it came from and the contact's id at the source. */
  key: string;
  /** The contact's id at the source. */
  contact: string;
  /** See `entryVersion`. */
  version: string;
  displayName: string;
  company: string;
  email: string;
  record: Record<string, z.core.util.JSONType>;
  labels: z.infer<typeof labelsSchema>;
  numbers: z.infer<typeof dialableNumberSchema>[];
}
