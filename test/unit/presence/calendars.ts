import type { CalendarEvent } from '../../../shared/calendar/event.ts';
import type { PresenceInput } from '../../../shared/presence/presence-input.ts';
import {
  presenceProfileSchema,
  type PresenceProfile,
  type PresenceProfileInput,
} from '../../../shared/profiles/presence-profile.ts';

/** A profile with defaults for whatever is not given. */
export function profileOf(given: Partial<PresenceProfileInput> = {}): PresenceProfile {
  const needed = { kind: 'presence', name: 'Zentrale', connectionId: 'demo', personal: { from: 'all' } } as const;
  return presenceProfileSchema.parse({ ...needed, ...given });
}

/** One with commands by category, and nothing that is done for every event. */
export function commandedProfile(given: Partial<PresenceProfileInput> = {}): PresenceProfile {
  return profileOf({ categories: { enabled: true }, always: { lamp: false }, ...given });
}

/** An event on 2 March 2026; `09:00` as a start or end means that day in UTC. */
export function eventOf(given: Partial<CalendarEvent> = {}): CalendarEvent {
  const start = given.start ?? '09:00';
  const end = given.end ?? '10:00';
  return {
    ...{ id: 'a', allDay: false, showAs: 'busy', isPrivate: false, title: 'Kunde ABC', categories: [] },
    targets: { internal: '', external: '' },
    ...given,
    ...{ start: at(start).toISOString(), end: at(end).toISOString() },
  };
}

export function at(time: string): Date {
  return new Date(time.length === 5 ? `2026-03-02T${time}:00Z` : time);
}

export function inputOf(events: CalendarEvent[], given: Partial<PresenceInput> = {}): PresenceInput {
  return { events, profile: profileOf(), privacy: 'title', timeZone: 'Europe/Berlin', resets: new Set(), ...given };
}
