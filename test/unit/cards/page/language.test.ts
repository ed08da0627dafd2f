import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../../shared/cards/page/language.ts';

describe('the language of a page', () => {
  it.each([
    ['de', 'de'],
    ['en', 'en'],
    ['de-AT', 'de'],
    ['EN-us', 'en'],
    ['en-US,en;q=0.9,de;q=0.8', 'en'],
    ['de;q=0.8, en;q=0.9', 'en'],
    ['en;q=0.5,de;q=0.5', 'en'],
    ['fr-FR,fr;q=0.9,de;q=0.4,en;q=0.3', 'de'],
    ['fr', 'en'],
    ['fr, *;q=0.5', 'en'],
    ['de;q=0', 'en'],
    ['en;q=0, de;q=0.001', 'de'],
    ['den', 'en'],
    ['*', 'de'],
    ['', 'de'],
    [undefined, 'de'],
  ])('is for %j %s', (acceptLanguage, language) => {
    expect(languageOf(acceptLanguage)).toBe(language);
  });

  it('is the one that was asked for, where there is such a one', () => {
    expect(languageOf('de', 'en')).toBe('en');
    expect(languageOf('en', 'de')).toBe('de');
    expect(languageOf('en', 'fr')).toBe('en');
    expect(languageOf(undefined, '')).toBe('de');
  });

  it('is found whatever the header says', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => ['de', 'en'].includes(languageOf(text))));
  });
});
