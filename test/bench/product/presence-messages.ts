import { z } from 'zod';
import { costSchema } from '../measured.ts';

/** A profile of the kind `presence` with one destination and the accounts of its mailboxes. */
export const coveredSchema = z.object({
  profile: z.string(),
  accounts: z.array(z.object({ id: z.string(), email: z.string() })),
  /** Whether the texts of events may name forwarding targets, so that they are read. */
  texts: z.boolean(),
});

export type Covered = z.infer<typeof coveredSchema>;

/** Messages of the queue, and when the host sees each, by the product's clock. */
export const seenSchema = z.object({
  messages: z.array(z.object({ message: z.unknown(), at: z.number() })),
  atOnce: z.number(),
});

export type Seen = z.infer<typeof seenSchema>;

/** What handling messages cost, and how long after its moment each transition was stored and passed on, in milliseconds. */
export const handledSchema = z.object({ cost: costSchema, lateMs: z.array(z.number()) });

export type Handled = z.infer<typeof handledSchema>;
