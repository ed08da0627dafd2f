import { z } from 'zod';
import { startChild } from '../processes/child.ts';
import type { EventSpec } from './calendar.ts';
import { graphCountsSchema, type GraphCounts } from './counts.ts';
import type { FolderSpec } from './world.ts';

export interface MailboxSpec {
  id: string;
  folders: FolderSpec[];
  /** Of the default calendar; none unless told. */
  events?: EventSpec[];
}

/** The fake Graph as the bench steers it. */
export interface FakeGraph {
  /** Where it listens, over plain HTTP. */
  origin: string;
  /** Replaces all mailboxes. */
  mailboxes(specs: readonly MailboxSpec[]): Promise<void>;
  /** Changes the first contacts of a folder, and removes the last ones. */
  change(change: { mailbox: string; folder: string; changed: number; removed: number }): Promise<void>;
  latency(milliseconds: number): Promise<void>;
  /** What was asked for since the last call. Throws when something was that the fake does not know. */
  counts(): Promise<GraphCounts>;
}

export async function startFakeGraph(): Promise<FakeGraph> {
  const child = startChild('graph/process.ts');
  const origin = await child.call('listen', z.string());
  const nothing = z.unknown();
  return {
    origin,
    async mailboxes(specs) {
      await child.call('mailboxes', nothing, specs);
    },
    async change(change) {
      await child.call('change', nothing, change);
    },
    async latency(milliseconds) {
      await child.call('latency', nothing, milliseconds);
    },
    async counts() {
      const counts = await child.call('counts', graphCountsSchema);
      if (counts.unknown.length > 0) throw new Error(`The fake Graph does not know ${counts.unknown.join(', ')}.`);
      return counts;
    },
  };
}
