import { z } from 'zod';
import { atMost, reported, shown, type Bench, type Figure } from '../figure.ts';
import { percentile } from '../measured.ts';
import type { Handled } from '../product/presence-messages.ts';
import type { Product } from '../product/product.ts';
import { meeting } from './calendars.ts';

const [tableMs, queueMs] = [10, 10];
/** `batchSize` and `maxPollingInterval` of host.json. */
const atOnce = 8;
const pollMs = 2000;
/** The timer looks at second 50, and announces what comes within two and a half minutes: three times what begins on the minute. */
const lastLookMs = 10_000;
const looksBeforeMs = [130_000, 70_000, lastLookMs];
const goalMs = 2000;

/** Whom the meetings are of. */
interface Covered {
  profile: string;
  mailboxes: number;
  /** Messages that ask for the calendars of all of them. */
  reads: readonly unknown[];
}

/** The events of all accounts begin in the same second: announced by the timer's looks, then handled by one instance as its host would. */
export async function measureLateness(bench: Bench, product: Product, covered: Covered): Promise<Figure[]> {
  // The lighter one first, which also warms up the other.
  const once = await begin(bench, product, covered, { moment: meeting.start, looksBeforeMs: looksBeforeMs.slice(-1) });
  await product.clock(meeting.polled);
  await product.handlePresence({ messages: covered.reads.map((message) => ({ message, at: 0 })), atOnce });
  const thrice = await begin(bench, product, covered, { moment: meeting.next, looksBeforeMs });

  const work = `${shown(covered.mailboxes)} accounts with one destination whose events begin in the same second, announced ${looksBeforeMs.length} times: ${thrice.announced} messages, ${atOnce} at once, ${tableMs} ms per table and ${queueMs} per queue request, messages seen ${pollMs / 1000} s after they come into sight`;
  const name = 'presence: lateness, 99th percentile in ms';
  return [
    atMost(name, work, Math.round(percentile(thrice.handled.lateMs, 99)), goalMs),
    reported('presence: lateness', work, textOf(thrice.handled, covered)),
    reported(
      'presence: lateness, announced once',
      `the same with the last look only: ${once.announced} messages`,
      textOf(once.handled, covered),
    ),
  ];
}

function textOf({ lateMs, cost }: Handled, { mailboxes }: Covered): string {
  const [half, most, all] = [50, 99, 100].map((share) => Math.round(percentile(lateMs, share)));
  const cpu = (cost.cpuMs / mailboxes).toFixed(2);
  return `${half ?? NaN} ms median, ${most ?? NaN} ms 99th percentile, ${all ?? NaN} ms last; ${cpu} ms of processor time per account`;
}

/** The looks before a moment, and everything that they send, in the order in which it comes into sight. */
async function begin(
  { storage }: Bench,
  product: Product,
  { profile, mailboxes }: Covered,
  looks: { moment: string; looksBeforeMs: readonly number[] },
): Promise<{ handled: Handled; announced: number }> {
  const isOwn = isAdvanceOf(profile);
  const messages: { message: unknown; at: number }[] = [];
  await storage.latency({ table: tableMs, queue: queueMs });
  for (const before of looks.looksBeforeMs) {
    const looked = Date.parse(looks.moment) - before;
    await product.clock(new Date(looked).toISOString());
    await product.watchPresence();
    const sent = (await storage.takeDelayed('transitions')).filter(({ message }) => isOwn(message));
    for (const [place, { message, delaySeconds }] of sent.entries())
      messages.push({ message, at: looked + place * queueMs + delaySeconds * 1000 + pollMs });
  }
  await product.clock(new Date(Date.parse(looks.moment) - lastLookMs).toISOString(), true);
  const handled = await product.handlePresence({ messages: messages.toSorted((a, b) => a.at - b.at), atOnce });
  await storage.latency({ table: 0, queue: 0 });
  if (handled.lateMs.length !== mailboxes)
    throw new Error(`${handled.lateMs.length} situations changed instead of ${mailboxes}.`);
  return { handled, announced: messages.length };
}

/** What asks for reads waits in the same queue, and so do other profiles. */
export function isAdvanceOf(profile: string): (message: unknown) => boolean {
  const own = z.object({ type: z.literal('advance'), profile: z.literal(profile) });
  return (message) => own.safeParse(message).success;
}
