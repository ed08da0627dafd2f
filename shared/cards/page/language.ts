import { languages, type Language } from '../submission.ts';

/** Who states no preference gets this one, being where the product is at home. */
const usual: Language = 'de';
/** Who prefers only languages that there are no texts in gets this one. */
const foreign: Language = 'en';

/**
 * The language of a page: the one that was asked for (`?language=`), or else the best by the quality values of
 * `Accept-Language` (RFC 9110). `*` is no preference.
 */
export function languageOf(acceptLanguage: string | undefined, asked?: string): Language {
  const wanted = languages.find((language) => language === asked);
  if (wanted !== undefined) return wanted;
  const preferences = (acceptLanguage ?? '').split(',').flatMap(preferenceOf);
  const qualityOf = (language: Language): number =>
    Math.max(0, ...preferences.filter((one) => one.language === language).map(({ quality }) => quality));
  const [best] = [...languages].sort((first, second) => qualityOf(second) - qualityOf(first));
  if (best !== undefined && qualityOf(best) > 0) return best;
  return preferences.length > 0 ? foreign : usual;
}

interface Preference {
  /** The primary language in lower case. */
  language: string;
  /** From 0, not acceptable, to 1; of equal ones the earlier counts a trifle more. */
  quality: number;
}

function preferenceOf(text: string, index: number): Preference[] {
  const match = /^\s*([a-z]{1,8})(?:-[a-z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/i.exec(text);
  if (!match) return [];
  const [, language = '', stated = '1'] = match;
  const quality = Math.min(1, Number(stated));
  return [{ language: language.toLowerCase(), quality: quality === 0 ? 0 : quality - index * 1e-6 }];
}
