import { z } from 'zod';
import { runSchema, type Run } from '../../../shared/runs/run.ts';
import { costSchema, type Cost } from '../measured.ts';
import { startChild } from '../processes/child.ts';
import { productBundle } from './bundle.ts';
import { readDoneSchema, type Read, type ReadDone } from './messages.ts';
import type { Fakes } from './services.ts';
import { steerCards, type Cards } from './steer-cards.ts';
import { steerPresence, type Presence } from './steer-presence.ts';

/** The product as the bench steers it: its code runs in a process of its own. */
export interface Product extends Cards, Presence {
  /** Puts its clock to a moment (UTC); it goes on from there, or stands. */
  clock(at: string, goesOn?: boolean): Promise<void>;
  /** Runs the jobs of some mailboxes, without a run around them. */
  read(read: Read): Promise<ReadDone>;
  /** Stores a profile with its accounts. */
  setUp(profile: {
    profile: string;
    accounts: { id: string; email: string }[];
    shared?: { mailbox: string; folder?: string }[];
  }): Promise<void>;
  /** Starts the run that is due and plans it. */
  plan(profile: string): Promise<{ run: string; cost: Cost }>;
  /** Works on messages of the job queue, as the host does. */
  work(messages: readonly unknown[], atOnce: number): Promise<Cost>;
  /** Stores the rows that a first run leaves of mailboxes of one folder, so that the next run only reads changes. */
  cover(profile: string, mailboxes: readonly { id: string; address: string; account: string }[]): Promise<void>;
  run(profile: string, run: string): Promise<Run>;
  /** Lets another run begin although this one was only planned. */
  endRun(profile: string, run: string): Promise<void>;
  /** In kilobytes. */
  peakMemory(): Promise<number>;
  stop(): Promise<void>;
}

export async function startProduct(fakes: Fakes): Promise<Product> {
  const child = startChild(await productBundle());
  await child.call('connect', z.unknown(), fakes);
  return {
    ...steerCards(child),
    ...steerPresence(child),
    async clock(at, goesOn = false) {
      await child.call('clock', z.unknown(), { at, goesOn });
    },
    read: (read) => child.call('read', readDoneSchema, read),
    async setUp({ shared = [], ...profile }) {
      await child.call('setUp', z.unknown(), { ...profile, shared });
    },
    plan: (profile) => child.call('plan', z.object({ run: z.string(), cost: costSchema }), profile),
    work: (messages, atOnce) => child.call('work', costSchema, { messages, atOnce }),
    async cover(profile, mailboxes) {
      await child.call('cover', z.unknown(), { profile, mailboxes });
    },
    async endRun(profile, run) {
      await child.call('endRun', z.unknown(), { profile, run });
    },
    run: (profile, run) => child.call('run', runSchema, { profile, run }),
    peakMemory: () => child.call('peakMemory', z.number()),
    stop: () => child.stop(),
  };
}
