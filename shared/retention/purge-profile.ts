import { ConflictError, NotFoundError } from '../errors.ts';
import type { DeadLetterPorts } from '../deadletters/record-dead-letter.ts';
import { accountBook, bookPartition, type BookId } from '../phonebook/book.ts';
import { formerAccounts } from '../runs/choose-jobs.ts';
import { purgeMessage } from '../runs/messages.ts';
import { clearRows } from '../storage/clear-rows.ts';
import { key } from '../storage/keys.ts';
import type { Table } from '../storage/table.ts';
import { sliceOf, type Slice } from './slice.ts';

export interface PurgePorts extends DeadLetterPorts {
  /** Tables in which each profile has one partition of its own. */
  tablesByProfile: readonly Table[];
  /** Takes back what is set on phone systems because of a profile; answers whether nothing is left. */
  withdraw(profile: string): Promise<boolean>;
}

/** How long to wait for phone systems before looking again. */
const withdrawSeconds = 10;

/**
 * Clears away everything a deleted profile has stored, for one slice of time, and orders the next when something is left. Does nothing
 * while the profile exists. May be cut off and repeated; until it is done the watch sees to that.
 */
export async function purgeProfile(ports: PurgePorts, id: string): Promise<void> {
  if ((await ports.profiles.list()).some((profile) => profile.id === id)) {
    ports.log.warn('profile.purgeRefused', { profile: id });
    return;
  }
  await noteWork(ports, id);
  if (!(await ports.withdraw(id))) {
    ports.log.info('profile.withdrawing', { profile: id });
    await ports.runQueue.send(purgeMessage(id), { delaySeconds: withdrawSeconds });
    return;
  }
  if (await clearProfile(ports, id, sliceOf(ports))) {
    ports.log.info('profile.purged', { profile: id });
    return;
  }
  ports.log.info('profile.purgeGoesOn', { profile: id });
  await ports.runQueue.send(purgeMessage(id));
}

/** Keeps the watch from ordering what is being done. */
async function noteWork({ states, now }: DeadLetterPorts, id: string): Promise<void> {
  try {
    await states.change(await states.get(id), { activeSince: now() });
  } catch (error) {
    if (!(error instanceof NotFoundError || error instanceof ConflictError)) throw error;
  }
}

async function clearProfile(ports: PurgePorts, id: string, slice: Slice): Promise<boolean> {
  for (const book of await booksOf(ports, id)) {
    if (!(await clearRows(ports.books, bookPartition(id, book), {}, slice.mayGoOn))) return false;
  }
  for (const table of ports.tablesByProfile) {
    if (!(await clearRows(table, key(id), {}, slice.mayGoOn))) return false;
  }
  if (!(await clearRuns(ports, id, slice))) return false;
  await ports.accounts.delete(id);
  await ports.incidents.remove(id);
  await ports.deadLetters.removeOf(id);
  // Last, because these rows tell which books there are, and the state that something is left.
  await ports.mailboxes.clear(id);
  await ports.states.delete(id);
  return true;
}

async function booksOf({ mailboxes }: DeadLetterPorts, id: string): Promise<BookId[]> {
  const covered = await mailboxes.list(id);
  const accounts = new Set(covered.flatMap((row) => [row.account, ...formerAccounts(row)]));
  accounts.delete('');
  return ['company', ...[...accounts].map(accountBook)];
}

async function clearRuns({ runs, groups }: DeadLetterPorts, id: string, slice: Slice): Promise<boolean> {
  for (const run of await runs.all(id)) {
    await groups(id, run.id).clear();
    await runs.delete(id, run.id);
    if (!slice.mayGoOn()) return false;
  }
  return true;
}
