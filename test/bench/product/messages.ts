import { z } from 'zod';
import { costSchema } from '../measured.ts';

/** Mailboxes to be read, each into the book of an account, or into the company's. */
export const readSchema = z.object({
  profile: z.string(),
  jobs: z.array(z.object({ mailbox: z.string(), account: z.string().optional() })),
  atOnce: z.number(),
});

export type Read = z.infer<typeof readSchema>;

/** What a read did and cost. */
export const readDoneSchema = z.object({
  cost: costSchema,
  requests: z.number(),
  contacts: z.number(),
  /** The version of the projection; part of the entries, so the floor needs it to write the same rows. */
  projection: z.string(),
});

export type ReadDone = z.infer<typeof readDoneSchema>;
