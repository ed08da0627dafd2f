import type { CardsProfile } from '../profiles/cards-profile.ts';
import { shortHash } from '../storage/keys.ts';
import type { Language } from './submission.ts';

/** The sentence that a visitor agrees to on this card. */
export function consentText({ consent }: Pick<CardsProfile, 'consent'>, owner: string, language: Language): string {
  return consent[language].replaceAll('{owner}', () => owner);
}

/** Names the wording in all languages: another wording has another version. */
export function consentVersion({ consent }: Pick<CardsProfile, 'consent'>): string {
  return shortHash(JSON.stringify([consent.de, consent.en]));
}
