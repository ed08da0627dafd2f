/** The process of the floor: a first read as small as it can be written by hand. */
import { Pool } from 'undici';
import { z } from 'zod';
import { inParallel, measured } from '../measured.ts';
import { answerCalls } from '../processes/answer-calls.ts';
import { readSchema } from '../product/messages.ts';
import { readMailbox } from './read-mailbox.ts';
import { byHand, byPlan } from './rows.ts';
import { FloorTable } from './table.ts';

const fakesSchema = z.object({ graph: z.string(), storage: z.string() });
const inputSchema = readSchema.extend({ projection: z.string(), numbers: z.enum(['hand', 'plan']) });

let open: { graph: Pool; table: FloorTable } | undefined;

answerCalls({
  connect: (input) => {
    const { graph, storage } = fakesSchema.parse(input);
    open = { graph: new Pool(graph), table: new FloorTable(new Pool(storage), storage) };
  },
  read: async (input) => {
    const { profile, jobs, atOnce, projection, numbers } = inputSchema.parse(input);
    const places = open;
    if (!places) throw new Error('Connect first.');
    const e164Of = numbers === 'hand' ? byHand : byPlan;
    let contacts = 0;
    const { cost } = await measured(() =>
      inParallel(jobs, atOnce, async ({ mailbox, account = '' }) => {
        const read = await readMailbox({ ...places, profile, mailbox, account, projection, e164Of });
        contacts += read;
      }),
    );
    return { cost, contacts };
  },
});
