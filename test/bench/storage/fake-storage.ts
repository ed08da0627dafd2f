import { z } from 'zod';
import { startChild } from '../processes/child.ts';
import { noTableCounts, storageCountsSchema, type StorageCounts, type TableCounts } from './counts.ts';

const queuedSchema = z.array(z.object({ text: z.string(), delaySeconds: z.number() }));
const digestSchema = z.object({ rows: z.number(), hash: z.string() });

/** The fake storage account as the bench steers it. */
export interface FakeStorage {
  /** Where it listens, over plain HTTP. */
  origin: string;
  latency(milliseconds: { table: number; queue: number }): Promise<void>;
  /** Forgets everything that is stored. */
  clear(): Promise<void>;
  /** Takes all messages out of a queue, decoded. */
  take(queue: string): Promise<unknown[]>;
  /** The same, with the seconds after which each comes into sight. */
  takeDelayed(queue: string): Promise<{ message: unknown; delaySeconds: number }[]>;
  /** A hash of the rows of a partition, those under a prefix left out. */
  digest(place: { table: string; partition: string; without: string }): Promise<z.infer<typeof digestSchema>>;
  /** What was asked for since the last call. Throws when something was that the fake does not know. */
  counts(): Promise<StorageCounts>;
}

export async function startFakeStorage(): Promise<FakeStorage> {
  const child = startChild('storage/process.ts');
  const origin = await child.call('listen', z.string());
  const nothing = z.unknown();
  const takeDelayed: FakeStorage['takeDelayed'] = async (queue) => {
    const messages = await child.call('take', queuedSchema, queue);
    return messages.map(({ text, delaySeconds }) => ({ message: decoded(text), delaySeconds }));
  };
  return {
    origin,
    async latency(milliseconds) {
      await child.call('latency', nothing, milliseconds);
    },
    async clear() {
      await child.call('clear', nothing);
    },
    take: async (queue) => (await takeDelayed(queue)).map(({ message }) => message),
    takeDelayed,
    digest: (place) => child.call('digest', digestSchema, place),
    async counts() {
      const counts = await child.call('counts', storageCountsSchema);
      if (counts.unknown.length > 0) throw new Error(`The fake storage does not know ${counts.unknown.join(', ')}.`);
      return counts;
    },
  };
}

function decoded(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
}

/** What a table was asked for; nothing when it was not touched. */
export function tableCounts(counts: StorageCounts, table: string): TableCounts {
  return counts.tables[table] ?? noTableCounts();
}

/** The account's connection string. The key is no secret: the fake takes any signature, but both programs make one. */
export function connectionString(origin: string): string {
  const key = Buffer.alloc(64, 7).toString('base64');
  return `DefaultEndpointsProtocol=http;AccountName=bench;AccountKey=${key};TableEndpoint=${origin}/bench;QueueEndpoint=${origin}/bench/queue;`;
}
