import type { CalendarEvent } from '../calendar/event.ts';
import type { PresenceProfile, PrivacyLevel } from '../profiles/presence-profile.ts';

/** Everything, besides the moment, that the situation of an account follows from. */
export interface PresenceInput {
  /** In any order. */
  events: readonly CalendarEvent[];
  profile: PresenceProfile;
  /** The mailbox's own choice, or the profile's: the one that shows less counts. */
  privacy: PrivacyLevel;
  /** The mailbox's time zone (IANA). */
  timeZone: string;
  /** Ids of events that were ended early; they have no effect any more. */
  resets: ReadonlySet<string>;
}
