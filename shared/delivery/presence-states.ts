import type { PresenceStore } from '../presence/presence-store.ts';
import type { DesiredStates } from './desired-state.ts';

/** What presence has worked out, as it is to be delivered. The event itself stays behind: its title is in the status text where it may be shown. */
export function presenceStates(presence: Pick<PresenceStore, 'find' | 'sequences'>): DesiredStates {
  return {
    async get(profile, id) {
      const state = await presence.find(profile, id);
      if (!state) return undefined;
      const { account, sequence, situation } = state;
      const { effects, since, until } = situation;
      return { account, sequence, effects, since, until, winner: null };
    },
    list: (profile) => presence.sequences(profile),
  };
}
