import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { certainNumber } from '../../../shared/phonebook/number-patterns.ts';

const countries = fc.constantFrom(...getCountries());
/** The countries whose firms Patchbay is for come as often as all others. */
const country = fc.oneof(fc.constantFrom<CountryCode[]>('DE', 'AT', 'CH'), countries);
const digits = fc.stringMatching(/^\d{3,14}$/);

/** Digits that are nearly a number of a country: one that exists, with something cut off, changed or put behind it. */
const nearly = fc.record({ country, cut: fc.nat({ max: 5 }), tail: fc.stringMatching(/^\d{0,5}$/) }).map((made) => {
  const national = getExampleNumber(made.country, examples)?.nationalNumber ?? '';
  return { country: made.country, national: national.slice(0, national.length - made.cut) + made.tail };
});
const written = fc.oneof(
  nearly.map(({ country: of, national }) => `+${getCountryCallingCode(of)}${national}`),
  nearly.map(({ national }) => `0${national}`),
  nearly.map(({ national }) => national),
  fc.tuple(country, digits).map(([of, rest]) => `+${getCountryCallingCode(of)}${rest}`),
  digits.map((rest) => `0${rest}`),
  digits.map((rest) => `+${rest}`),
  digits,
);

describe('A number that is certain by its patterns', () => {
  test('is what the whole numbering plan says', () => {
    let certain = 0;
    fc.assert(
      fc.property(written, country, (text, from) => {
        const found = certainNumber(text, from);
        if (found === undefined) return;
        certain += 1;
        const asked = parsePhoneNumberFromString(text, from);
        expect({ valid: asked?.isValid(), number: asked?.number, ext: asked?.ext }).toEqual({
          valid: true,
          number: found,
          ext: undefined,
        });
      }),
      { numRuns: 20_000 },
    );
    expect(certain).toBeGreaterThan(1000);
  });

  test.each<CountryCode>(['DE', 'AT', 'CH', 'FR', 'NL'])(
    'is every usual one of %s, with its trunk prefix too',
    (from) => {
      const example = getExampleNumber(from, examples);
      expect(certainNumber(example?.number ?? '', from)).toBe(example?.number);
      expect(certainNumber(`0${example?.nationalNumber ?? ''}`, from)).toBe(example?.number);
    },
  );

  test.each([
    ['a calling code of several countries', '+12015550123', 'US'],
    ['a country that changes numbers while it reads them', '+5491123456789', 'AR'],
    ['a national number without its trunk prefix', '8411234567', 'DE'],
    ['what could be an internal number', '0841123', 'DE'],
    ['what could begin with a trunk prefix', '+25006000000', 'DE'],
    ['a number that no plan has', '+4901111111', 'DE'],
    ['an unknown calling code', '+99912345678', 'DE'],
  ] as const)('is not %s', (_what, text, from) => {
    expect(certainNumber(text, from)).toBeUndefined();
  });
});
