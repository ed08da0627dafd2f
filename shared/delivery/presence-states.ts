import type { PresenceState } from '../presence/presence-state.ts';
import { privacyOf } from '../presence/presence-state.ts';
import { showsAsMuch } from '../presence/privacy.ts';
import type { PresenceStore } from '../presence/presence-store.ts';
import type { PresenceProfile } from '../profiles/presence-profile.ts';
import { isOfKind } from '../profiles/profile.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { DesiredState, DesiredStates } from './desired-state.ts';

/** What presence has worked out, as it is to be delivered; of the event only what the privacy level allows. */
export function presenceStates(
  presence: Pick<PresenceStore, 'find' | 'sequences'>,
  profiles: Pick<ProfileStore, 'list'>,
): DesiredStates {
  return {
    async get(profileId, id) {
      const state = await presence.find(profileId, id);
      if (!state) return undefined;
      const profile = (await profiles.list()).find((one) => one.id === profileId);
      const { account, sequence, situation } = state;
      const { effects, since, until } = situation;
      const winner = profile && isOfKind(profile, 'presence') ? winnerOf(state, profile.body) : null;
      return { account, sequence, effects, since, until, winner };
    },
    list: (profile) => presence.sequences(profile),
  };
}

function winnerOf(state: PresenceState, profile: PresenceProfile): DesiredState['winner'] {
  const event = state.events.find(({ id }) => id === state.situation.winner);
  const level = privacyOf(state, profile);
  if (!event || !showsAsMuch(level, 'type')) return null;
  const title = showsAsMuch(level, 'title') && !event.isPrivate ? event.title : undefined;
  return { type: event.showAs, ...(title !== undefined && { title }) };
}
