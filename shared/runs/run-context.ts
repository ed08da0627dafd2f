import { bookPartition } from '../phonebook/book.ts';
import { projectionOf, type Projection } from '../phonebook/projection.ts';
import type { ContactsProfile } from '../profiles/contacts-profile.ts';
import { ofKind } from '../profiles/profile.ts';
import type { Connection } from '../connections/connection.ts';
import type { Counts } from '../sync/counts.ts';
import { syncJob, type JobOutcome } from '../sync/sync-job.ts';
import { bookOf } from './choose-jobs.ts';
import type { Job } from './job.ts';
import type { RunPorts } from './ports.ts';

/** A profile with everything its jobs need, loaded once for each message. */
export interface RunContext {
  profileId: string;
  profile: ContactsProfile;
  connection: Connection;
  projection: Projection;
}

const projections = new Map<string, { etag: string; projection: Projection }>();

/** Loads profile and connection; the compiled projection is kept for as long as the profile stays the same. */
export async function runContext(
  ports: Pick<RunPorts, 'profiles' | 'connection'>,
  profileId: string,
): Promise<RunContext> {
  const { body: profile, etag } = ofKind(await ports.profiles.get(profileId), 'contacts');
  const connection = await ports.connection(profile.connectionId);
  const kept = projections.get(profileId);
  const projection = kept?.etag === etag ? kept.projection : projectionOf(profile);
  projections.set(profileId, { etag, projection });
  return { profileId, profile, connection, projection };
}

/** What a mailbox was read with; when it differs, everything has to be read again. */
export function readWithOf({ projection, connection }: Pick<RunContext, 'projection' | 'connection'>): string {
  return `${projection.version} ${connection.version}`;
}

/** Whether what is gone is removed; from another account's book it always is, whatever the import mode. */
export function mirrors(profile: ContactsProfile, job: Pick<Job, 'unguarded'>): boolean {
  return profile.importMode === 'mirror' || job.unguarded;
}

export interface JobRunOptions {
  run: string;
  deadline: Date;
  relist: boolean;
  progress(counts: Counts): void;
}

/** Runs one job through the sync engine; answers its outcome and the requests it made. */
export async function runJob(
  ports: Pick<RunPorts, 'books' | 'openSource' | 'now'>,
  { profileId, profile, connection, projection }: RunContext,
  job: Job,
  options: JobRunOptions,
): Promise<{ outcome: JobOutcome; requests: number }> {
  const source = ports.openSource(connection);
  const outcome = await syncJob(
    {
      table: ports.books,
      partition: bookPartition(profileId, bookOf(job)),
      job: job.key,
      account: job.account,
      source,
      projection,
      connectionVersion: connection.version,
      mirror: mirrors(profile, job),
      deadline: options.deadline,
      now: ports.now,
      progress: options.progress,
    },
    {
      source: job.source.kind === 'mailbox' ? { folder: undefined, ...job.source } : job.source,
      excludedFolders: profile.exclude.folders,
      relist: options.relist,
      run: options.run,
      maxDeletedShare: profile.guard.maxDeletedShare,
      releasedHold: job.releasedHold,
      unguarded: job.unguarded,
    },
  );
  return { outcome, requests: source.count.requests };
}
