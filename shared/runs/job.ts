import { z } from 'zod';
import { countsSchema } from '../sync/counts.ts';

/** What one job reads; see `JobSource` of the sync engine. */
const jobSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mailbox'), mailbox: z.string(), folder: z.string().optional() }),
  z.object({ kind: z.literal('users') }),
  z.object({ kind: z.literal('organisationContacts') }),
  z.object({ kind: z.literal('nothing') }),
]);

/** "Bring this mailbox up to date": what is read and into which book. Holds keys and addresses, never a contact. */
export const jobSchema = z.object({
  /** The covered mailbox's key; also the name under which its checkpoints stand in the book. */
  key: z.string(),
  /** How people know it: the mailbox's address, or the directory. */
  name: z.string(),
  source: jobSourceSchema,
  account: z.string().optional(),
  /** What earlier slices of this run already did. */
  soFar: countsSchema.optional(),
  requestsSoFar: z.number().default(0),
  /** The hold whose entries an operator has released to be deleted. */
  releasedHold: z.string().default(''),
  /** Whether what it has may be deleted unasked, because it belongs to another account now. */
  unguarded: z.boolean().default(false),
});

export type Job = z.infer<typeof jobSchema>;

/** Names a job within its run: one mailbox may have one that reads and, after its account changed, others that clear. */
export function jobId({ key, account = '', source }: Job): string {
  return `${key}|${account}|${source.kind}`;
}

export const jobOutcomes = ['done', 'failed', 'held', 'moved'] as const;

/** How a job of a run ended. `moved`: it goes on in a message of its own. */
export const jobResultSchema = z.object({
  /** See `jobId`. */
  job: z.string(),
  /** The covered mailbox's key. */
  mailbox: z.string(),
  name: z.string(),
  account: z.string().optional(),
  outcome: z.enum(jobOutcomes),
  counts: countsSchema,
  /** Entries in the book from this job. */
  entries: z.number().default(0),
  /** Graph requests made. */
  requests: z.number(),
  durationMs: z.number(),
  /** One sentence for people: why it failed or is held. */
  reason: z.string().optional(),
  code: z.string().optional(),
  /** Entries that would be deleted. */
  heldEntries: z.number().optional(),
  /** The name of the hold: which entries they are. */
  hold: z.string().optional(),
  /** The group it goes on in, when it was moved. */
  group: z.string().optional(),
});

export type JobResult = z.infer<typeof jobResultSchema>;
