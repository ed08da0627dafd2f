import { z } from 'zod';

/** What one table was asked for. */
export const tableCountsSchema = z.object({
  /** Reads of one row. */
  gets: z.number(),
  /** Pages of range reads. */
  queries: z.number(),
  transactions: z.number(),
  /** Rows that transactions wrote or deleted. */
  rows: z.number(),
  /** Transactions with 97 rows or more of the 100 that fit: a whole entry more would not. */
  full: z.number(),
});

export type TableCounts = z.infer<typeof tableCountsSchema>;

/** What the fake storage account was asked for since it was last looked at. */
export const storageCountsSchema = z.object({
  tables: z.record(z.string(), tableCountsSchema),
  /** Messages put into queues. */
  messages: z.number(),
  /** Requests that the fake does not know; there must be none. */
  unknown: z.array(z.string()),
});

export type StorageCounts = z.infer<typeof storageCountsSchema>;

export function noStorageCounts(): StorageCounts {
  return { tables: {}, messages: 0, unknown: [] };
}

export function noTableCounts(): TableCounts {
  return { gets: 0, queries: 0, transactions: 0, rows: 0, full: 0 };
}
