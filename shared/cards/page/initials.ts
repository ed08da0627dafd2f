import { namePartsOf } from '../vcard.ts';

let graphemes: Intl.Segmenter | undefined;

/** What stands for a photo: the first letters of the given and of the family name. */
export function initialsOf(displayName: string): string {
  const { given, family } = namePartsOf(displayName);
  return [given, family].map(firstLetter).join('');
}

function firstLetter(name: string): string {
  const word = name.split(/\s+/u).find((one) => /^[\p{L}\p{N}]/u.test(one)) ?? '';
  // Made at first use: it takes longer than loading all routes does.
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of graphemes.segment(word)) return segment.toLocaleUpperCase('en');
  return '';
}
