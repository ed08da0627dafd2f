import type { PresenceProfile } from '../profiles/presence-profile.ts';
import { ofKind, type Profile } from '../profiles/profile.ts';
import { advance } from './advance.ts';
import { privacyOf, type PresenceState } from './presence-state.ts';
import type { PresencePorts } from './ports.ts';

/**
 * Ends early what is set for an account because of running events: they stay without effect until they are over, a new event sets
 * again. Throws not found. Done twice it changes nothing more.
 */
export async function resetPresence(ports: PresencePorts, profileId: string, account: string): Promise<PresenceState> {
  const profile = ofKind(await ports.profiles.get(profileId), 'presence');
  await ports.presence.get(profileId, account);
  const at = ports.now().toISOString();
  await ports.presence.change(profileId, account, ({ events, resets }) => {
    const running = events.filter(({ start, end }) => start <= at && at < end).map(({ id }) => id);
    const fresh = running.filter((id) => !resets.includes(id));
    return fresh.length > 0 ? { resets: [...resets, ...fresh] } : undefined;
  });
  ports.log.info('presence.reset', { profile: profileId, account });
  await advance(ports, profile, account);
  return ports.presence.get(profileId, account);
}

/**
 * Notes whether a person wants anything set at all, and how much of an appointment is shown at most; titles that are no longer wanted are
 * not kept.
 */
export async function choosePresence(
  ports: PresencePorts,
  profile: Profile<PresenceProfile>,
  account: string,
  { enabled, privacy }: Pick<PresenceState, 'enabled' | 'privacy'>,
): Promise<PresenceState> {
  await ports.presence.get(profile.id, account);
  await ports.presence.change(profile.id, account, (state) => {
    const showsTitles = privacyOf({ privacy }, profile.body) === 'title';
    const events = showsTitles ? state.events : state.events.map((event) => ({ ...event, title: '' }));
    return { enabled, privacy, events };
  });
  await advance(ports, profile, account);
  return ports.presence.get(profile.id, account);
}
