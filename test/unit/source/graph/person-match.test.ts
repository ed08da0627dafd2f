import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsOf, personMatch } from '../../../../shared/source/graph/person-match.ts';

describe('the digits of a number', () => {
  it.each([
    ['+49 (841) 12-3', '+49841123'],
    ['+49 (0) 841 123', '+49841123'],
    ['(+49) 841/123', '+49841123'],
    ['0841 / 123', '0841123'],
    ['0841 + 123', '0841123'],
    ['(0)841 123', '0841123'],
    ['+', ''],
    ['none', ''],
    ['', ''],
  ])('of %s are %s', (number, digits) => {
    expect(digitsOf(number)).toBe(digits);
  });

  it('do not change when they are written out again', () => {
    fc.assert(fc.property(fc.string(), (text) => digitsOf(digitsOf(text)) === digitsOf(text)));
  });
});

describe('a person', () => {
  it('without an address and without a digit is like nobody', () => {
    expect(personMatch({ email: ' ', phones: [] })).toBeUndefined();
    expect(personMatch({ email: '', phones: ['', '+', 'x'] })).toBeUndefined();
  });

  it('is like a contact with the address, whatever else the contact holds', () => {
    const isLike = personMatch({ email: 'Ä.Lee@B.example ', phones: [] });
    expect(isLike?.({ emailAddresses: [null, { name: 'x' }, { address: 'ä.lee@b.EXAMPLE' }] })).toBe(true);
    expect(isLike?.({ emailAddresses: [{ address: '/o=x/cn=ä.lee@b.example' }] })).toBe(false);
    expect(isLike?.({ emailAddresses: 'ä.lee@b.example', businessPhones: null, mobilePhone: 1 })).toBe(false);
  });

  it('is like a contact with one of the numbers in any place', () => {
    const isLike = personMatch({ email: '', phones: ['+49841123', '0841123'] });
    for (const item of [
      { businessPhones: ['1', '0841 / 123'] },
      { homePhones: ['+49 841 123'] },
      { mobilePhone: '(0841) 123' },
    ])
      expect(isLike?.(item), JSON.stringify(item)).toBe(true);
    for (const item of [{ businessPhones: ['841123', '08411234'] }, { mobilePhone: '' }, { mobilePhone: '49841123' }])
      expect(isLike?.(item), JSON.stringify(item)).toBe(false);
  });
});
