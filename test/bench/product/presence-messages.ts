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

/** Messages of the queue, with the seconds after which each comes into sight. */
export const announcedSchema = z.object({
  messages: z.array(z.object({ message: z.unknown(), delaySeconds: z.number() })),
  /** When they were sent, and how much later than they could the host sees them; milliseconds. */
  sentAt: z.number(),
  seenLateMs: z.number(),
  atOnce: z.number(),
});

export type Announced = z.infer<typeof announcedSchema>;

/** What handling messages cost, and how long after its moment each transition was stored and passed on, in milliseconds. */
export const handledSchema = z.object({ cost: costSchema, lateMs: z.array(z.number()) });

export type Handled = z.infer<typeof handledSchema>;
