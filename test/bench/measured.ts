import { z } from 'zod';

/** What a piece of work cost the process that did it. */
export const costSchema = z.object({
  /** User and system time of the whole process. */
  cpuMs: z.number(),
  wallMs: z.number(),
});

export type Cost = z.infer<typeof costSchema>;

/** Does some work and says what it cost. Nothing else must go on in this process meanwhile. */
export async function measured<T>(work: () => Promise<T>): Promise<{ value: T; cost: Cost }> {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const value = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { value, cost: { cpuMs: (user + system) / 1000, wallMs: performance.now() - start } };
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The smallest of some numbers that a share of them, in percent, is not over. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * share) / 100) - 1)] ?? NaN;
}

/** Runs some work over all items, a few at a time. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
