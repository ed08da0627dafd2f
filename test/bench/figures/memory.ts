import { atMost, reported, shown, type Bench, type Figure } from '../figure.ts';
import { mailboxId } from '../graph/addresses.ts';
import { startProduct } from '../product/product.ts';

/** Peak memory of a worker that reads one large mailbox, each size in a process of its own. */
export async function measureMemory({ graph, storage, sizes }: Bench): Promise<Figure[]> {
  const { small, large } = sizes.memory;
  const peaks: number[] = [];
  for (const contacts of [small, large]) {
    const mailbox = mailboxId(0);
    await graph.mailboxes([{ id: mailbox, folders: [{ id: 'default', contacts }] }]);
    await storage.clear();
    const product = await startProduct({ graph: graph.origin, storage: storage.origin });
    await product.read({ profile: 'memory', jobs: [{ mailbox, account: 'a' }], atOnce: 1 });
    peaks.push((await product.peakMemory()) / 1024);
    await product.stop();
  }
  await storage.clear();
  const [ofSmall = NaN, ofLarge = NaN] = peaks;
  const work = `first read of one mailbox of ${shown(large)} and of ${shown(small)} contacts, a new process for each`;
  return [
    atMost('memory: peak of the large mailbox / the small one', work, ofLarge / ofSmall, 1.3),
    reported('memory: peaks', work, `${Math.round(ofLarge)} MB and ${Math.round(ofSmall)} MB`),
  ];
}
