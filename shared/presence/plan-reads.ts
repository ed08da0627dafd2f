import type { Account } from '../profiles/account.ts';
import { accountMatcher } from '../profiles/match.ts';
import type { PresenceProfile } from '../profiles/presence-profile.ts';
import { ofKind, type Profile } from '../profiles/profile.ts';
import type { Mailbox, Source } from '../source/source.ts';
import { accountsPerAdvance, accountsPerRead, advanceMessage, partsOf, readMessage } from './presence-message.ts';
import type { PresenceState } from './presence-state.ts';
import type { PresencePorts } from './ports.ts';

/** A mailbox and the account it belongs to. */
export interface Matched {
  mailbox: Mailbox;
  account: Account;
}

/**
 * Lists whose calendars are to be read, notes who has come and who has gone, and asks for the reads. What is gone is taken back, and
 * only forgotten once nothing is set any more.
 */
export async function planReads(ports: PresencePorts, profileId: string): Promise<void> {
  const profile = ofKind(await ports.profiles.get(profileId), 'presence');
  const source = ports.openSource(await ports.connection(profile.body.connectionId));
  const { accounts, etag: list } = await ports.accounts.get(profileId);
  const { matched, unmatched } = await matchMailboxes(source, profile.body, accounts);
  const known = new Set<string>();
  const gone: string[] = [];
  for await (const page of ports.presence.all(profileId)) {
    for (const state of page) {
      known.add(state.account.id);
      const match = matched.get(state.account.id);
      if (match) await keep(ports, state, match);
      else if (await letGo(ports, state)) gone.push(state.account.id);
    }
  }
  for (const { mailbox, account } of matched.values()) {
    if (known.has(account.id)) continue;
    await ports.presence.insert({ profile: profileId, account, mailbox: mailbox.id, name: mailbox.userPrincipalName });
  }
  ports.log.info('presence.planned', { profile: profileId, mailboxes: matched.size, unmatched, gone: gone.length });
  await askFor(ports, profile, [...matched.keys()], gone);
  const plannedAt = ports.now().toISOString();
  await ports.presence.noteSchedule(profileId, { plannedAt, plannedWith: plannedWith(profile, list) });
}

/** Which versions of profile and accounts the mailboxes were listed with. */
export function plannedWith({ etag }: Profile<PresenceProfile>, list: string | undefined): string {
  return `${etag} ${list ?? ''}`;
}

async function askFor(
  ports: PresencePorts,
  { id }: Profile<PresenceProfile>,
  read: string[],
  gone: string[],
): Promise<void> {
  const at = ports.now().toISOString();
  for (const part of partsOf(gone, accountsPerAdvance)) await ports.transitionQueue.send(advanceMessage(id, part, at));
  for (const part of partsOf(read, accountsPerRead)) await ports.presenceQueue.send(readMessage(id, part));
}

/** A mailbox belongs to the account it matches, unless others match it too: a guess could show a stranger's appointments. */
export async function matchMailboxes(
  source: Pick<Source, 'mailboxes'>,
  { personal }: PresenceProfile,
  accounts: readonly Account[],
): Promise<{ matched: Map<string, Matched>; unmatched: number }> {
  const accountFor = accountMatcher(accounts, personal.match);
  const claims = new Map<string, Matched[]>();
  let unmatched = 0;
  for await (const page of source.mailboxes(personal)) {
    for (const mailbox of page) {
      const account = accountFor(mailbox);
      if (!account) unmatched += 1;
      else claims.set(account.id, [...(claims.get(account.id) ?? []), { mailbox, account }]);
    }
  }
  const matched = new Map<string, Matched>();
  for (const [account, found] of claims) {
    const [only, second] = found;
    if (only && !second) matched.set(account, only);
    else unmatched += found.length;
  }
  return { matched, unmatched };
}

/** Notes what has changed about a mailbox; events of another mailbox are no longer its own. */
async function keep({ presence }: PresencePorts, state: PresenceState, { mailbox, account }: Matched): Promise<void> {
  const name = mailbox.userPrincipalName;
  const isSame =
    state.covered &&
    state.mailbox === mailbox.id &&
    state.name === name &&
    JSON.stringify(state.account) === JSON.stringify(account);
  if (isSame) return;
  await presence.change(state.profile, state.account.id, (now) => ({
    covered: true,
    account,
    name,
    ...(now.mailbox !== mailbox.id && { mailbox: mailbox.id, events: [], timeZone: '', readAt: '', categories: '' }),
  }));
}

/** Answers whether something of it is still to be taken back; what is quiet is forgotten. */
async function letGo({ presence }: PresencePorts, state: PresenceState): Promise<boolean> {
  if (!state.covered && state.due === '' && state.situation.winner === null) {
    await presence.remove(state);
    return false;
  }
  await presence.change(state.profile, state.account.id, ({ covered }) => (covered ? { covered: false } : undefined));
  return true;
}
