import { exactly, reported, shown, type Bench, type Figure } from '../figure.ts';
import { mailboxId, mailboxIds } from '../graph/addresses.ts';
import type { Pressed } from '../product/card-messages.ts';
import { startProduct, type Product } from '../product/product.ts';
import type { StorageCounts } from '../storage/counts.ts';
import { storedText, storedTotals } from '../storage/totals.ts';
import { measureDuplicates } from './duplicates.ts';

const profile = 'connect';
const atOnce = 8;
/** In the middle of a day, because around midnight an address is looked up twice. */
const noon = '2026-11-23T12:00:00.000Z';
const wide = { perAddressIn10Minutes: 1000, perCardAndHour: 1000, perCardAndDay: 1000, perProfileAndHour: 100_000 };
const crowd = 100;
const warmUp = 200;

interface Pressing extends Pressed {
  stored: StorageCounts;
}

/** The Connect button: what taking a submission costs, what refusing one does, and what the worker does with it. */
export async function measureConnect(bench: Bench): Promise<Figure[]> {
  const { graph, storage, sizes } = bench;
  const { submissions, cards } = sizes.connect;
  const mailboxes = mailboxIds(cards);
  await graph.mailboxes(mailboxes.map((id) => ({ id, folders: [{ id: 'default', contacts: 0 }] })));
  await storage.clear();
  const product = await startProduct({ graph: graph.origin, storage: storage.origin });
  await product.clock(noon);
  const early = await warm(bench, product);
  await product.team({ profile, mailboxes, limits: wide });
  const taken = await press(bench, product, { first: 0, count: submissions, atOnce });
  const messages = await storage.take('submissions');
  const late = await press(bench, product, { first: submissions, count: warmUp, atOnce });
  await storage.take('submissions');
  const repeated = await press(bench, product, { first: 0, count: submissions, atOnce });

  await graph.counts();
  const cost = await product.deliver(messages, atOnce);
  const [asked, worked] = [await graph.counts(), await storage.counts()];
  if (taken.taken !== submissions || messages.length !== submissions || asked.created !== submissions)
    throw new Error(`${taken.taken} were acknowledged, ${messages.length} queued, ${asked.created} created.`);
  const refused = await refuse(bench, product);
  const crowded = await crowdOneCard(bench, product);
  const duplicates = await measureDuplicates(bench, product);
  await product.stop();
  await storage.clear();

  const work = `${shown(submissions)} submissions of ${cards} cards within one hour, ${atOnce} at once, limits out of the way`;
  const takenTotals = storedTotals(taken.stored);
  return [
    exactly('connect: transactions per acknowledged submission', work, takenTotals.transactions / submissions, 1),
    exactly('connect: messages per acknowledged submission', work, takenTotals.messages / submissions, 1),
    reported('connect: stored per acknowledged submission', work, storedText(taken.stored, submissions)),
    reported('connect: acknowledged per CPU-second', `${work}; without waiting for the network`, rateText(taken)),
    reported(
      'connect: a full hour / the first of an hour',
      `processor time of ${warmUp} submissions after ${shown(submissions)} in the hour, and of the first ${warmUp}`,
      `${shown(late.cost.cpuMs / early.cost.cpuMs)}; ${storedText(late.stored, warmUp)}`,
    ),
    exactly(
      'connect: transactions of a repeat',
      `the same ${shown(submissions)} once more`,
      all(repeated, 'transactions'),
      0,
    ),
    exactly('connect: messages of a repeat', `the same ${shown(submissions)} once more`, all(repeated, 'messages'), 0),
    reported(
      'connect: stored for a repeat',
      `the same ${shown(submissions)} once more`,
      costText(repeated, submissions),
    ),
    exactly('connect: transactions of refused submissions', refused.work, all(refused, 'transactions'), 0),
    exactly('connect: messages of refused submissions', refused.work, all(refused, 'messages'), 0),
    reported('connect: stored for a refused submission', refused.work, costText(refused, refused.refused)),
    reported('connect: one card at once', crowded.work, costText(crowded, crowded.taken)),
    exactly(
      'connect: Graph requests per created contact',
      `the worker on these, ${atOnce} at once`,
      asked.requests / asked.created,
      1,
    ),
    reported(
      'connect: stored by the worker per submission',
      `the worker on these, ${atOnce} at once`,
      `${storedText(worked, submissions)}; ${(cost.cpuMs / submissions).toFixed(2)} ms of processor time`,
    ),
    ...duplicates,
  ];
}

function all({ stored }: Pressing, what: 'transactions' | 'messages'): number {
  return storedTotals(stored)[what];
}

function rateText({ taken, cost }: Pressing): string {
  const perSecond = (ms: number): string => shown(Math.round((1000 * taken) / ms));
  return `${perSecond(cost.cpuMs)}, ${(cost.cpuMs / taken).toFixed(2)} ms each; ${perSecond(cost.wallMs)} per second beside the fakes`;
}

function costText({ stored, cost }: Pressing, count: number): string {
  return `${storedText(stored, count)}; ${(cost.cpuMs / count).toFixed(2)} ms of processor time`;
}

async function press(
  { storage }: Bench,
  product: Product,
  presses: { profile?: string; first: number; count: number; atOnce: number },
): Promise<Pressing> {
  await storage.counts();
  const pressed = await product.press({ profile, ...presses });
  return { ...pressed, stored: await storage.counts() };
}

/** Other teams first, so that neither the compiler nor new connections are in the figures; answers what the first of an hour cost. */
async function warm(bench: Bench, product: Product): Promise<Pressing> {
  const mailboxes = mailboxIds(bench.sizes.connect.cards);
  for (const name of ['warm', 'warmer']) {
    await product.team({ profile: name, mailboxes, limits: wide });
    await press(bench, product, { profile: name, first: 0, count: warmUp, atOnce });
    await product.deliver(await bench.storage.take('submissions'), atOnce);
  }
  await product.team({ profile: 'early', mailboxes, limits: wide });
  const early = await press(bench, product, { profile: 'early', first: 0, count: warmUp, atOnce });
  await bench.storage.take('submissions');
  return early;
}

/** A card that has taken all that it may in an hour, and the submissions after that. */
async function refuse(bench: Bench, product: Product): Promise<Pressing & { work: string }> {
  const limits = { ...wide, perCardAndHour: 20 };
  await product.team({ profile: 'limited', mailboxes: [mailboxId(0)], limits });
  await press(bench, product, { profile: 'limited', first: 0, count: 20, atOnce: 1 });
  const refused = await press(bench, product, { profile: 'limited', first: 20, count: crowd, atOnce: 1 });
  if (refused.refused !== crowd) throw new Error(`${refused.refused} were refused instead of ${crowd}.`);
  return { ...refused, work: `${crowd} submissions of a card that has had its ${limits.perCardAndHour} of the hour` };
}

/** Everybody presses the button of the same card, so that most transactions are overtaken. */
async function crowdOneCard(bench: Bench, product: Product): Promise<Pressing & { work: string }> {
  await product.team({ profile: 'crowd', mailboxes: [mailboxId(0)], limits: wide });
  const crowded = await press(bench, product, { profile: 'crowd', first: 0, count: crowd, atOnce });
  await bench.storage.take('submissions');
  const work = `${crowd} submissions of one card, ${atOnce} at once; ${crowded.refused} were told to come back; transactions that were overtaken count`;
  return { ...crowded, work };
}
