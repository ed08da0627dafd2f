import { z } from 'zod';

/** What a read did to a book: contacts read, entries created and so on. */
export const countsSchema = z.object({
  read: z.number(),
  created: z.number(),
  updated: z.number(),
  deleted: z.number(),
  unchanged: z.number(),
  /** Contacts that have no entry, by reason. */
  skipped: z.record(z.string(), z.number()),
});

export type Counts = z.infer<typeof countsSchema>;

export function noCounts(): Counts {
  return { read: 0, created: 0, updated: 0, deleted: 0, unchanged: 0, skipped: {} };
}

export function addCounts(sum: Counts, more: Counts): Counts {
  const skipped = { ...sum.skipped };
  for (const [reason, count] of Object.entries(more.skipped)) skipped[reason] = (skipped[reason] ?? 0) + count;
  return {
    read: sum.read + more.read,
    created: sum.created + more.created,
    updated: sum.updated + more.updated,
    deleted: sum.deleted + more.deleted,
    unchanged: sum.unchanged + more.unchanged,
    skipped,
  };
}
