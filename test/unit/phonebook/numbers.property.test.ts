import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { getCountries, getExampleNumber, type CountryCode } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { parseQuery, trunkCandidates } from '../../../shared/phonebook/number-lookup.ts';
import { indexDigits, parseNumbers } from '../../../shared/phonebook/numbers.ts';

const options = { defaultCountry: 'DE', ownNumbers: ['+4984112345'] } as const;
const bits = fc.constantFrom(
  '0841', '12345', '+49', '00', '(0)', ' / ', '/', '-', ' oder ', ';', ',', ',,', 'DW 1', ' ext. ', '#', '*', 'tel:', 'sip:',
  '@', '<', '>', '０', '\u00a0', '\u2013', '\ud800', '\u202e', 'Tel. ', '0800', 'REWE', '\n', '%2B', '%', '12',
); // prettier-ignore
const mess = fc
  .array(fc.oneof(bits, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 20 })
  .map((parts) => parts.join(''));

/** Area code and subscriber number; five to eight digits behind these codes are always in the plan. */
const german = fc.record({
  area: fc.constantFrom('841', '89', '30', '8421', '40'),
  rest: fc.stringMatching(/^[2-9]\d{4,6}$/),
});
const separator = fc.constantFrom('', ' ', '-', '/', ' / ', ' - ', '.', '\u00a0', '\u2011', '\u2009');
const spread = fc.array(separator, { minLength: 8, maxLength: 8 });

test('any text is read without an error, and at most one way', () => {
  fc.assert(
    fc.property(mess, fc.constantFrom(...getCountries()), (text, defaultCountry) => {
      for (const number of parseNumbers(text, 'home', { defaultCountry })) {
        expect(number.raw.isWellFormed()).toBe(true);
        expect(number.e164 ?? '+1').toMatch(/^\+\d{1,15}$/);
        expect(number.short ?? '12').toMatch(/^[*#]?\d{2,6}$/);
        expect(number.e164 !== undefined && number.short !== undefined).toBe(false);
      }
      for (const candidate of parseQuery(text, { ...options, defaultCountry })?.candidates ?? []) {
        expect(candidate).toMatch(/^[\d*#]+$/);
        expect(trunkCandidates(candidate).length).toBeLessThanOrEqual(10);
      }
    }),
    { numRuns: 2000 },
  );
});

test('an E.164 number is read as itself in every country', () => {
  fc.assert(
    fc.property(mess, fc.constantFrom(...getCountries()), fc.constantFrom(...getCountries()), (text, from, to) => {
      for (const { e164 } of parseNumbers(text, 'home', { defaultCountry: from })) {
        if (e164 === undefined) continue;
        expect(parseNumbers(e164, 'home', { defaultCountry: to })).toEqual([{ raw: e164, e164, kind: 'home' }]);
        expect(parseQuery(e164, { defaultCountry: to, ownNumbers: [] })?.candidates).toEqual([e164.slice(1)]);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a number of every country is itself in its national and its international form', () => {
  for (const country of getCountries()) {
    const example = getExampleNumber(country, examples);
    if (example === undefined) continue;
    const forms = [example.number, example.formatNational(), example.formatInternational(), example.getURI()];
    for (const form of forms) {
      const seen = { defaultCountry: country, ownNumbers: [] };
      expect(parseNumbers(form, 'mobile', seen)).toEqual([{ raw: form, e164: example.number, kind: 'mobile' }]);
      expect(parseQuery(form, seen)?.candidates[0]).toBe(example.number.slice(1));
    }
  }
});

test('every way to write a German number is the same number', () => {
  const start = fc.constantFrom(
    '+49',
    '0049',
    '+49 (0) ',
    '0049(0)',
    '0',
    '(0',
    'tel:+49',
    'Tel. 0',
    '０',
    '+49 - ',
    '\u202a+49 ',
  );
  fc.assert(
    fc.property(
      german,
      start,
      spread,
      fc.constantFrom('', ' (privat)', ' ', ', Büro', ';'),
      ({ area, rest }, begin, gaps, end) => {
        const close = begin === '(0' ? ') ' : (gaps[0] ?? '');
        const text = begin + area + close + rest.slice(0, 3) + (gaps[1] ?? '') + rest.slice(3) + end;
        expect(parseNumbers(text, 'home', options).map(({ e164 }) => e164)).toEqual([`+49${area}${rest}`]);
      },
    ),
    { numRuns: 1000 },
  );
});

test('every way an exchange sends a German number finds it', () => {
  const start = fc.constantFrom(
    '+49',
    '0049',
    '49',
    '0',
    '00',
    '000',
    '00049',
    '000049',
    '049',
    'sip:+49',
    'sip:0',
    'tel:+49',
    '%2B49',
  );
  fc.assert(
    fc.property(german, start, ({ area, rest }, begin) => {
      const [stored] = parseNumbers(`0${area}/${rest}`, 'business', options);
      const asked = begin + area + rest + (begin.startsWith('sip') ? '@pbx' : '');
      expect(stored).toBeDefined();
      expect(parseQuery(asked, options)?.candidates).toContain(stored && indexDigits(stored));
    }),
    { numRuns: 1000 },
  );
});

test('an extension of a stored head office finds it', () => {
  fc.assert(
    fc.property(german, fc.boolean(), fc.stringMatching(/^[1-9]\d{0,3}$/), ({ area, rest }, zero, extension) => {
      const head = `49${area}${rest}${zero ? '0' : ''}`;
      expect(trunkCandidates(`+49${area}${rest}${extension}`)).toContain(head);
    }),
  );
});

test('a number alone in its field is read at once as it is when it is taken apart', () => {
  const digits = fc.stringMatching(/^\d{1,6}$/);
  const start = fc.constantFrom('0', '(0', '+49', '+49 (', '+43 ', '00', '');
  const between = fc.constantFrom('', ' ', ' / ', '/', '-', ') ', ' (', '.');
  const written = fc
    .tuple(start, digits, between, digits, between, digits)
    .map((parts) => parts.join('').replace(/[ /(.-]+$/, ''));
  fc.assert(
    fc.property(written, fc.constantFrom<CountryCode[]>('DE', 'AT', 'CH', 'IT', 'US'), (text, defaultCountry) => {
      // What cannot be seen is dropped, but keeps a field from being read at once.
      const apart = parseNumbers(`${text}\u200b`, 'home', { defaultCountry });
      expect(parseNumbers(text, 'home', { defaultCountry })).toEqual(apart);
    }),
    { numRuns: 5000 },
  );
});
