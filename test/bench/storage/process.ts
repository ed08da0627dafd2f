/** The process of the fake storage account. */
import { z } from 'zod';
import { answerCalls } from '../processes/answer-calls.ts';
import { serveHttp } from '../processes/serve-http.ts';
import { noStorageCounts } from './counts.ts';
import { StorageService } from './service.ts';

const latencySchema = z.object({ table: z.number(), queue: z.number() });
const digestSchema = z.object({ table: z.string(), partition: z.string(), without: z.string() });

const service = new StorageService();

answerCalls({
  listen: () => serveHttp((request) => service.answer(request)),
  latency: (input) => {
    const { table, queue } = latencySchema.parse(input);
    service.tableLatencyMs = table;
    service.queueLatencyMs = queue;
  },
  clear: () => {
    service.clear();
  },
  take: (input) => service.take(z.string().parse(input)),
  digest: (input) => {
    const { table, partition, without } = digestSchema.parse(input);
    return service.digest(table, partition, without);
  },
  counts: () => {
    const { counts } = service;
    service.counts = noStorageCounts();
    return counts;
  },
});
