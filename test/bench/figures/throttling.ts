import { atMost, exactly, type Bench, type Figure } from '../figure.ts';
import { accountOf, mailboxIds } from '../graph/addresses.ts';
import { startProduct } from '../product/product.ts';

const profile = 'throttling';
const contacts = 300;
const changed = 30;
const limit = 4;
const folders = [
  { id: 'default', contacts },
  { id: 'f1', contacts },
  { id: 'f2', contacts },
  { id: 'f3', contacts, parent: 'f1' },
  { id: 'f4', contacts, parent: 'f1' },
  { id: 'f5', contacts, parent: 'f3' },
];

/** A first run and a run of changes while the server allows four requests at a time for each mailbox. */
export async function measureThrottling({ graph, storage }: Bench): Promise<Figure[]> {
  const ids = mailboxIds(3);
  const [shared = ''] = ids;
  await graph.mailboxes(ids.map((id) => ({ id, folders })));
  await graph.latency(20);
  const product = await startProduct({ graph: graph.origin, storage: storage.origin });
  const sources = ['f1', 'f2'].map((folder) => ({ mailbox: shared, folder: `Folder ${folder}` }));
  await product.setUp({ profile, accounts: ids.map(accountOf), shared: sources });
  await graph.counts();
  await runAll({ product, storage });
  const first = await graph.counts();
  for (const mailbox of ids)
    for (const { id } of folders) await graph.change({ mailbox, folder: id, changed, removed: 1 });
  await runAll({ product, storage });
  const second = await graph.counts();
  await graph.latency(0);
  await product.stop();
  await storage.clear();

  const work = `first run and run of changes of 3 mailboxes x 6 folders in three levels; one mailbox is also a shared source twice; ${first.requests + second.requests} requests, ${first.batches + second.batches} batches (each counts as four)`;
  return [
    exactly('throttling: requests answered 429', work, first.throttled + second.throttled, 0),
    atMost(
      'throttling: most requests of one mailbox in flight',
      work,
      Math.max(first.mostInFlight, second.mostInFlight),
      limit,
    ),
  ];
}

async function runAll({
  product,
  storage,
}: Pick<Bench, 'storage'> & { product: Awaited<ReturnType<typeof startProduct>> }): Promise<void> {
  const { run } = await product.plan(profile);
  for (let messages = await storage.take('jobs'); messages.length > 0; messages = await storage.take('jobs'))
    await product.work(messages, 16);
  const { state } = await product.run(profile, run);
  if (state !== 'succeeded') throw new Error(`The run is ${state}.`);
}
