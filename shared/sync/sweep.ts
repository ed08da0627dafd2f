import { keysUnder } from '../storage/keys.ts';
import type { Change } from '../storage/table.ts';
import type { Group } from './book-writer.ts';
import { isBegun, type Checkpoint } from './checkpoint.ts';
import { markGroup } from './doomed.ts';
import type { FeedState, Reading } from './feed-state.ts';
import { loadProofs } from './proofs.ts';

/** Marks every entry whose contact a finished full round has not proven to exist, and ends the round. Its proofs may be forgotten then. */
export async function sweep(reading: Reading, state: FeedState): Promise<void> {
  const { proves, clear } = await proofsOf(reading, state);
  await markUnproven(reading, state, proves);
  // The round must have ended when its first proof goes: without it the rest would prove too little.
  await forget(state, clear, { round: 'changes', listed: false });
}

/** Removes the proofs of rounds that have ended or were given up. */
export async function forgetProofs(reading: Reading, state: FeedState): Promise<void> {
  await forget(state, (await proofsOf(reading, state)).clear, {});
}

async function forget({ writer }: FeedState, proofs: readonly Change[], ended: Partial<Checkpoint>): Promise<void> {
  const groups = proofs.map((change): Group => ({ changes: [change], entries: 0, state: ended }));
  await writer.append(groups, { ...ended, proofs: 0 });
}

/** Marks all entries of a feed that is no longer read at all: its folder is gone, or the profile leaves it out. */
export async function markAll(reading: Reading, state: FeedState): Promise<void> {
  await markUnproven(reading, state, () => false);
  if (state.writer.checkpoint.proofs > 0) await forgetProofs(reading, state);
  await state.writer.flush();
}

/** Marks what a page that was cut short has brought; whatever still exists is named again, and keeps its place. */
export async function markBegun(reading: Reading, state: FeedState): Promise<void> {
  const isBegunEntry = isBegun(state.writer.checkpoint);
  await markUnproven(reading, state, (entryKey) => !isBegunEntry(entryKey));
}

function proofsOf({ table, partition }: Reading, { feed, writer }: FeedState): ReturnType<typeof loadProofs> {
  return loadProofs(table, partition, { feed, generation: writer.checkpoint.generation });
}

async function markUnproven(reading: Reading, state: FeedState, proves: (entryKey: string) => boolean): Promise<void> {
  const { table, partition } = reading;
  for await (const rows of table.list(partition, { ...keysUnder('e', state.feed), select: ['contact'] })) {
    const unproven = rows.map((row) => row.key).filter((entryKey) => !proves(entryKey));
    const groups = state.doomed.mark(unproven).map((change) => markGroup(change, state.doomed));
    if (groups.length > 0) await state.writer.append(groups, {});
  }
}
