import { atMost, reported, shown, type Bench, type Figure } from '../figure.ts';
import { startFloor } from '../floor/floor.ts';
import { mailboxId } from '../graph/addresses.ts';
import { median } from '../measured.ts';
import { startProduct } from '../product/product.ts';
import { tableCounts } from '../storage/fake-storage.ts';

const graphMs = 50;
const tableMs = 10;
const [listPage, changePage, scanPage] = [500, 200, 1000];

/** The first read of one mailbox when the network waits, against a model in which a processor costs nothing. */
export async function measureWall({ graph, storage, sizes }: Bench): Promise<Figure[]> {
  const { contacts, rounds } = sizes.wall;
  const mailbox = mailboxId(0);
  await graph.mailboxes([{ id: mailbox, folders: [{ id: 'default', contacts }] }]);
  const fakes = { graph: graph.origin, storage: storage.origin };
  const [product, floor] = [await startProduct(fakes), await startFloor(fakes)];
  const jobs = [{ mailbox, account: 'a' }];
  // Without waiting first, so that neither the compiler nor the fake's first pages are in the figure.
  await storage.clear();
  const read = { profile: 'wall', jobs, atOnce: 1 };
  const { projection } = await product.read(read);
  const byHand = { ...read, projection, numbers: 'plan' } as const;
  await storage.clear();
  await floor.read(byHand);
  await graph.latency(graphMs);
  await storage.latency({ table: tableMs, queue: tableMs });
  const walls: number[] = [];
  const floors: number[] = [];
  let rows = 0;
  for (let round = 0; round < rounds; round += 1) {
    await storage.clear();
    await storage.counts();
    walls.push((await product.read(read)).cost.wallMs);
    rows = tableCounts(await storage.counts(), 'books').rows;
    await storage.clear();
    floors.push((await floor.read(byHand)).cost.wallMs);
  }
  await graph.latency(0);
  await storage.latency({ table: 0, queue: 0 });
  await Promise.all([product.stop(), floor.stop()]);

  const model = modelOf(contacts, rows);
  const work = `first read of ${shown(contacts)} contacts, ${graphMs} ms per Graph request, ${tableMs} ms per table request; median of ${rounds}`;
  return [
    atMost('wall clock: measured / model', work, median(walls) / model, 1.3),
    reported(
      'wall clock: measured, model, floor',
      `model: ${modelText}; floor: the program written by hand, in turn`,
      `${Math.round(median(walls))} ms, ${Math.round(model)} ms, ${Math.round(median(floors))} ms`,
    ),
  ];
}

const modelText =
  'checkpoints T + folder list G + its row T + first page G + for each of ceil(N/500) list and ceil(N/200) change pages ' +
  'max(G if another page follows, T x transactions the page fills at 99 rows) + last rows T + ' +
  'end of round: proofs T, entries T x ceil(N/1000), last transaction T; G = 50 ms, T = 10 ms';

/** What the waits cost when all that can overlap does: the next page is read while this one is written, transactions follow each other. */
function modelOf(contacts: number, rows: number): number {
  const lists = Math.ceil(contacts / listPage);
  const changes = Math.ceil(contacts / changePage);
  let total = tableMs + graphMs + tableMs + graphMs;
  let written = 0;
  for (let page = 1; page <= lists; page += 1) {
    const filled = Math.floor((rows * page) / lists / 99);
    total += Math.max(graphMs, tableMs * (filled - written));
    written = filled;
  }
  total += graphMs * (changes - 1);
  return total + tableMs + tableMs + tableMs * Math.ceil(contacts / scanPage) + tableMs;
}
