import type { Connection } from '../connections/connection.ts';
import { NotFoundError, PatchbayError, reasonOf, SignInError } from '../errors.ts';
import { bookPartition, type BookId } from '../phonebook/book.ts';
import { projectionOf, type Projection } from '../phonebook/projection.ts';
import type { AccountStore } from '../profiles/account-store.ts';
import type { ContactsProfile } from '../profiles/contacts-profile.ts';
import type { CoveredMailboxes } from '../profiles/covered-mailboxes.ts';
import { bookOf, chooseJobs } from '../runs/choose-jobs.ts';
import type { Job } from '../runs/job.ts';
import { listSources } from '../runs/list-sources.ts';
import { mirrors } from '../runs/run-context.ts';
import type { ContactFeed, Folder, Source } from '../source/source.ts';
import type { Table } from '../storage/table.ts';
import { feedKey } from '../sync/checkpoint.ts';
import { foldersToRead } from '../sync/folder-listing.ts';
import { simulateClearing, simulateFeed, type SimulatedReading } from './simulate-feed.ts';
import { simulatedGuard, type SimulatedFeed, type SimulatedGuard } from './simulate-guard.ts';
import { simulationOf, type Collector, type Simulation } from './simulation.ts';

export interface SimulatePorts {
  accounts: AccountStore;
  mailboxes: CoveredMailboxes;
  books: Table;
  openSource(connection: Connection): Source;
  /** The simulation stops at this moment and says that it did; an answer must come before the platform's limit. */
  deadline: Date;
  now(): Date;
}

/**
 * What a run of the profile would do now: every source is read whole and compared with what is stored. Nothing is written. A source
 * that cannot be read is a row of its own, as it would be in the run.
 */
export async function simulate(
  ports: SimulatePorts,
  profileId: string,
  profile: ContactsProfile,
  connection: Connection,
): Promise<Simulation> {
  const projection = projectionOf(profile);
  const source = ports.openSource(connection);
  const { collector, result } = simulationOf(projection.columns);
  const [{ accounts }, covered] = await Promise.all([ports.accounts.get(profileId), ports.mailboxes.list(profileId)]);
  const sources = await listSources(source, profile, accounts).catch((error: unknown) => {
    // It is no fault of whoever asks: the run would fail with it.
    if (error instanceof SignInError) collector.fail(connection.name, reasonOf(error));
    else throw error;
  });
  if (!sources) return result();
  for (const problem of sources.problems) collector.fail(problem.source, problem.reason);
  collector.skip(sources.unmatched.names, 'noAccount', sources.unmatched.count);
  const { jobs } = chooseJobs({
    wanted: sources.wanted,
    unlisted: sources.unlisted,
    covered,
    readWith: '',
    evenParked: true,
    now: ports.now(),
  });
  const guard = simulatedGuard(profile.guard.maxDeletedShare);
  for (const { job } of jobs) {
    if (collector.stopped || ports.now() > ports.deadline) collector.stop();
    else await simulateJob({ ports, profileId, profile, projection, source, collector, guard }, job);
  }
  return result();
}

interface Context {
  ports: SimulatePorts;
  profileId: string;
  profile: ContactsProfile;
  projection: Projection;
  source: Source;
  collector: Collector;
  guard: SimulatedGuard;
}

async function simulateJob(context: Context, job: Job): Promise<void> {
  const { ports, profileId, collector } = context;
  const book: BookId = bookOf(job);
  const mayGoOn = (): boolean => ports.now() <= ports.deadline;
  const place = { table: ports.books, partition: bookPartition(profileId, book), job: job.key, name: job.name };
  try {
    const feeds = await feedsOf(context, job);
    const { projection, source, profile } = context;
    const reading = {
      ...place,
      projection,
      source,
      collector,
      account: job.account,
      mirror: mirrors(profile, job),
      mayGoOn,
    };
    const seen: SimulatedFeed[] = [];
    for (const feed of feeds) if (!collector.stopped) seen.push(...(await simulateFeed(reading, feed)));
    if (reading.mirror)
      seen.push(...(await simulateClearing(reading, new Set(feeds.map((feed) => feedKey(job.key, feed))))));
    if (!collector.stopped && !job.unguarded) await simulateHold(context, reading, seen);
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    collector.fail(job.name, reasonOf(error));
  }
}

async function simulateHold(
  { guard, collector }: Context,
  reading: SimulatedReading,
  feeds: readonly SimulatedFeed[],
): Promise<void> {
  if (feeds.every(({ gone }) => gone.length === 0)) return;
  const { verdict, entries } = await guard.judge({ ...reading, feeds });
  if (verdict.hold) collector.hold(reading.name, entries, verdict.reason);
}

async function feedsOf({ source, profile }: Context, job: Job): Promise<ContactFeed[]> {
  if (job.source.kind === 'nothing') return [];
  if (job.source.kind !== 'mailbox') return [{ kind: job.source.kind }];
  const { mailbox, folder } = job.source;
  const folders: Folder[] = await source.folders(mailbox);
  const chosen = foldersToRead(folders, folder, profile.exclude.folders);
  if (chosen.length === 0 && folder !== undefined) {
    throw new NotFoundError(
      `The mailbox has no contact folder "${folder}"; create it or correct the path in the profile.`,
    );
  }
  return chosen.map(({ id }) => ({ kind: 'folder', mailbox, folder: id }));
}
