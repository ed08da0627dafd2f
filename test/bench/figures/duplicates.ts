import { reported, shown, type Bench, type Figure } from '../figure.ts';
import { mailboxId } from '../graph/addresses.ts';
import { mailAddressAt } from '../graph/contact.ts';
import type { GraphCounts } from '../graph/counts.ts';
import type { Product } from '../product/product.ts';

const profile = 'duplicates';
const limits = { perAddressIn10Minutes: 9, perCardAndHour: 9, perCardAndDay: 9, perProfileAndHour: 9 };

/** What it takes to look for somebody in a large folder before a contact is created: a stranger, and somebody who is in it. */
export async function measureDuplicates({ graph, storage, sizes }: Bench, product: Product): Promise<Figure[]> {
  const contacts = sizes.connect.folder;
  const mailbox = mailboxId(0);
  await graph.mailboxes([{ id: mailbox, folders: [{ id: 'default', contacts }] }]);
  await product.team({ profile, mailboxes: [mailbox], limits, onDuplicate: 'fillEmpty' });
  const deliver = async (first: number, email?: string): Promise<GraphCounts> => {
    await product.press({ profile, first, count: 1, atOnce: 1, ...(email !== undefined && { email }) });
    await graph.counts();
    await product.deliver(await storage.take('submissions'), 1);
    return graph.counts();
  };
  const stranger = await deliver(0);
  const known = await deliver(1, mailAddressAt(`${mailbox}/default`, contacts >> 1));
  if (stranger.created !== 1 || known.created !== 0 || known.completed !== 1)
    throw new Error(`${stranger.created + known.created} were created, ${known.completed} completed.`);
  const work = `one submission with onDuplicate "fillEmpty", a folder of ${shown(contacts)} contacts`;
  return [
    reported('connect: Graph requests for a stranger', work, requestsText(stranger, 'created')),
    reported('connect: Graph requests for somebody who is there', work, requestsText(known, 'completed')),
  ];
}

function requestsText({ requests, batches, items, bytes }: GraphCounts, became: string): string {
  const batched = batches === 0 ? '' : `${batches} of them a batch, `;
  return `${requests} (${batched}1 contact ${became}); ${shown(items)} contacts listed, ${Math.round(bytes / 1024)} KB`;
}
