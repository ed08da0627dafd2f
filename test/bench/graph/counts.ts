import { z } from 'zod';

/** What the fake Graph was asked for since it was last looked at. */
export const graphCountsSchema = z.object({
  requests: z.number(),
  batches: z.number(),
  /** Requests inside batches. */
  parts: z.number(),
  /** Contacts on pages, removals included. */
  items: z.number(),
  bytes: z.number(),
  /** Contacts that were created, and those that were completed. */
  created: z.number(),
  completed: z.number(),
  /** Requests answered 429. */
  throttled: z.number(),
  mostInFlight: z.number(),
  /** Paths that the fake does not know; there must be none. */
  unknown: z.array(z.string()),
});

export type GraphCounts = z.infer<typeof graphCountsSchema>;

export function noGraphCounts(): GraphCounts {
  return {
    ...{ requests: 0, batches: 0, parts: 0, items: 0, bytes: 0 },
    ...{ created: 0, completed: 0, throttled: 0, mostInFlight: 0, unknown: [] },
  };
}
