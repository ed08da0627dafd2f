import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisedExtendedId } from '../../../../shared/source/graph/extended-id.ts';
import { dayFromTimestamp, mailAddressAt, postalAddressOf, textAt } from '../../../../shared/source/graph/values.ts';

describe('days', () => {
  it.each([
    ['1974-07-22', '1974-07-22'],
    ['1974-07-22T00:00:00Z', '1974-07-22'],
    ['1974-07-22T11:59:00Z', '1974-07-22'],
    ['1974-07-22T12:00:00Z', '1974-07-22'],
    ['1974-07-21T22:00:00Z', '1974-07-22'],
    ['1974-07-21T23:00:00Z', '1974-07-22'],
    ['1974-07-21T15:00:00Z', '1974-07-22'],
    ['1974-07-22T05:00:00Z', '1974-07-22'],
    ['1974-07-22T08:00:00Z', '1974-07-22'],
    ['1999-12-31T23:00:00Z', '2000-01-01'],
    ['2000-02-28T23:00:00.0000000Z', '2000-02-29'],
    ['1974-07-22T00:00:00', '1974-07-22'],
    ['1604-07-22T00:00:00Z', '1604-07-22'],
  ])('%s is %s', (text, day) => {
    expect(dayFromTimestamp(text)).toBe(day);
  });

  it.each(['4501-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1601-01-01T00:00:00Z', 'soon', '', '2000-13-45'])(
    '%j is no day',
    (text) => {
      expect(dayFromTimestamp(text)).toBeUndefined();
    },
  );

  it('finds the day of every zone from UTC-11 to UTC+11, whether midnight or noon was stored', () => {
    const dates = fc.date({ min: new Date('1900-01-02'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.integer({ min: -11, max: 11 }), (date, zone) => {
        const day = date.toISOString().slice(0, 10);
        const localMidnight = new Date(Date.parse(`${day}T00:00:00Z`) - zone * 3_600_000).toISOString();
        expect(dayFromTimestamp(localMidnight)).toBe(day);
        expect(dayFromTimestamp(`${day}T11:59:00Z`)).toBe(day);
      }),
    );
  });

  it('does not throw on any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date().map(String), fc.integer().map(String)), (text) => {
        expect(dayFromTimestamp(text) ?? '2000-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }),
    );
  });
});

describe('postal addresses', () => {
  it('are one line in the German order', () => {
    const address = {
      street: ' Hauptstr. 1\r\n2. OG ',
      postalCode: '10115',
      city: 'Berlin',
      state: 'BE',
      countryOrRegion: 'Germany',
    };
    expect(postalAddressOf(address)).toBe('Hauptstr. 1, 2. OG, 10115 Berlin, BE, Germany');
    expect(postalAddressOf({ city: 'Berlin', street: null })).toBe('Berlin');
    expect(postalAddressOf({ postalCode: '10115', countryOrRegion: 'Germany' })).toBe('10115, Germany');
  });

  it.each([{}, null, undefined, 'x', [], { street: ' ', city: '' }])('are absent for %j', (value) => {
    expect(postalAddressOf(value)).toBeUndefined();
  });
});

describe('arrays', () => {
  it('give the text in a place or nothing', () => {
    expect(textAt([' a ', 'b'], 0)).toBe('a');
    expect(textAt(['a'], 1)).toBeUndefined();
    expect(textAt('ab', 0)).toBeUndefined();
    expect(textAt([1], 0)).toBeUndefined();
  });

  it('drop X.500 names without moving the others', () => {
    const addresses = [
      { name: 'A', address: '/O=EXCHANGELABS/OU=X/CN=A' },
      { name: 'B', address: 'b@x.de' },
      { name: 'C' },
    ];
    expect([0, 1, 2, 3].map((index) => mailAddressAt(addresses, index))).toEqual([
      undefined,
      'b@x.de',
      undefined,
      undefined,
    ]);
  });
});

describe('extended ids', () => {
  it.each([
    ['String 0x3A24', 'string 0x3a24'],
    [
      'Integer {00062004-0000-0000-C000-000000000046} Id 0x00008006',
      'integer {00062004-0000-0000-c000-000000000046} id 0x8006',
    ],
    [
      'String {71035549-0739-4DCB-9163-00F0580DBBDF} Name AirSync:IMAddress2',
      'string {71035549-0739-4dcb-9163-00f0580dbbdf} name AirSync:IMAddress2',
    ],
    ['String 0x0', 'string 0x0'],
  ])('%s is %s', (id, normalised) => {
    expect(normalisedExtendedId(id)).toBe(normalised);
  });
});
