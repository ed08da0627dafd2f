import type { Mailbox } from '../source/source.ts';
import type { Account } from './account.ts';

/** Finds the account of a mailbox by user name (the part before the @, or the whole) or by e-mail, whatever the case. */
export type AccountMatcher = (mailbox: Mailbox) => Account | undefined;

/** Indexes the accounts once; a name that two accounts share matches none, because a guess could show a stranger's contacts. */
export function accountMatcher(accounts: readonly Account[], by: 'userName' | 'email'): AccountMatcher {
  const index = new Map<string, Account | undefined>();
  for (const account of accounts) {
    const name = (by === 'userName' ? account.userName : account.email)?.toLowerCase();
    if (name) index.set(name, index.has(name) ? undefined : account);
  }
  return (mailbox) => {
    for (const name of namesOf(mailbox, by)) {
      const account = index.get(name.toLowerCase());
      if (account) return account;
    }
    return undefined;
  };
}

function namesOf({ userPrincipalName, mail }: Mailbox, by: 'userName' | 'email'): string[] {
  if (by === 'email') return [mail, userPrincipalName].filter((name) => name !== undefined);
  return [userPrincipalName, userPrincipalName.split('@')[0] ?? ''];
}
