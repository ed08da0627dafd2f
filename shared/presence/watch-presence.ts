import type { PresenceProfile } from '../profiles/presence-profile.ts';
import { isOfKind, type Profile } from '../profiles/profile.ts';
import {
  accountsPerAdvance,
  accountsPerRead,
  advanceMessage,
  partsOf,
  planMessage,
  readMessage,
} from './presence-message.ts';
import { plannedWith } from './plan-reads.ts';
import type { DueAccount, PresenceSchedule } from './presence-store.ts';
import type { PresencePorts } from './ports.ts';

const minuteMs = 60_000;
const planEveryMs = 60 * minuteMs;
/** The last look before a transition sends the message that is in time for it. */
const lastLookMs = 62_000;
/** The look before that one sends another for a few seconds later, which only has something to do where the last look was missed. */
const announcedAheadMs = 122_000;
const afterwardsSeconds = 5;
/** Messages come into sight so much earlier than the moment they are for, and wait for it. */
const earlySeconds = 3;

/** The minute's look at all profiles: who is to be read, and whose situation changes within the next minutes. */
export async function watchPresence(ports: PresencePorts): Promise<void> {
  for (const profile of await ports.profiles.list()) {
    if (!isOfKind(profile, 'presence')) continue;
    const accounts = await ports.presence.due(profile.id);
    await announce(ports, profile, accounts);
    if (profile.body.enabled) await askForReads(ports, profile, accounts);
  }
}

/** Sends one message for those who change at the same moment, to arrive just before it. */
async function announce(
  ports: PresencePorts,
  profile: Profile<PresenceProfile>,
  accounts: readonly DueAccount[],
): Promise<void> {
  for (const [moment, due] of byMoment(profile.etag, accounts, ports.now())) {
    const aheadMs = Date.parse(moment) - ports.now().getTime();
    const seconds = Math.floor(aheadMs / 1000);
    const delaySeconds = aheadMs > lastLookMs ? seconds + afterwardsSeconds : Math.max(0, seconds - earlySeconds);
    for (const part of partsOf(due, accountsPerAdvance))
      await ports.transitionQueue.send(advanceMessage(profile.id, part, moment), { delaySeconds });
  }
}

/** Who changes when within the next minutes; at once: who is late, and whose profile was changed since. Pure. */
export function byMoment(rules: string, accounts: readonly DueAccount[], now: Date): Map<string, string[]> {
  const moments = new Map<string, string[]>();
  const add = (moment: string, account: string): void => {
    moments.set(moment, [...(moments.get(moment) ?? []), account]);
  };
  const horizon = new Date(now.getTime() + announcedAheadMs).toISOString();
  const at = now.toISOString();
  for (const { account, due, rules: known } of accounts) {
    if (known !== rules || (due !== '' && due <= at)) add(at, account);
    if (due > at && due <= horizon) add(due, account);
  }
  return moments;
}

/** Asks first and notes it afterwards: to ask twice does no harm, not to ask would. That a listing is done notes who has done it. */
async function askForReads(
  ports: PresencePorts,
  profile: Profile<PresenceProfile>,
  accounts: readonly DueAccount[],
): Promise<void> {
  const schedule = await ports.presence.schedule(profile.id);
  const { etag: list } = await ports.accounts.get(profile.id);
  const wanted = wantedNow(schedule, plannedWith(profile, list), profile.body.readEveryMinutes, ports.now());
  if (wanted === undefined) return;
  if (wanted === 'plan') await ports.presenceQueue.send(planMessage(profile.id));
  else {
    const read = accounts.filter(({ covered }) => covered).map(({ account }) => account);
    for (const part of partsOf(read, accountsPerRead)) await ports.presenceQueue.send(readMessage(profile.id, part));
  }
  await ports.presence.noteSchedule(profile.id, { readAt: ports.now().toISOString() });
}

/** Whether the mailboxes are to be listed anew, only their calendars read, or neither yet. Pure. */
export function wantedNow(
  { plannedAt, readAt, plannedWith }: PresenceSchedule,
  plannedWithNow: string,
  readEveryMinutes: number,
  now: Date,
): 'plan' | 'read' | undefined {
  const age = (moment: string): number => (moment === '' ? Infinity : now.getTime() - Date.parse(moment));
  // A look that comes a moment early must not skip its turn.
  const isAsked = (minutes: number): boolean => age(readAt) < minutes * minuteMs - 5000;
  // Asked for every minute until it is done: the message may be lost, and what it does may fail.
  if (plannedWith !== plannedWithNow || age(plannedAt) >= planEveryMs) return isAsked(1) ? undefined : 'plan';
  return isAsked(readEveryMinutes) ? undefined : 'read';
}
