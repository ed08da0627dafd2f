import { PatchbayError, reasonOf, SignInError, ThrottledError } from '../errors.ts';
import type { CoveredMailbox } from '../profiles/covered-mailboxes.ts';
import { TakenOverError } from '../sync/book-writer.ts';
import { addCounts, noCounts, type Counts } from '../sync/counts.ts';
import type { JobOutcome } from '../sync/sync-job.ts';
import { jobId, type Job, type JobResult } from './job.ts';
import { isLasting } from './list-sources.ts';

/** What became of one try at a job. `again`: not now, but in a message of its own after a delay. */
export type Attempt =
  | { kind: 'ended'; job: Job; result: JobResult; error?: unknown }
  | { kind: 'again'; job: Job; delaySeconds: number; patient: boolean; reason: string | undefined; error?: unknown };

interface Work {
  counts: Counts;
  requests: number;
  durationMs: number;
}

const retrySeconds = 30;
const takenOverSeconds = 60;
const lastingRetryHours = { denied: 1, notFound: 24, invalid: 24 } as const;

/** Judges a try that came back: over, held, or to be continued because its time slice was. */
export function afterOutcome(job: Job, outcome: JobOutcome, requests: number, durationMs: number): Attempt {
  const work: Work = {
    counts: addCounts(job.soFar ?? noCounts(), outcome.counts),
    requests: job.requestsSoFar + requests,
    durationMs,
  };
  if (!outcome.complete) {
    const next = { ...job, soFar: work.counts, requestsSoFar: work.requests };
    return { kind: 'again', job: next, delaySeconds: 0, patient: true, reason: undefined };
  }
  const result = resultOf(job, work, outcome.held ? 'held' : 'done');
  result.entries = outcome.entries;
  if (outcome.held) {
    const { reason, entries: heldEntries, hold } = outcome.held;
    Object.assign(result, { reason, code: 'held', heldEntries, hold });
  }
  return { kind: 'ended', job, result };
}

/** Judges a try that failed: for good, or to be tried again. Waiting that the source asks for costs no attempt. */
export function afterError(job: Job, error: unknown, durationMs: number): Attempt {
  if (error instanceof TakenOverError)
    return { kind: 'again', job, delaySeconds: takenOverSeconds, patient: true, reason: undefined };
  const reason = reasonOf(error);
  if (error instanceof ThrottledError) {
    return { kind: 'again', job, delaySeconds: error.retryAfterSeconds, patient: true, reason };
  }
  if (error instanceof PatchbayError && isLasting(error))
    return { kind: 'ended', job, result: failedResult(job, error, durationMs) };
  return { kind: 'again', job, delaySeconds: retrySeconds, patient: false, reason, error };
}

export function failedResult(job: Job, error: unknown, durationMs: number): JobResult {
  const work: Work = { counts: job.soFar ?? noCounts(), requests: job.requestsSoFar, durationMs };
  const result = resultOf(job, work, 'failed');
  result.reason = reasonOf(error);
  if (error instanceof PatchbayError && error.code !== undefined) result.code = error.code;
  return result;
}

export function movedResult(job: Job, group: string): JobResult {
  return { ...resultOf(job, { counts: noCounts(), requests: 0, durationMs: 0 }, 'moved'), group };
}

function resultOf(job: Job, { counts, requests, durationMs }: Work, outcome: JobResult['outcome']): JobResult {
  const { key: mailbox, name, account } = job;
  return {
    job: jobId(job),
    mailbox,
    name,
    ...(account !== undefined && { account }),
    outcome,
    counts,
    entries: 0,
    requests,
    durationMs,
  };
}

/** What a covered mailbox's row learns from a result. Undefined for what says nothing about the mailbox itself. */
export function mailboxChange(
  job: Job,
  result: JobResult,
  { readWith, now, error }: { readWith: string; now: Date; error?: unknown },
): (Partial<CoveredMailbox> & { key: string }) | undefined {
  if (job.source.kind === 'nothing') return result.outcome === 'held' ? { key: job.key, held: true } : undefined;
  const at = now.toISOString();
  const base = { key: job.key, lastAttemptAt: at, outcome: result.outcome, reason: result.reason ?? '' };
  if (result.outcome !== 'failed')
    return {
      ...base,
      lastSuccessAt: at,
      readWith,
      entries: result.entries,
      held: result.outcome === 'held',
      retryAt: '',
    };
  return { ...base, retryAt: retryAt(error, now) };
}

/** When a mailbox that failed for good is tried again by itself; a refused sign-in is no mailbox's fault. */
function retryAt(error: unknown, now: Date): string {
  if (!(error instanceof PatchbayError) || error instanceof SignInError) return '';
  const hours =
    error.kind === 'denied' || error.kind === 'notFound' || error.kind === 'invalid'
      ? lastingRetryHours[error.kind]
      : 0;
  return hours === 0 ? '' : new Date(now.getTime() + hours * 3_600_000).toISOString();
}
