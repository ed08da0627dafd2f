import { exactly, reported, shown, type Bench, type Figure } from '../figure.ts';
import { accountOf, mailboxIds } from '../graph/addresses.ts';
import { startProduct, type Product } from '../product/product.ts';
import { storedText, storedTotals } from '../storage/totals.ts';
import { calendarOf, meeting } from './calendars.ts';
import { isAdvanceOf, measureLateness } from './lateness.ts';

const profile = 'presence';
const perMessage = 20;

/** Presence: an idle poll of calendars, what a transition costs, and how late transitions of many accounts at one moment are. */
export async function measurePresence(bench: Bench): Promise<Figure[]> {
  const { graph, storage, sizes } = bench;
  const { mailboxes } = sizes.presence;
  const ids = mailboxIds(mailboxes);
  await graph.mailboxes(ids.map((id, number) => ({ id, folders: [], events: calendarOf(number) })));
  await storage.clear();
  const product = await startProduct({ graph: graph.origin, storage: storage.origin });
  await product.clock(meeting.before);
  await product.watched({ profile, accounts: ids.map(accountOf), texts: true });
  const reads = await storage.take('presence');
  await handle(product, reads, 8);
  const read = await product.accountsRead(profile);
  if (read !== mailboxes) throw new Error(`${read} calendars were read instead of ${mailboxes}.`);

  const idle = await pollAgain(bench, product, reads[0]);
  const plain = await pollWithoutTexts(bench, product, ids.slice(0, perMessage));
  const lateness = await measureLateness(bench, product, { profile, mailboxes, reads });
  const transitions = await endMeeting(bench, product, mailboxes);
  await product.stop();
  await storage.clear();
  return [...idle, plain, ...transitions, ...lateness];
}

function handle(product: Product, messages: readonly unknown[], atOnce: number): ReturnType<Product['handlePresence']> {
  return product.handlePresence({ messages: messages.map((message) => ({ message, at: 0 })), atOnce });
}

/** One message of calendars that were read before and have not changed. */
async function pollAgain({ graph, storage }: Bench, product: Product, message: unknown): Promise<Figure[]> {
  await graph.counts();
  await storage.counts();
  const { cost } = await handle(product, [message], 1);
  const [asked, stored] = [await graph.counts(), await storage.counts()];
  const { transactions } = storedTotals(stored);
  const work = `one message of ${perMessage} mailboxes with ${Math.round(asked.items / perMessage)} events around the window, nothing changed since they were read`;
  return [
    exactly('presence: Graph requests per mailbox, idle', work, asked.requests / perMessage, 1),
    exactly('presence: transactions, idle', work, transactions, 0),
    reported('presence: stored per mailbox, idle', work, storedText(stored, perMessage)),
    reported(
      'presence: cost per mailbox, idle',
      work,
      `${(cost.cpuMs / perMessage).toFixed(2)} ms of processor time, ${shown(Math.round(asked.bytes / perMessage))} bytes from Graph`,
    ),
  ];
}

/** The same where texts of events may not name forwarding targets; other profiles read them whatever else is switched off. */
async function pollWithoutTexts(
  { graph, storage }: Bench,
  product: Product,
  mailboxes: readonly string[],
): Promise<Figure> {
  await product.watched({ profile: 'plain', accounts: mailboxes.map(accountOf), texts: false });
  const [message] = await storage.take('presence');
  await handle(product, [message], 1);
  await graph.counts();
  const { cost } = await handle(product, [message], 1);
  const { bytes } = await graph.counts();
  return reported(
    'presence: the same without texts',
    'the same mailboxes, no forwarding targets in texts',
    `${(cost.cpuMs / perMessage).toFixed(2)} ms of processor time, ${shown(Math.round(bytes / perMessage))} bytes from Graph`,
  );
}

/** The meeting that all accounts are in is over. */
async function endMeeting({ storage }: Bench, product: Product, mailboxes: number): Promise<Figure[]> {
  await product.clock(meeting.over);
  await product.watchPresence();
  const messages = (await storage.take('transitions')).filter(isAdvanceOf(profile));
  await storage.counts();
  const { cost, lateMs } = await handle(product, messages, 1);
  const stored = await storage.counts();
  if (lateMs.length !== mailboxes) throw new Error(`${lateMs.length} situations changed instead of ${mailboxes}.`);
  const work = `${shown(mailboxes)} accounts whose event ends, in ${messages.length} messages, one after the other; one destination`;
  return [
    exactly('presence: transactions per transition', work, storedTotals(stored).transactions / mailboxes, 1),
    exactly('presence: messages per transition', work, storedTotals(stored).messages / mailboxes, 1),
    reported('presence: stored per transition', work, storedText(stored, mailboxes)),
    reported('presence: cost per transition', work, `${(cost.cpuMs / mailboxes).toFixed(2)} ms of processor time`),
  ];
}
