import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { closeIncidents, openIncident } from '../notices/tell-operator.ts';
import type { PresenceProfile } from '../profiles/presence-profile.ts';
import { ofKind, type Profile } from '../profiles/profile.ts';
import { shortHash } from '../storage/keys.ts';
import { privacyOf, quiet, type PresenceState } from './presence-state.ts';
import type { PresencePorts } from './ports.ts';
import { nextChange, situationAt, type PresenceInput } from './situation-at.ts';

const atOnce = 10;
/** A message that comes a little early waits; one that comes earlier than this was meant for another moment. */
const longestWaitMs = 10_000;

/** Works out anew what holds for some accounts at a moment that may be a few seconds ahead. */
export async function advanceAccounts(
  ports: PresencePorts,
  profileId: string,
  accounts: readonly string[],
  at: Date,
): Promise<void> {
  const profile = ofKind(await ports.profiles.get(profileId), 'presence');
  const waitMs = at.getTime() - ports.now().getTime();
  if (waitMs > 0 && waitMs <= longestWaitMs) await (ports.pause ?? pause)(waitMs);
  for (let start = 0; start < accounts.length; start += atOnce) {
    const some = accounts.slice(start, start + atOnce);
    await Promise.all(some.map((account) => advance(ports, profile, account)));
  }
}

/**
 * Works out what holds for an account now, stores it, and has it delivered where its effects changed. Called twice, late or out of
 * order it comes to the same: everything follows from the events that were read, the profile and the moment.
 */
export async function advance(
  ports: PresencePorts,
  profile: Profile<PresenceProfile>,
  account: string,
): Promise<PresenceState | undefined> {
  const seen: { before?: PresenceState } = {};
  const after = await ports.presence.change(profile.id, account, (state) => {
    seen.before = state;
    const next = advanced(state, profile, ports.now());
    return isDeepStrictEqual({ ...state, ...next }, state) ? undefined : next;
  });
  const { before } = seen;
  if (!after || !before) return before;
  // Delivering again what is delivered already does nothing, and a state whose delivery was cut off is found by the watch.
  if (after.sequence !== before.sequence) {
    const { sequence, situation } = after;
    ports.log.info('presence.changed', { profile: profile.id, account, sequence, until: situation.until ?? '' });
    await ports.deliver(profile.id, account);
  }
  await tellAlarms(ports, profile.id, before, after);
  return after;
}

/** The next state of an account; pure. */
export function advanced(
  state: PresenceState,
  profile: Profile<PresenceProfile>,
  now: Date,
): Pick<PresenceState, 'situation' | 'sequence' | 'rules' | 'due' | 'resets' | 'alarmed'> {
  const runs = profile.body.enabled && state.enabled && state.covered;
  const resets = state.resets.filter((id) => isComing(state, id, now));
  const input = inputOf({ ...state, resets }, profile.body);
  const situation = runs ? situationAt(input, now) : quiet;
  const same = isDeepStrictEqual(situation.effects, state.situation.effects);
  const alarmed = [
    ...new Set([
      ...state.alarmed.filter((id) => isComing(state, id, now)),
      ...situation.alarms.map(({ event }) => event),
    ]),
  ];
  return {
    situation,
    sequence: same ? state.sequence : state.sequence + 1,
    rules: profile.etag,
    due: runs ? (nextChange(input, now)?.toISOString() ?? '') : '',
    resets,
    alarmed,
  };
}

/** What the situation of an account follows from, besides the moment. */
export function inputOf(state: PresenceState, profile: PresenceProfile): PresenceInput {
  const { events, timeZone, resets } = state;
  return { events, profile, privacy: privacyOf(state, profile), timeZone: timeZone || 'UTC', resets: new Set(resets) };
}

function isComing({ events }: PresenceState, id: string, now: Date): boolean {
  const event = events.find((one) => one.id === id);
  return event !== undefined && event.end > now.toISOString();
}

/** Tells the operator of a forwarding target that cannot be used, once for each event. */
async function tellAlarms(
  ports: PresencePorts,
  profile: string,
  before: PresenceState,
  after: PresenceState,
): Promise<void> {
  const now = ports.now();
  for (const { event, reason } of after.situation.alarms) {
    if (before.alarmed.includes(event)) continue;
    const sentence = `${reason} (mailbox ${after.name})`;
    await openIncident(ports, profile, { kind: kindOf(event), reason: sentence, run: '' }, now);
  }
  const over = new Set(before.alarmed.filter((event) => !after.alarmed.includes(event)).map(kindOf));
  if (over.size > 0) await closeIncidents(ports, profile, (kind) => over.has(kind), { at: now, mail: 'none' });
}

function kindOf(event: string): string {
  return `forwardTarget ${shortHash(event)}`;
}
