import { atMost, reported, shown, type Bench, type Figure } from '../figure.ts';
import { mailboxId } from '../graph/addresses.ts';
import { startProduct } from '../product/product.ts';
import { tableCounts } from '../storage/fake-storage.ts';

/** The first read of one folder with the default mapping, which needs a second pass because of an extended property. */
export async function measureFirstRead({ graph, storage, sizes }: Bench): Promise<Figure[]> {
  const contacts = sizes.firstRead;
  const mailbox = mailboxId(0);
  await graph.mailboxes([{ id: mailbox, folders: [{ id: 'default', contacts }] }]);
  await storage.clear();
  const product = await startProduct({ graph: graph.origin, storage: storage.origin });
  await graph.counts();
  await storage.counts();
  await product.read({ profile: 'first', jobs: [{ mailbox, account: 'a' }], atOnce: 1 });
  const [asked, stored] = [await graph.counts(), await storage.counts()];
  await product.stop();

  const { transactions, rows, full, queries, gets } = tableCounts(stored, 'books');
  const work = `first read of ${shown(contacts)} contacts in one folder, default mapping (business fax is an extended property)`;
  return [
    atMost('first read: Graph requests', work, asked.requests, contacts / 200 + contacts / 500 + 3),
    // The folder listing, the last rows, and what ends a round cannot fill a transaction.
    atMost('first read: transactions', `${work}; goal: rows / 97 + 3`, transactions, Math.ceil(rows / 97) + 3),
    reported(
      'first read: fill of the transactions',
      work,
      `${(rows / transactions).toFixed(1)} rows on average, ${full} of ${transactions} hold 97 or more of 100`,
    ),
    reported('first read: rows per contact', work, (rows / contacts).toFixed(2)),
    reported('first read: reads of the book', work, `${gets} rows one by one, ${queries} ranges`),
    reported('first read: bytes from Graph per contact', work, String(Math.round(asked.bytes / contacts))),
  ];
}
