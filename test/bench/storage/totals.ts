import type { StorageCounts } from './counts.ts';

/** What was asked of all tables and queues together. */
export interface StoredTotals {
  gets: number;
  queries: number;
  transactions: number;
  messages: number;
}

export function storedTotals({ tables, messages }: StorageCounts): StoredTotals {
  const totals: StoredTotals = { gets: 0, queries: 0, transactions: 0, messages };
  for (const { gets, queries, transactions } of Object.values(tables)) {
    totals.gets += gets;
    totals.queries += queries;
    totals.transactions += transactions;
  }
  return totals;
}

/** The same for one of many, in words. */
export function storedText(counts: StorageCounts, count: number): string {
  const { gets, queries, transactions, messages } = storedTotals(counts);
  const each = (value: number): string => String(Math.round((100 * value) / count) / 100);
  return `${each(gets)} rows read one by one, ${each(queries)} pages of ranges, ${each(transactions)} transactions, ${each(messages)} messages`;
}
