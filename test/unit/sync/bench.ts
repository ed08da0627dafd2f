import { projectionOf, type Projection } from '../../../shared/phonebook/projection.ts';
import { contactsProfileSchema, type ContactsProfileInput } from '../../../shared/profiles/contacts-profile.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows, type Change, type Table } from '../../../shared/storage/table.ts';
import { syncJob, type JobOptions, type JobOutcome } from '../../../shared/sync/sync-job.ts';
import type { Reading } from '../../../shared/sync/feed-state.ts';
import type { Counts } from '../../../shared/sync/counts.ts';
import { faultyTable, type Call, type Fault, type Life } from './faulty-table.ts';
import { mailboxWorld, type MailboxWorld } from './mailbox-world.ts';
import { modelSource, type ModelOptions, type Told } from './model-source.ts';
import { partitionOf } from './book-rows.ts';
import { checkTransaction } from './transaction-checks.ts';

/** A job of the bench: a mailbox that is read into the company book, or into the book of an account. */
export interface BenchJob {
  job: string;
  mailbox: string;
  folder?: string;
  account?: string;
  /** Reads the people of the directory instead; the model keeps them in the default folder of `mailbox`. */
  directory?: 'users' | 'organisationContacts';
}

export interface RunOptions extends Partial<Omit<JobOptions, 'source' | 'releasedHold'>> {
  /** An operator releases what is held, if it is so many entries at most. */
  released?: number;
  /** The hold that is released, instead. */
  releasedHold?: string;
  job?: BenchJob;
  nothing?: boolean;
  life?: Life;
  /** Fails a call to the table. */
  fault?: Fault | undefined;
  /** Stops at the first page that does not end a round. */
  slice?: boolean;
  /** Runs before every request to the source; may throw, or change the world. */
  beforeRequest?(request: string, nth: number): Promise<void> | void;
  beforeCall?(call: Call): Promise<void> | void;
}

export interface RunResult {
  outcome: JobOutcome | undefined;
  error: unknown;
  calls: Call[];
  requests: number;
  /** What the job told after every page. */
  progress: Counts[];
}

/** Storage, a world of mailboxes and a clock: everything that outlives a worker. */
export interface Bench {
  readonly world: MailboxWorld;
  readonly store: Table;
  readonly told: Map<string, Told>;
  projection: Projection;
  mirror: boolean;
  connectionVersion: number;
  now: number;
  excludedFolders: string[];
  jobs: BenchJob[];
  /** Whether every transaction is checked; that takes time with thousands of rows. */
  checks: boolean;
  /** Runs a job with a fresh engine; never throws. */
  run(options?: RunOptions): Promise<RunResult>;
  /** A bench of its own in the same state. */
  fork(): Promise<Bench>;
}

export const onlyJob: BenchJob = { job: 'job1', mailbox: 'm1' };

export function projectionFor(profile: Partial<ContactsProfileInput> = {}): Projection {
  const input = { kind: 'contacts', name: 'Bench', connectionId: 'x', sources: {}, ...profile };
  return projectionOf(contactsProfileSchema.parse(input));
}

export const plainProjection = projectionFor();

export function bench(model: ModelOptions, jobs: BenchJob[] = [onlyJob]): Bench {
  return benchOf(model, {
    world: mailboxWorld(),
    store: memoryTable(),
    told: new Map(),
    projection: plainProjection,
    mirror: true,
    connectionVersion: 1,
    now: Date.UTC(2026, 0, 1),
    excludedFolders: [],
    jobs,
    checks: true,
  });
}

function benchOf(model: ModelOptions, parts: Omit<Bench, 'run' | 'fork'>): Bench {
  const state: Bench = {
    ...parts,
    run: (options = {}) => run(state, model, options),
    async fork() {
      const store = memoryTable();
      for (const partition of new Set(state.jobs.map(partitionOf))) {
        const rows = await allRows(state.store, partition);
        if (rows.length === 0) continue;
        const changes = rows.map(({ key, cells }): Change => ({ do: 'upsert', key, cells }));
        await store.commit(partition, changes);
      }
      return benchOf(model, { ...state, world: state.world.copy(), store, told: new Map(state.told) });
    },
  };
  return state;
}

async function run(state: Bench, model: ModelOptions, options: RunOptions): Promise<RunResult> {
  const {
    job = state.jobs[0] ?? onlyJob,
    nothing = false,
    life,
    fault,
    slice = false,
    beforeRequest,
    beforeCall,
  } = options;
  const source = modelSource(state, model, (request) => beforeRequest?.(request, source.count.requests));
  const partition = partitionOf(job);
  const progress: Counts[] = [];
  const { table, calls } = faultyTable(state.store, {
    fault,
    ...(life && { life }),
    ...(beforeCall && { before: beforeCall }),
    applied: () => (state.checks ? checkTransaction(state, job) : undefined),
  });
  const reading: Reading = {
    table,
    partition,
    job: job.job,
    account: job.account,
    source,
    projection: state.projection,
    connectionVersion: state.connectionVersion,
    mirror: state.mirror,
    deadline: new Date(slice ? state.now - 1 : state.now + 1),
    now: () => new Date(state.now),
    progress: (counts) => progress.push(counts),
  };
  const jobOptions: JobOptions = {
    source: nothing ? { kind: 'nothing' } : sourceOf(job),
    excludedFolders: state.excludedFolders,
    relist: options.relist ?? false,
    run: options.run ?? 'run1',
    maxDeletedShare: options.maxDeletedShare ?? 0.25,
    releasedHold: options.releasedHold ?? '',
    unguarded: options.unguarded ?? false,
  };
  try {
    let outcome = await syncJob(reading, jobOptions);
    if (outcome.held && outcome.held.entries <= (options.released ?? 0)) {
      outcome = await syncJob(reading, { ...jobOptions, releasedHold: outcome.held.hold });
    }
    return { outcome, error: undefined, calls, requests: source.count.requests, progress };
  } catch (error) {
    return { outcome: undefined, error, calls, requests: source.count.requests, progress };
  }
}

function sourceOf({ mailbox, folder, directory }: BenchJob): JobOptions['source'] {
  return directory === undefined ? { kind: 'mailbox', mailbox, folder } : { kind: directory };
}
