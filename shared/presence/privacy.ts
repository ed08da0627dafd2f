import { privacyLevels, type PrivacyLevel } from '../profiles/presence-profile.ts';

/** Whether a level shows as much as another one. */
export function showsAsMuch(level: PrivacyLevel, as: PrivacyLevel): boolean {
  return privacyLevels.indexOf(level) >= privacyLevels.indexOf(as);
}

/** The one of two levels that shows less. */
export function strictest(one: PrivacyLevel, other: PrivacyLevel): PrivacyLevel {
  return showsAsMuch(one, other) ? other : one;
}
