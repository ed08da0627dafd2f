import { bookPartition } from '../phonebook/book.ts';
import { checkpointKey } from '../sync/checkpoint.ts';
import { listingFeed } from '../sync/folder-listing.ts';
import { bookOf, formerAccounts } from './choose-jobs.ts';
import type { Job } from './job.ts';
import { mailboxChange, type Attempt } from './job-result.ts';
import type { RunPorts } from './ports.ts';
import { mirrors, readWithOf, type RunContext } from './run-context.ts';

/** Tells the covered mailboxes how their jobs ended. */
export async function noteMailboxes(ports: RunPorts, context: RunContext, attempts: readonly Attempt[]): Promise<void> {
  const at = { readWith: readWithOf(context), now: ports.now() };
  const changes = attempts.flatMap((attempt) => {
    if (attempt.kind !== 'ended') return [];
    const change = mailboxChange(attempt.job, attempt.result, { ...at, error: attempt.error });
    return change ? [change] : [];
  });
  // One row a transaction: a mailbox may have several jobs in one message.
  const rows = new Map(changes.map((change) => [change.key, change]));
  await ports.mailboxes.merge(context.profileId, [...rows.values()]);
  for (const attempt of attempts) {
    if (attempt.kind === 'ended' && attempt.result.outcome === 'done') await forgetCleared(ports, context, attempt.job);
  }
}

/** A clearing job is done: the mailbox no longer has anything in that book, unless the profile never removes anything. */
async function forgetCleared(ports: RunPorts, context: RunContext, job: Job): Promise<void> {
  if (job.source.kind !== 'nothing' || !mirrors(context.profile, job)) return;
  const { profileId: profile } = context;
  await forgetListing(ports, profile, job);
  const row = await ports.mailboxes.find(profile, job.key);
  if (!row) return;
  const former = formerAccounts(row).filter((account) => account !== job.account);
  if (!row.covered && row.account === (job.account ?? '') && former.length === 0) {
    await ports.mailboxes.remove(profile, job.key);
  } else {
    await ports.mailboxes.merge(profile, [{ key: job.key, formerAccounts: former.join('\n') }]);
  }
}

/** The folders of a mailbox are all that is left of it in a book once its entries are gone. */
async function forgetListing({ books }: RunPorts, profile: string, job: Job): Promise<void> {
  const [partition, key] = [bookPartition(profile, bookOf(job)), checkpointKey(job.key, listingFeed)];
  if (await books.get(partition, key)) await books.commit(partition, [{ do: 'delete', key, etag: '*' }]);
}
