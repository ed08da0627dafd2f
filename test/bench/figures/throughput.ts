import { judged, reported, shown, type Bench, type Figure } from '../figure.ts';
import { startFloor } from '../floor/floor.ts';
import { accountOf, mailboxIds } from '../graph/addresses.ts';
import { median, type Cost } from '../measured.ts';
import { startProduct } from '../product/product.ts';

const profile = 'throughput';
const atOnce = 8;
const goal = 0.5;

interface Work {
  graph: unknown;
  storage: unknown;
  digest: unknown;
}

/** First reads of many mailboxes by the product and by the floor in turn, in processor time; both must do the very same work. */
export async function measureThroughput(bench: Bench): Promise<Figure[]> {
  const { graph, storage, sizes } = bench;
  const { mailboxes, contacts, rounds } = sizes.throughput;
  const ids = mailboxIds(mailboxes);
  await graph.mailboxes(ids.map((id) => ({ id, folders: [{ id: 'default', contacts }] })));
  const fakes = { graph: graph.origin, storage: storage.origin };
  const [product, floor] = [await startProduct(fakes), await startFloor(fakes)];
  const jobs = ids.map((mailbox) => ({ mailbox, account: accountOf(mailbox).id }));
  const rate = ({ cpuMs }: Cost): number => (1000 * mailboxes * contacts) / cpuMs;
  const results: { product: number; hand: number; plan: number }[] = [];
  // The first round warms up both programs and the fakes.
  for (let round = 0; round <= rounds; round += 1) {
    await startOver(bench);
    const done = await product.read({ profile, jobs, atOnce });
    const byProduct = await workDone(bench, jobs[0]);
    const costs: Cost[] = [];
    for (const numbers of ['hand', 'plan'] as const) {
      await startOver(bench);
      const { cost } = await floor.read({ profile, jobs, atOnce, projection: done.projection, numbers });
      costs.push(cost);
      assertSame(byProduct, await workDone(bench, jobs[0]));
    }
    const [hand = done.cost, plan = done.cost] = costs;
    if (round > 0) results.push({ product: rate(done.cost), hand: rate(hand), plan: rate(plan) });
  }
  await Promise.all([product.stop(), floor.stop()]);

  const ratios = results.map((result) => result.product / result.hand);
  const withPlan = results.map((result) => result.product / result.plan);
  const work = `first read of ${mailboxes} mailboxes x ${shown(contacts)} contacts, ${atOnce} at once; ${rounds} rounds in turn with the floor, all rows compared`;
  return [
    judged(
      'throughput: contacts per CPU-second / floor',
      work,
      range(ratios, 2),
      `>= ${goal} (stretch 0.75)`,
      median(ratios) >= goal,
    ),
    reported(
      'throughput: the same, floor with the numbering plan',
      `${work}; the floor checks each number with libphonenumber`,
      range(withPlan, 2),
    ),
    reported(
      'throughput: product, contacts per CPU-second',
      work,
      range(
        results.map((result) => result.product),
        0,
      ),
    ),
    reported(
      'throughput: floor, contacts per CPU-second',
      work,
      range(
        results.map((result) => result.hand),
        0,
      ),
    ),
  ];
}

async function startOver({ graph, storage }: Bench): Promise<void> {
  await storage.clear();
  await graph.counts();
  await storage.counts();
}

async function workDone({ graph, storage }: Bench, job: { account: string } | undefined): Promise<Work> {
  const partition = `${profile}|account|${job?.account ?? ''}`;
  const [graphCounts, storageCounts] = [await graph.counts(), await storage.counts()];
  // Checkpoints carry the time and a random writer; all other rows must be equal.
  return {
    graph: graphCounts,
    storage: storageCounts,
    digest: await storage.digest({ table: 'books', partition, without: 'c|' }),
  };
}

function assertSame(product: Work, floor: Work): void {
  // How many requests of one mailbox overlap is a matter of timing.
  const text = (work: Work): string => JSON.stringify(work).replace(/"mostInFlight":\d+/, '');
  if (text(product) !== text(floor))
    throw new Error(`The floor does other work than the product: ${text(product)} and ${text(floor)}`);
}

function range(values: readonly number[], digits: number): string {
  const text = (value: number): string => value.toFixed(digits);
  return `${text(median(values))} (${text(Math.min(...values))} to ${text(Math.max(...values))})`;
}
