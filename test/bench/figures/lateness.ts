import { z } from 'zod';
import { atMost, reported, shown, type Bench, type Figure } from '../figure.ts';
import { percentile } from '../measured.ts';
import type { Product } from '../product/product.ts';
import { meeting } from './calendars.ts';

const [tableMs, queueMs] = [10, 10];
/** `batchSize` and `maxPollingInterval` of host.json. */
const atOnce = 8;
const pollMs = 2000;
/** When the minute's look is taken: long enough before the moment to announce everybody. */
const lookedAheadMs = 9000;
const goalMs = 2000;

/** The events of all accounts begin in the same second: announced ahead, then handled by one instance as its host would. */
export async function measureLateness(
  { storage }: Bench,
  product: Product,
  { profile, mailboxes }: { profile: string; mailboxes: number },
): Promise<Figure[]> {
  await storage.latency({ table: tableMs, queue: queueMs });
  const isOwn = isAdvanceOf(profile);
  const from = new Date(Date.parse(meeting.start) - lookedAheadMs).toISOString();
  await product.clock(from, true);
  const sentAt = await product.watchPresence();
  const messages = (await storage.takeDelayed('presence')).filter(({ message }) => isOwn(message));
  const { cost, lateMs } = await product.handlePresence({ messages, sentAt, seenLateMs: pollMs, atOnce });
  await storage.latency({ table: 0, queue: 0 });
  if (lateMs.length !== mailboxes) throw new Error(`${lateMs.length} situations changed instead of ${mailboxes}.`);

  const [middle, late, last] = [50, 99, 100].map((share) => Math.round(percentile(lateMs, share)));
  const work = `${shown(mailboxes)} accounts with one destination whose events begin in the same second, ${messages.length} messages, ${atOnce} at once, ${tableMs} ms per table and ${queueMs} per queue request, messages seen ${pollMs / 1000} s after they come into sight`;
  return [
    atMost('presence: lateness, 99th percentile in ms', work, late ?? NaN, goalMs),
    reported('presence: lateness, median and last', work, `${middle ?? NaN} ms, ${last ?? NaN} ms`),
    reported(
      'presence: cost of that',
      `${work}; with waiting for the moment`,
      `${(cost.cpuMs / mailboxes).toFixed(2)} ms of processor time each; announced ${Math.round((Date.parse(meeting.start) - sentAt) / 100) / 10} s ahead`,
    ),
  ];
}

/** What asks for reads waits in the same queue, and so do other profiles. */
export function isAdvanceOf(profile: string): (message: unknown) => boolean {
  const own = z.object({ type: z.literal('advance'), profile: z.literal(profile) });
  return (message) => own.safeParse(message).success;
}
