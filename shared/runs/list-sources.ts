import { PatchbayError, reasonOf, SignInError } from '../errors.ts';
import type { Account } from '../profiles/account.ts';
import type { ContactsProfile } from '../profiles/contacts-profile.ts';
import type { CoveredMailbox } from '../profiles/covered-mailboxes.ts';
import { accountMatcher } from '../profiles/match.ts';
import type { Mailbox, Source } from '../source/source.ts';
import { wantedDirectory, wantedPersonal, wantedShared, type Wanted } from './choose-jobs.ts';
import type { Run } from './run.ts';

export interface Sources {
  wanted: Wanted[];
  unlisted: Set<CoveredMailbox['kind']>;
  unmatched: Run['unmatched'];
  problems: Run['problems'];
}

const namesShown = 100;

/**
 * Lists what a profile's sources name now. What a person has to repair (a group that is gone, an address that does not exist, a
 * missing permission) becomes a problem of that source only; what passes by itself is thrown, and a refused sign-in, because that is
 * every source's problem.
 */
export async function listSources(
  source: Source,
  profile: ContactsProfile,
  accounts: readonly Account[],
): Promise<Sources> {
  const { personal, shared, directory } = profile.sources;
  const sources: Sources = { wanted: [], unlisted: new Set(), unmatched: { count: 0, names: [] }, problems: [] };
  if (personal) {
    await noting(sources, 'personal', 'personal', () => listPersonal(source, personal, accounts, sources));
  }
  for (const { mailbox, folder } of shared) {
    await noting(sources, 'shared', mailbox, async () => {
      sources.wanted.push(wantedShared(await source.mailbox(mailbox), folder));
    });
  }
  if (directory.users) sources.wanted.push(wantedDirectory('users'));
  if (directory.organisationContacts) sources.wanted.push(wantedDirectory('organisationContacts'));
  return sources;
}

/** A mailbox belongs to the account it matches, unless others match it too: a guess could show a stranger's contacts. */
async function listPersonal(
  source: Source,
  personal: NonNullable<ContactsProfile['sources']['personal']>,
  accounts: readonly Account[],
  sources: Sources,
): Promise<void> {
  const accountFor = accountMatcher(accounts, personal.match);
  const found = new Map<string, { mailbox: Mailbox; account: string | undefined }>();
  for await (const page of source.mailboxes(personal)) {
    for (const mailbox of page) found.set(mailbox.id, { mailbox, account: accountFor(mailbox)?.id });
  }
  const claims = new Map<string | undefined, number>();
  for (const { account } of found.values()) claims.set(account, (claims.get(account) ?? 0) + 1);
  for (const { mailbox, account } of found.values()) {
    if (account !== undefined && claims.get(account) === 1) {
      sources.wanted.push(wantedPersonal(mailbox, account));
      continue;
    }
    sources.unmatched.count += 1;
    if (sources.unmatched.names.length < namesShown) sources.unmatched.names.push(mailbox.userPrincipalName);
  }
}

async function noting(
  sources: Sources,
  kind: 'personal' | 'shared',
  name: string,
  list: () => Promise<void>,
): Promise<void> {
  try {
    await list();
  } catch (error) {
    if (!(error instanceof PatchbayError) || !isLasting(error) || error instanceof SignInError) throw error;
    sources.unlisted.add(kind);
    sources.problems.push({
      source: name,
      reason: reasonOf(error),
      ...(error.code !== undefined && { code: error.code }),
    });
  }
}

/** Whether only a person can repair it: trying again would change nothing. */
export function isLasting(error: PatchbayError): boolean {
  return error.kind === 'denied' || error.kind === 'notFound' || error.kind === 'invalid';
}
