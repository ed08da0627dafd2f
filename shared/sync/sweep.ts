import { keysUnder } from '../storage/keys.ts';
import type { Group } from './book-writer.ts';
import { markGroup } from './doomed.ts';
import type { FeedState, Reading } from './feed-state.ts';
import { loadProofs } from './proofs.ts';

/** Marks every entry whose contact a finished full round has not proven to exist, and ends the round. */
export async function sweep(reading: Reading, state: FeedState): Promise<void> {
  const { table, partition } = reading;
  const proofs = await loadProofs(table, partition, state.feed);
  if (reading.mirror) await markUnproven(reading, state, (entryKey) => proofs.proves(entryKey));
  const forget: Group[] = proofs.clear.map((change) => ({ changes: [change], entries: 0 }));
  await state.writer.append(forget, { round: 'changes', proofs: 0, listed: false });
  await state.writer.flush();
}

/** Marks all entries of a feed that is no longer read at all: its folder is gone, or the profile leaves it out. */
export async function markAll(reading: Reading, state: FeedState): Promise<void> {
  await markUnproven(reading, state, () => false);
  await state.writer.flush();
}

async function markUnproven(reading: Reading, state: FeedState, proves: (entryKey: string) => boolean): Promise<void> {
  const { table, partition } = reading;
  for await (const rows of table.list(partition, { ...keysUnder('e', state.feed), select: ['contact'] })) {
    const unproven = rows.map((row) => row.key).filter((entryKey) => !proves(entryKey));
    const groups = state.doomed.mark(unproven).map((change) => markGroup(change, state.doomed));
    if (groups.length > 0) await state.writer.append(groups, {});
  }
}
