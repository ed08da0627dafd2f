import { exactly, reported, type Bench, type Figure } from '../figure.ts';
import { accountOf, mailboxIds } from '../graph/addresses.ts';
import { startProduct } from '../product/product.ts';
import { tableCounts } from '../storage/fake-storage.ts';

const mailboxes = 20;
const profile = 'idle';

/** A run in which nothing has changed: one message with twenty mailboxes of one folder each, all read before. */
export async function measureIdle({ graph, storage, sizes }: Bench): Promise<Figure[]> {
  const work = `one message of ${mailboxes} mailboxes x ${sizes.idleContacts} contacts, nothing changed since the last run`;
  const ids = mailboxIds(mailboxes);
  await graph.mailboxes(ids.map((id) => ({ id, folders: [{ id: 'default', contacts: sizes.idleContacts }] })));
  const product = await startProduct({ graph: graph.origin, storage: storage.origin });
  await product.setUp({ profile, accounts: ids.map(accountOf) });
  await product.plan(profile);
  await product.work(await storage.take('jobs'), 16);

  await storage.counts();
  const { run } = await product.plan(profile);
  const planned = await storage.counts();
  const messages = await storage.take('jobs');
  await graph.counts();
  const cost = await product.work(messages, 16);
  const [asked, stored] = [await graph.counts(), await storage.counts()];
  const { state, totals } = await product.run(profile, run);
  await product.stop();
  if (messages.length !== 1 || state !== 'succeeded') throw new Error(`The idle run is ${state}.`);

  const books = tableCounts(stored, 'books');
  const perTable = (counts: typeof stored): string =>
    Object.entries(counts.tables)
      .map(
        ([name, { gets, queries, transactions, rows }]) => `${name} ${gets + queries} r ${transactions} t ${rows} rows`,
      )
      .join('; ');
  return [
    exactly('idle: Graph requests per folder', work, asked.requests / mailboxes, 1),
    exactly('idle: reads of the book per mailbox', work, (books.gets + books.queries) / mailboxes, 1),
    exactly('idle: transactions on the books', work, books.transactions, 0),
    exactly('idle: contacts mapped', work, (totals?.counts.read ?? NaN) + asked.items, 0),
    reported('idle: bytes of a change request', work, String(Math.round(asked.bytes / mailboxes))),
    reported('idle: everything stored for the message (r reads, t transactions)', work, perTable(stored)),
    reported('idle: everything stored to plan that run', work, `${perTable(planned)}; ${planned.messages} message`),
    reported('idle: CPU per mailbox, not warmed up', work, `${(cost.cpuMs / mailboxes).toFixed(1)} ms`),
  ];
}
