import { atMost, exactly, judged, reported, shown, type Bench, type Figure } from '../figure.ts';
import { mailboxId } from '../graph/addresses.ts';
import type { GraphCounts } from '../graph/counts.ts';
import { median } from '../measured.ts';
import { startProduct, type Product } from '../product/product.ts';
import type { TableCounts } from '../storage/counts.ts';
import { tableCounts } from '../storage/fake-storage.ts';

const profile = 'changes';
const few = { changed: 4, removed: 1 };
const many = { changed: 25, removed: 5 };

interface Tick {
  graph: GraphCounts;
  book: TableCounts;
  cpuMs: number;
}

/** A few contacts of a folder that was read before have changed, in a small and in a large folder. */
export async function measureChanges(bench: Bench): Promise<Figure[]> {
  const { graph, storage, sizes } = bench;
  const { small, large, rounds } = sizes.changes;
  const folders = [small, large].map((contacts, number) => ({ id: mailboxId(number), contacts }));
  await graph.mailboxes(folders.map(({ id, contacts }) => ({ id, folders: [{ id: 'default', contacts }] })));
  const product = await startProduct({ graph: graph.origin, storage: storage.origin });
  const [ofSmall = '', ofLarge = ''] = folders.map(({ id }) => id);
  for (const mailbox of [ofSmall, ofLarge]) await product.read({ profile, jobs: [job(mailbox)], atOnce: 1 });

  const ratios: number[] = [];
  let [first, second] = [await tick(bench, product, ofSmall, few), await tick(bench, product, ofLarge, few)];
  for (let round = 0; round < rounds; round += 1) {
    first = await tick(bench, product, ofSmall, few);
    second = await tick(bench, product, ofLarge, few);
    ratios.push(second.cpuMs / first.cpuMs);
  }
  const wide = await tick(bench, product, ofLarge, many);
  await product.stop();

  const work = `${few.changed} contacts changed and ${few.removed} removed in a folder of ${shown(small)} (personal book)`;
  const wideWork = `${many.changed} changed and ${many.removed} removed of ${shown(large)} (personal book)`;
  return [
    exactly(
      'changes: Graph requests',
      `${work}: 1 change request, 1 batch for the extended property`,
      first.graph.requests,
      2,
    ),
    atMost('changes: transactions on the book', work, first.book.transactions, 2),
    atMost('changes: transactions on the book', `${wideWork}: ${wide.book.rows} rows`, wide.book.transactions, 2),
    judged(
      'changes: the same at another size',
      `${work}, and of ${shown(large)}`,
      `${countsText(first)} and ${countsText(second)}`,
      'equal',
      countsText(first) === countsText(second),
    ),
    atMost(
      'changes: CPU of the large folder / the small one',
      `${work}, and of ${shown(large)}; median of ${rounds}`,
      median(ratios),
      1.1,
    ),
    reported('changes: reads of the book', work, `${first.book.gets} rows one by one, ${first.book.queries} ranges`),
    reported(
      'changes: reads of the book',
      wideWork,
      `${wide.book.gets} rows one by one, ${wide.book.queries} ranges; ${wide.graph.batches} batches`,
    ),
  ];
}

function job(mailbox: string): { mailbox: string; account: string } {
  return { mailbox, account: `a${mailbox}` };
}

async function tick(
  { graph, storage }: Bench,
  product: Product,
  mailbox: string,
  change: { changed: number; removed: number },
): Promise<Tick> {
  await graph.change({ mailbox, folder: 'default', ...change });
  await graph.counts();
  await storage.counts();
  const { cost, contacts } = await product.read({ profile, jobs: [job(mailbox)], atOnce: 1 });
  if (contacts !== change.changed) throw new Error(`${contacts} contacts were read instead of ${change.changed}.`);
  return { graph: await graph.counts(), book: tableCounts(await storage.counts(), 'books'), cpuMs: cost.cpuMs };
}

function countsText({ graph, book }: Tick): string {
  return `${graph.requests} requests, ${book.gets + book.queries} reads, ${book.transactions} transactions`;
}
