/** The process of the fake Graph. */
import { z } from 'zod';
import { answerCalls } from '../processes/answer-calls.ts';
import { serveHttp } from '../processes/serve-http.ts';
import { eventSpecSchema } from './calendar.ts';
import { noGraphCounts } from './counts.ts';
import { GraphService } from './service.ts';
import { World } from './world.ts';

const folderSchema = z.object({ id: z.string(), contacts: z.number(), parent: z.string().optional() });
const mailboxesSchema = z.array(
  z.object({ id: z.string(), folders: z.array(folderSchema), events: z.array(eventSpecSchema).default([]) }),
);
const changeSchema = z.object({ mailbox: z.string(), folder: z.string(), changed: z.number(), removed: z.number() });

const world = new World();
const service = new GraphService(world);

answerCalls({
  listen: () => serveHttp((request) => service.answer(request)),
  latency: (input) => {
    service.latencyMs = z.number().parse(input);
  },
  mailboxes: (input) => {
    world.clear();
    for (const { id, folders, events } of mailboxesSchema.parse(input)) world.put(id, folders, events);
  },
  change: (input) => {
    const { mailbox, folder, changed, removed } = changeSchema.parse(input);
    world.change(mailbox, folder, changed, removed);
  },
  counts: () => {
    const { counts } = service;
    service.counts = noGraphCounts();
    return counts;
  },
});
