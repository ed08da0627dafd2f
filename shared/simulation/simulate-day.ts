import type { Connection } from '../connections/connection.ts';
import { PatchbayError, reasonOf } from '../errors.ts';
import { inputOf } from '../presence/advance.ts';
import { matchMailboxes, type Matched } from '../presence/plan-reads.ts';
import type { Forward } from '../presence/effects.ts';
import { newPresenceState, type PresenceState } from '../presence/presence-state.ts';
import type { PresenceStore } from '../presence/presence-store.ts';
import { requestFor } from '../presence/read-calendars.ts';
import { timelineOf, type Segment } from '../presence/timeline.ts';
import type { AccountStore } from '../profiles/account-store.ts';
import type { PresenceProfile } from '../profiles/presence-profile.ts';
import type { EventReader } from '../source/event-reader.ts';
import type { Source } from '../source/source.ts';
import { simulationOf, type Simulation } from './simulation.ts';

const dayMs = 24 * 3_600_000;

export interface SimulateDayPorts {
  accounts: AccountStore;
  presence: PresenceStore;
  openSource(connection: Connection): Source & EventReader;
  /** When the answer must be given. */
  deadline: Date;
  now(): Date;
}

const columns = [
  'account',
  'from',
  'to',
  'chat',
  'text',
  'lamp',
  'doNotDisturb',
  'internal',
  'external',
  'groups',
  'because',
];

/**
 * The next 24 hours of each mailbox: what would be set from when to when, and why, writing nothing. A stretch in which something is set
 * counts as `create`, one in which nothing is as `unchanged`; mailboxes without an account are skipped.
 */
export async function simulateDay(
  ports: SimulateDayPorts,
  profileId: string,
  profile: PresenceProfile,
  connection: Connection,
): Promise<Simulation> {
  const { collector, result } = simulationOf(columns);
  const source = ports.openSource(connection);
  const { accounts } = await ports.accounts.get(profileId);
  const { matched, unmatched } = await matchMailboxes(source, profile, accounts);
  collector.skip([], 'No account, or one that several mailboxes match.', unmatched);
  for (const match of matched.values()) {
    if (ports.now() >= ports.deadline) {
      collector.stop();
      break;
    }
    const name = match.mailbox.userPrincipalName;
    try {
      for (const segment of await dayOf(ports, profileId, profile, source, match)) {
        const isSet = segment.causes.length > 0;
        collector.add(isSet ? 'create' : 'unchanged', name, () => valuesOf(match.account.id, segment));
      }
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      collector.fail(name, reasonOf(error));
    }
  }
  return result();
}

async function dayOf(
  { presence, now }: SimulateDayPorts,
  profileId: string,
  profile: PresenceProfile,
  reader: EventReader,
  { mailbox, account }: Matched,
): Promise<Segment[]> {
  const known = await presence.find(profileId, account.id);
  const fresh = newPresenceState({ profile: profileId, account, mailbox: mailbox.id, name: mailbox.userPrincipalName });
  const state: PresenceState = known?.mailbox === mailbox.id ? known : { ...fresh, etag: '' };
  const timeZone = state.timeZone || (await reader.timeZone(mailbox.id));
  const events = await reader.events(requestFor({ ...state, timeZone }, profile, now()));
  return timelineOf(inputOf({ ...state, timeZone, events }, profile), now(), new Date(now().getTime() + dayMs));
}

function valuesOf(account: string, { from, to, effects, causes }: Segment): string[] {
  const { chat, text, lamp, doNotDisturb, internal, external, groups } = effects;
  const because = [...new Set(causes.map(({ by }) => by))].join(', ');
  const times = [from.toISOString(), to.toISOString()];
  const sides = [forwardText(internal), forwardText(external)];
  return [account, ...times, chat, text, lamp, String(doNotDisturb), ...sides, String(groups), because];
}

function forwardText(forward: Forward | null): string {
  if (forward === null) return '';
  return forward.to === 'voicemail' ? 'voicemail' : forward.number;
}
