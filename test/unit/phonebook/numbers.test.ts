import type { CountryCode } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { phoneFields } from '../../../shared/contacts/contact.ts';
import { isDialable, numberKindOf, numberKinds } from '../../../shared/phonebook/number-kinds.ts';
import { createNumberParser, indexDigits, parseNumbers, suffixOf } from '../../../shared/phonebook/numbers.ts';

const parse = (raw: string, defaultCountry: CountryCode = 'DE'): ReturnType<typeof parseNumbers> =>
  parseNumbers(raw, 'business', { defaultCountry });

/** The numbers of a text in short: E.164 with `x` and the extension, `#` and a short number, or `?` for raw only. */
const read = (raw: string, defaultCountry: CountryCode = 'DE'): string[] =>
  parse(raw, defaultCountry).map(({ e164, extension, short }) =>
    e164 === undefined
      ? short === undefined
        ? '?'
        : `#${short}`
      : e164 + (extension === undefined ? '' : `x${extension}`),
  );

describe('one number in any notation', () => {
  test.each([
    ['+49 (0) 841 12345', '+4984112345'],
    ['+49(0)841/12345', '+4984112345'],
    ['0049 841 12345', '+4984112345'],
    ['0049 (0) 841 12345', '+4984112345'],
    ['(+49) 841 12345', '+4984112345'],
    ['+49 [841] 12345', '+4984112345'],
    ['+49 0841 12345', '+4984112345'],
    ['++49841 12345', '+4984112345'],
    ['0841/12345', '+4984112345'],
    ['0841 / 123 45-67', '+498411234567'],
    ['(0841) 12345', '+4984112345'],
    ['0841.12345', '+4984112345'],
    ['0841  12345', '+4984112345'],
    ['030 / 12345678', '+493012345678'],
    ['+49841-12345-0', '+49841123450'],
    ['0841 12345 - 11', '+498411234511'],
    ['tel:+4984112345', '+4984112345'],
    ['tel:%2B49841-12345', '+4984112345'],
    ['tel:0841-12345;phone-context=+49', '+4984112345'],
    ['０８４１－１２３４５', '+4984112345'],
    ['٠٨٤١ ١٢٣٤٥', '+4984112345'],
    ['0841\u00a012345', '+4984112345'],
    ['0841\u201312345', '+4984112345'],
    ['0841\u2011123\u202f45', '+4984112345'],
    ['\u202a+49 841 12345\u202c', '+4984112345'],
    ['0841\u00ad12345\u200b', '+4984112345'],
    ['00800 12345678', '+80012345678'],
    ['+39 (0)6 12345678', '+390612345678'],
    ['+41 (0)44 668 18 00', '+41446681800'],
    ['+1 (212) 555-1234', '+12125551234'],
  ])('%s', (raw, e164) => {
    expect(read(raw)).toEqual([e164]);
  });

  test('depends on the country only without one of its own', () => {
    expect(read('044 668 18 00', 'CH')).toEqual(['+41446681800']);
    expect(read('+41 44 668 18 00', 'DE')).toEqual(['+41446681800']);
    expect(read('0049 841 12345', 'US')).toEqual(['+4984112345']);
    expect(read('(212) 555-1234', 'US')).toEqual(['+12125551234']);
    expect(read('712345', 'AD')).toEqual(['+376712345']);
  });
});

describe('words around a number', () => {
  test.each([
    ['0171 1234567 (privat)', '+491711234567'],
    ['Tel. 0841-12345', '+4984112345'],
    ['Tel.: +49 841 12345', '+4984112345'],
    ['Tel. 2: 0841-12345', '+4984112345'],
    ['Mobil 0171-1234567 ab 18 Uhr', '+491711234567'],
    ['0841 12345 Frau Müller 2', '+4984112345'],
    ['0841 12345, privat', '+4984112345'],
    ['Durchwahl: 0841 12345-13', '+498411234513'],
  ])('%s', (raw, e164) => {
    expect(parse(raw)).toEqual([{ raw, e164, kind: 'business' }]);
  });
});

describe('extensions', () => {
  test.each([
    ['0841 12345 ext. 12', '+4984112345x12'],
    ['0841 12345 x12', '+4984112345x12'],
    ['0841 12345;ext=12', '+4984112345x12'],
    ['tel:+49841123;ext=4', '+49841123x4'],
    ['+4984112345,,123#', '+4984112345x123'],
  ])('%s is dialled after the answer', (raw, number) => {
    expect(read(raw)).toEqual([number]);
  });

  test.each([
    ['0841 12345 DW 13', '+498411234513'],
    ['0841/12345, DW -13', '+498411234513'],
    ['0841 12345 (Durchwahl 13)', '+498411234513'],
    ['0841 12345-0 DW 13', '+498411234513'],
    ['0841 12345 App. 13', '+498411234513'],
    ['+43 1 234567 Klappe 13', '+43123456713'],
    ['0841 12345 Nst. 13', '+498411234513'],
  ])('%s is a number of its own', (raw, number) => {
    expect(parse(raw)).toMatchObject([{ raw, e164: number }]);
    expect(read(raw)).toEqual([number]);
  });

  test('a direct dial-in behind a number of fixed length stays an extension', () => {
    expect(read('+41 44 668 18 00 DW 12')).toEqual(['+41446681800x12']);
  });
});

describe('several numbers in one field', () => {
  const both = ['+4984112345', '+491711234567'];
  test.each([
    ['0841 12345; 0171 1234567'],
    ['0841 12345, 0171 1234567'],
    ['0841 12345\r\n0171 1234567'],
    ['0841 12345 oder 0171 1234567'],
    ['0841 12345 or 0171 1234567'],
    ['0841 12345 / 0171 1234567'],
    ['0841 / 12345 / 0171 1234567'],
    ['0841/12345/ 0171/1234567'],
    ['0841 12345    0171 1234567'],
    ['0841 12345\t\t0171 1234567'],
    ['0841 12345 +49 171 1234567'],
    ['+49 841 12345/+49 171 1234567'],
    ['Büro 0841 12345 Mobil 0171 1234567'],
    ['Tel. 0841 12345 | Handy: 0171 1234567 | '],
  ])('%j', (raw) => {
    expect(read(raw)).toEqual(both);
  });

  test.each([
    ['089/123 oder 089/456', ['+4989123', '+4989456']],
    ['0841 12345 DW 13 / 0171 1234567', ['+498411234513', '+491711234567']],
    ['0841/12345-11/12', ['+498411234511', '+498411234512']],
    ['0841 12345-11 / -12 / -130', ['+498411234511', '+498411234512', '+4984112345130']],
    ['0841 12345-0, -13', ['+49841123450', '+498411234513']],
    ['0841/12345-0 oder -13', ['+49841123450', '+498411234513']],
    ['0841 123456 / 654321', ['+49841123456', '#654321']],
    ['0841 12345 / 67', ['+498411234567']],
    ['+49 841 123 / 45678', ['+4984112345678']],
    ['+49 841-123/456', ['+49841123456']],
    ['089-12/34', ['+49891234']],
    ['0841 12345; 0841/12345', ['+4984112345']],
  ])('%j', (raw, numbers) => {
    expect(read(raw)).toEqual(numbers);
  });

  test('each keeps its part of the text; at most ten are read', () => {
    expect(parse('0841 12345 (Büro); 23').map(({ raw }) => raw)).toEqual(['0841 12345 (Büro)', '23']);
    expect(parse(Array.from({ length: 40 }, (_, i) => `0841 123${i}`).join(';'))).toHaveLength(10);
  });
});

describe('what is no public number', () => {
  test.each([
    ['12', '#12'],
    ['110', '#110'],
    ['4711', '#4711'],
    ['*70', '#*70'],
    ['#31', '##31'],
    ['intern 23', '#23'],
    ['DW 13', '#13'],
    ['116117', '#116117'],
    ['1645', '#1645'],
    ['222663', '#222663'],
  ])('%s is short, even where the numbering plan would take it', (raw, short) => {
    expect(read(raw)).toEqual([short]);
  });

  test.each([
    ['**70'],
    ['Zimmer 12'],
    ['+49'],
    ['1'],
    ['0800 Hotline'],
    ['+4984112345678901234'],
    ['1234567 und mehr'],
  ])('%s is kept as it is', (raw) => {
    expect(parse(raw)).toMatchObject([{ raw, kind: 'business' }]);
    expect(read(raw)[0]).toBe('?');
  });

  test.each([[''], ['   '], ['n/a'], ['-'], ['siehe Notiz']])('%j is no number at all', (raw) => {
    expect(parse(raw)).toEqual([]);
  });

  test('invisible characters do not survive in the raw text', () => {
    expect(parse('Zi. \u202e12\u0000\n\ud800x')).toMatchObject([{ raw: 'Zi. 12 x' }]);
  });
});

test('advertised letters are the digits below them', () => {
  expect(read('0800 REWE 123')).toEqual(['+498007393123']);
  expect(read('+1 800 FLOWERS')).toEqual(['+18003569377']);
  expect(read('0841 BUERO')).toEqual(['?']);
});

describe('kinds', () => {
  test('there is one for every phone field', () => {
    expect(phoneFields.map((field) => numberKindOf[field]).sort()).toEqual([...numberKinds].sort());
  });

  test('faxes and pagers are not dialled', () => {
    expect(numberKinds.filter((kind) => !isDialable(kind))).toEqual(['businessFax', 'homeFax', 'otherFax', 'pager']);
  });
});

test('the parser of a run gives the same, also from memory, and copies', () => {
  const parser = createNumberParser('DE');
  for (let round = 0; round < 2; round++) {
    for (const raw of ['0841 12345 oder 0171 1234567', '', '23', 'x']) {
      expect(parser(raw, 'home')).toEqual(parseNumbers(raw, 'home', { defaultCountry: 'DE' }));
    }
    const [first] = parser('0841 12345', 'mobile');
    expect(first).toEqual({ raw: '0841 12345', e164: '+4984112345', kind: 'mobile' });
    if (first) first.e164 = 'changed';
  }
  for (let i = 0; i < 6000; i++) parser(String(i), 'home');
  expect(parser('0841 12345', 'home')).toEqual([{ raw: '0841 12345', e164: '+4984112345', kind: 'home' }]);
});

test('the index knows a number by its digits', () => {
  expect(parse('0841 12345-0; 23; Zimmer 4').map(indexDigits)).toEqual(['49841123450', '23', undefined]);
  expect(suffixOf('49841123450')).toBe('41123450');
  expect(suffixOf('23')).toBe('23');
});
