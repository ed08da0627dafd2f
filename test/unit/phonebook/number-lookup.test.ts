import { describe, expect, test } from 'vitest';
import { ownEquivalents, parseQuery, trunkCandidates } from '../../../shared/phonebook/number-lookup.ts';

const options = { defaultCountry: 'DE', ownNumbers: ['+4984112345'] } as const;

describe('a caller in any notation', () => {
  test.each([
    ['+498411234523'],
    ['00498411234523'],
    ['08411234523'],
    ['498411234523'],
    ['8411234523'],
    ['008411234523'],
    ['0008411234523'],
    ['000498411234523'],
    ['0000498411234523'],
    ['0498411234523'],
    ['%2B498411234523'],
    [' +49 (0)841 12345-23 '],
    ['sip:+498411234523@pbx.example;user=phone'],
    ['SIPS:00498411234523@10.0.0.1:5061'],
    ['"Eva (Lang)" <sip:%2b498411234523@pbx.example>;tag=1'],
    ['tel:+49-841-12345-23;phone-context=x'],
    ['08411234523@10.0.0.1'],
    ['Tel. 0841 12345-23'],
  ])('%s', (text) => {
    const query = parseQuery(text, options);
    expect(query?.e164).toBe('+498411234523');
    expect(query?.candidates).toEqual(['498411234523', '23']);
  });

  test.each([
    ['anonymous'],
    ['Unknown'],
    [''],
    ['sip:anonymous@anonymous.invalid'],
    ['sip:eva2@pbx.example'],
    ['<>'],
    ['+'],
  ])('%j is nobody', (text) => {
    expect(parseQuery(text, options)).toBeUndefined();
  });

  test('an internal one is known by its short and its full number', () => {
    for (const text of ['23', 'sip:23@pbx']) {
      expect(parseQuery(text, options)).toEqual({ digits: '23', short: '23', candidates: ['23', '498411234523'] });
    }
    expect(parseQuery('*70', options)).toEqual({ digits: '*70', short: '*70', candidates: ['*70'] });
  });

  test('all meanings are looked for when there are several', () => {
    expect(parseQuery('436641234567', options)?.candidates).toContain('436641234567');
    expect(parseQuery('01711234567', { ...options, ownNumbers: [] })?.candidates).toEqual(['491711234567']);
    expect(parseQuery('0446681800', { defaultCountry: 'CH', ownNumbers: [] })?.candidates).toEqual(['41446681800']);
    expect(parseQuery('2125551234', { defaultCountry: 'US', ownNumbers: [] })?.candidates[0]).toBe('12125551234');
  });

  test('an unknown number keeps its digits', () => {
    expect(parseQuery('1', options)).toEqual({ digits: '1', candidates: ['1'] });
    expect(parseQuery('9'.repeat(300), options)?.candidates).toEqual(['9'.repeat(200)]);
  });
});

describe('own numbers', () => {
  test.each([
    ['23', ['498411234523']],
    ['498411234523', ['23']],
    ['4984112345', ['49841123450']],
    ['49841123450', ['4984112345']],
    ['498419999999', []],
    ['*70', []],
  ])('%s is also %j', (digits, others) => {
    expect(ownEquivalents(digits, options)).toEqual(others);
  });

  test('may be several and may be written with their head-office 0', () => {
    const two = { defaultCountry: 'DE', ownNumbers: ['0841 12345-0', '+4989777'] } as const;
    expect(ownEquivalents('23', two)).toEqual(['498411234523', '498977723']);
    expect(ownEquivalents('498977723', two)).toEqual(['23', '498411234523']);
  });

  test('that are no numbers are of no effect', () => {
    expect(ownEquivalents('23', { defaultCountry: 'DE', ownNumbers: ['', 'x', '12'] })).toEqual([]);
  });
});

describe('the head office of a caller', () => {
  test('is the number without up to five digits, with 0 or bare, longest first', () => {
    expect(trunkCandidates('+498411234523')).toEqual([
      '498411234520',
      '49841123452',
      '49841123450',
      '4984112345',
      '4984112340',
      '498411234',
      '498411230',
      '49841123',
    ]);
  });

  test('does not become a number that cannot exist', () => {
    expect(trunkCandidates('+49841123')).toEqual([]);
    expect(trunkCandidates('garbage')).toEqual([]);
  });

  test.each([['+491711234567'], ['+12125551234'], ['+41446681812'], ['+498001234567']])(
    'does not exist for %s: mobile, fixed length, service',
    (e164) => {
      expect(trunkCandidates(e164)).toEqual([]);
    },
  );
});
