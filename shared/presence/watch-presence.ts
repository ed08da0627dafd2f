import { ConflictError } from '../errors.ts';
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
import type { DueAccount, PresenceSchedule } from './presence-store.ts';
import type { PresencePorts } from './ports.ts';

const minuteMs = 60_000;
const planEveryMs = 60 * minuteMs;
/** Transitions are announced twice before they come, so that a look that was missed costs nothing. */
const announcedAheadMs = 150_000;
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
    const delaySeconds = Math.max(0, Math.floor(aheadMs / 1000) - earlySeconds);
    for (const part of partsOf(due, accountsPerAdvance))
      await ports.presenceQueue.send(advanceMessage(profile.id, part, moment), { delaySeconds });
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

async function askForReads(
  ports: PresencePorts,
  profile: Profile<PresenceProfile>,
  accounts: readonly DueAccount[],
): Promise<void> {
  const schedule = await ports.presence.schedule(profile.id);
  const { etag: list } = await ports.accounts.get(profile.id);
  const plannedWith = `${profile.etag} ${list ?? ''}`;
  const wanted = wantedNow(schedule, plannedWith, profile.body.readEveryMinutes, ports.now());
  if (wanted === undefined) return;
  const at = ports.now().toISOString();
  const changed: PresenceSchedule =
    wanted === 'plan' ? { ...schedule, plannedAt: at, readAt: at, plannedWith } : { ...schedule, readAt: at };
  try {
    await ports.presence.putSchedule(profile.id, changed);
  } catch (error) {
    // Another look at the same moment asks for them.
    if (error instanceof ConflictError) return;
    throw error;
  }
  if (wanted === 'plan') return ports.presenceQueue.send(planMessage(profile.id));
  const read = accounts.filter(({ covered }) => covered).map(({ account }) => account);
  for (const part of partsOf(read, accountsPerRead)) await ports.presenceQueue.send(readMessage(profile.id, part));
}

/** Whether the mailboxes are to be listed anew, only their calendars read, or neither yet. Pure. */
export function wantedNow(
  { plannedAt, readAt, plannedWith }: Omit<PresenceSchedule, 'etag'>,
  plannedWithNow: string,
  readEveryMinutes: number,
  now: Date,
): 'plan' | 'read' | undefined {
  const age = (moment: string): number => (moment === '' ? Infinity : now.getTime() - Date.parse(moment));
  if (plannedWith !== plannedWithNow || age(plannedAt) >= planEveryMs) return 'plan';
  // A look that comes a moment early must not skip its turn.
  return age(readAt) >= readEveryMinutes * minuteMs - 5000 ? 'read' : undefined;
}
