import { bookPartition, accountBook } from '../phonebook/book.ts';
import { purgeMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';
import { allRows, type Change, type Table } from '../storage/table.ts';
import type { Profile } from '../profiles/profile.ts';
import { refuseWhileRunning } from '../profiles/save-profile.ts';

const rowsPerTransaction = 100;

/** Deletes a profile: from this moment nothing of it is served; what it has stored is cleared away right after by a queue worker. */
export async function deleteProfile(ports: RunPorts, profile: Profile): Promise<void> {
  await refuseWhileRunning(ports, profile.id);
  await ports.runQueue.send(purgeMessage(profile.id), { delaySeconds: 5 });
  await ports.profiles.delete(profile);
}

/** Clears away everything a deleted profile has stored. Does nothing while the profile exists. May be cut off and repeated. */
export async function purgeProfile(ports: RunPorts, id: string): Promise<void> {
  const exists = (await ports.profiles.list()).some((profile) => profile.id === id);
  if (exists) {
    ports.log.warn('profile.purgeRefused', { profile: id });
    return;
  }
  const covered = await ports.mailboxes.list(id);
  const accounts = new Set(covered.flatMap((row) => [row.account, ...row.formerAccounts.split('\n')]));
  accounts.delete('');
  const books = ['company' as const, ...[...accounts].map(accountBook)];
  for (const book of books) await clearPartition(ports.books, bookPartition(id, book));
  for (const run of await ports.runs.all(id)) {
    await ports.groups(id, run.id).clear();
    await ports.runs.delete(id, run.id);
  }
  await ports.accounts.delete(id);
  await ports.incidents.remove(id);
  // Last, because these rows tell which books there are.
  await ports.mailboxes.clear(id);
  await ports.states.delete(id);
  ports.log.info('profile.purged', { profile: id, books: books.length });
}

async function clearPartition(table: Table, partition: string): Promise<void> {
  const rows = await allRows(table, partition, { select: ['v'] });
  for (let start = 0; start < rows.length; start += rowsPerTransaction) {
    const part = rows.slice(start, start + rowsPerTransaction);
    await table.commit(
      partition,
      part.map((row): Change => ({ do: 'delete', key: row.key, etag: '*' })),
    );
  }
}
