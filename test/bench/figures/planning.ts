import { atMost, exactly, reported, shown, type Bench, type Figure } from '../figure.ts';
import { accountOf, addressOf, mailboxIds } from '../graph/addresses.ts';
import { median } from '../measured.ts';
import { startProduct } from '../product/product.ts';

const profile = 'planning';
const mailboxesPerMessage = 20;
const [graphMs, tableMs, queueMs] = [50, 10, 10];

/** Plans a run of many mailboxes that were all read before. */
export async function measurePlanning({ graph, storage, sizes }: Bench): Promise<Figure[]> {
  const { mailboxes, rounds } = sizes.planning;
  const ids = mailboxIds(mailboxes);
  await graph.mailboxes(ids.map((id) => ({ id, folders: [] })));
  await storage.clear();
  const product = await startProduct({ graph: graph.origin, storage: storage.origin });
  await product.setUp({ profile, accounts: ids.map(accountOf) });
  await product.cover(
    profile,
    ids.map((id) => ({ id, address: addressOf(id), account: accountOf(id).id })),
  );
  await graph.latency(graphMs);
  await storage.latency({ table: tableMs, queue: queueMs });
  const walls: number[] = [];
  let messages = 0;
  for (let round = 0; round < rounds; round += 1) {
    await storage.counts();
    const { run, cost } = await product.plan(profile);
    walls.push(cost.wallMs);
    messages = (await storage.take('jobs')).length;
    await product.endRun(profile, run);
  }
  await graph.latency(0);
  await storage.latency({ table: 0, queue: 0 });
  await product.stop();
  await storage.clear();

  const work = `planning ${shown(mailboxes)} mailboxes read before; ${queueMs} ms per queue, ${tableMs} per table, ${graphMs} per Graph request; median of ${rounds}`;
  return [
    atMost('planning: seconds', work, median(walls) / 1000, 3),
    exactly('planning: messages', work, messages, Math.ceil(mailboxes / mailboxesPerMessage)),
    reported('planning: mailboxes per second', work, shown(Math.round((1000 * mailboxes) / median(walls)))),
  ];
}
