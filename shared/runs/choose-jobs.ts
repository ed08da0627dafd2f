import { accountBook, type BookId } from '../phonebook/book.ts';
import type { CoveredMailbox } from '../profiles/covered-mailboxes.ts';
import { shortHash } from '../storage/keys.ts';
import type { Mailbox } from '../source/source.ts';
import type { Job } from './job.ts';
import type { NewJobGroup } from './job-groups.ts';

/** Jobs that travel in one message when they only have to read changes: executions are what costs money. */
export const jobsPerMessage = 20;

/** A mailbox or directory that a profile's sources name now. */
export type Wanted = Pick<CoveredMailbox, 'key' | 'kind' | 'name' | 'mailbox' | 'folder' | 'account'>;

export function wantedPersonal(mailbox: Mailbox, account: string): Wanted {
  const { id, userPrincipalName: name } = mailbox;
  return { key: id, kind: 'personal', name, mailbox: id, folder: '', account };
}

export function wantedShared(mailbox: Mailbox, folder: string | undefined): Wanted {
  const { id, userPrincipalName: name } = mailbox;
  return {
    key: `${id}:${shortHash(folder ?? '')}`,
    kind: 'shared',
    name,
    mailbox: id,
    folder: folder ?? '',
    account: '',
  };
}

export function wantedDirectory(kind: 'users' | 'organisationContacts'): Wanted {
  return { key: kind, kind, name: kind, mailbox: '', folder: '', account: '' };
}

export interface Choice {
  jobs: { job: Job; changesOnly: boolean }[];
  /** Rows of covered mailboxes that are new or changed. */
  rows: (Partial<CoveredMailbox> & { key: string })[];
  /** Mailboxes left alone until their retry time. */
  parked: number;
}

interface ChoiceInput {
  wanted: readonly Wanted[];
  /** Sources that could not be listed this time: what they cover is left as it is. */
  unlisted: ReadonlySet<CoveredMailbox['kind']>;
  covered: readonly CoveredMailbox[];
  /** Version of projection and connection. */
  readWith: string;
  /** Whether parked mailboxes are tried all the same: somebody asked for this run. */
  evenParked: boolean;
  now: Date;
}

/** Decides which jobs a run has: those of all wanted sources that are on, and those that clear away what is no longer wanted. */
export function chooseJobs(input: ChoiceInput): Choice {
  const { wanted, unlisted, covered } = input;
  const known = new Map(covered.map((row) => [row.key, row]));
  const choice: Choice = { jobs: [], rows: [], parked: 0 };
  for (const source of new Map(wanted.map((each) => [each.key, each])).values()) {
    chooseWanted(choice, source, known.get(source.key), input);
    known.delete(source.key);
  }
  const claimed = new Set(wanted.map(({ account }) => account));
  for (const row of known.values()) {
    if (unlisted.has(row.kind)) continue;
    for (const account of formerAccounts(row))
      choice.jobs.push({ job: clearing(row, account, true), changesOnly: false });
    // An account that has another mailbox now must not see this one's contacts for as long as a guard would hold them.
    const unguarded = row.account !== '' && claimed.has(row.account);
    choice.jobs.push({ job: clearing(row, row.account, unguarded), changesOnly: !unguarded });
    if (row.covered) choice.rows.push({ key: row.key, covered: false });
  }
  return choice;
}

function chooseWanted(choice: Choice, source: Wanted, row: CoveredMailbox | undefined, input: ChoiceInput): void {
  const { readWith, evenParked, now } = input;
  const left = row && row.account !== source.account ? [...formerAccounts(row), row.account] : formerAccounts(row);
  const former = left.filter((account) => account !== source.account);
  // The rows of an account that the mailbox never belonged to are nobody's loss: they go without asking.
  for (const account of former) if (row) choice.jobs.push({ job: clearing(row, account, true), changesOnly: false });
  if (!row || isChanged(row, source)) choice.rows.push({ ...source, covered: true, formerAccounts: former.join('\n') });
  if (row?.enabled === false) return;
  if (row && !evenParked && row.retryAt > now.toISOString()) {
    choice.parked += 1;
    return;
  }
  const changesOnly = row?.account === source.account && row.readWith === readWith;
  choice.jobs.push({ job: reading(source), changesOnly });
}

export function formerAccounts(row: CoveredMailbox | undefined): string[] {
  return row?.formerAccounts ? row.formerAccounts.split('\n') : [];
}

/** Puts jobs that only read changes together, and first reads each alone. */
export function groupJobs(jobs: Choice['jobs']): NewJobGroup[] {
  const small = jobs.filter(({ changesOnly }) => changesOnly).map(({ job }) => job);
  const large = jobs.filter(({ changesOnly }) => !changesOnly).map(({ job }) => [job]);
  const parts = [...large];
  for (let start = 0; start < small.length; start += jobsPerMessage)
    parts.push(small.slice(start, start + jobsPerMessage));
  return parts.map((part, position) => ({ group: String(position).padStart(6, '0'), jobs: part }));
}

export function bookOf(job: Pick<Job, 'account'>): BookId {
  return job.account === undefined ? 'company' : accountBook(job.account);
}

function isChanged(row: CoveredMailbox, source: Wanted): boolean {
  return !row.covered || row.name !== source.name || row.account !== source.account || row.folder !== source.folder;
}

function reading(source: Wanted): Job {
  const { key, name, mailbox, kind } = source;
  const from: Job['source'] =
    kind === 'users' || kind === 'organisationContacts'
      ? { kind }
      : { kind: 'mailbox', mailbox, ...(source.folder && { folder: source.folder }) };
  return { ...blank(key, name, source.account), source: from };
}

/** Removes what a source has in a book: guarded when it left the profile, at once when the book is another's by now. */
function clearing(row: CoveredMailbox, account: string, unguarded: boolean): Job {
  return { ...blank(row.key, row.name, account), source: { kind: 'nothing' }, unguarded };
}

function blank(key: string, name: string, account: string): Omit<Job, 'source'> {
  return { key, name, ...(account && { account }), requestsSoFar: 0, releasedHold: '', unguarded: false };
}
