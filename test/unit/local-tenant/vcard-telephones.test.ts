import { describe, expect, test } from 'vitest';

import { contactOf, fileAsMapping, readLines } from './cards.ts';

describe('telephone numbers', () => {
  test.each([
    ['TEL;TYPE=WORK,VOICE', 'businessPhones'],
    ['TEL;TYPE="work,voice"', 'businessPhones'],
    ['TEL;WORK', 'businessPhones'],
    ['TEL;type=work;type=voice', 'businessPhones'],
    ['TEL;TYPE=HOME', 'homePhones'],
    ['TEL;HOME;VOICE', 'homePhones'],
    ['TEL;TYPE=CELL', 'mobilePhone'],
    ['TEL;TYPE=WORK;TYPE=CELL', 'mobilePhone'],
    ['TEL;TYPE=MOBILE', 'mobilePhone'],
    ['TEL;type=APPLEWATCH', 'mobilePhone'],
    ['TEL;TYPE=FAX,WORK', 'String 0x3a24'],
    ['TEL;TYPE=HOME;TYPE=FAX', 'String 0x3a25'],
    ['TEL;TYPE=HOMEFAX', 'String 0x3a25'],
    ['TEL;TYPE=FAX', 'String 0x3a23'],
    ['TEL;type=OTHER;type=FAX', 'String 0x3a23'],
    ['TEL;TYPE=WORK,PAGER', 'String 0x3a21'],
    ['TEL;TYPE=CAR', 'String 0x3a1d'],
    ['X-MS-TEL;TYPE=RADIO,VOICE', 'String 0x3a1d'],
    ['TEL;type=MAIN', 'String 0x3a57'],
    ['X-MS-TEL;VOICE;COMPANY', 'String 0x3a57'],
    ['X-MS-TEL;TYPE=ASSISTANT', 'String 0x3a2e'],
    ['TEL;TYPE=X-EVOLUTION-ASSISTANT', 'String 0x3a2e'],
    ['X-MS-TEL;CALLBACK', 'String 0x3a02'],
    ['X-MS-TEL;TTYTDD', 'String 0x3a4b'],
    ['TEL;TYPE=TLX', 'String 0x3a2c'],
    ['TEL;TYPE=ISDN', 'String 0x3a2d'],
    ['TEL;TYPE=WORK,ISDN', 'businessPhones'],
    ['TEL', 'String 0x3a1f'],
    ['TEL;VOICE', 'String 0x3a1f'],
    ['TEL;type=OTHER;type=VOICE', 'String 0x3a1f'],
    ['TEL;TYPE=constructor', 'String 0x3a1f'],
  ])('%s is %s', (head, slot) => {
    const { properties, extended } = contactOf(['FN:x', `${head}:0841 11-2233`]);
    const { displayName: _name, fileAs: _fileAs, ...telephones } = properties;
    const { [fileAsMapping]: _mapping, ...numbers } = extended;
    const list = slot.endsWith('Phones') ? ['0841 11-2233'] : '0841 11-2233';
    expect({ ...telephones, ...numbers }).toEqual({ [slot]: list });
  });

  test.each([
    ['_$!<WorkFAX>!$_', 'String 0x3a24'],
    ['_$!<HomeFAX>!$_', 'String 0x3a25'],
    ['_$!<OtherFAX>!$_', 'String 0x3a23'],
    ['_$!<Main>!$_', 'String 0x3a57'],
    ['_$!<Pager>!$_', 'String 0x3a21'],
    ['_$!<Car>!$_', 'String 0x3a1d'],
    ['Fax geschäftlich', 'String 0x3a24'],
    ['Sekretariat', 'String 0x3a2e'],
    ['Baustelle', 'String 0x3a1f'],
    ['constructor', 'String 0x3a1f'],
  ])('the label %s is %s', (label, slot) => {
    const { extended } = contactOf(['FN:x', 'Item9.TEL:112233', `item9.X-ABLabel:${label}`]);
    expect(extended).toEqual({ [slot]: '112233', [fileAsMapping]: '12289' });
  });

  test.each([
    ['tel:+49-841-112233', '+49-841-112233'],
    ['tel:+49841112233;ext=12', '+49841112233 ext. 12'],
    ['tel:+49%20841%20112233;phone-context=x', '+49 841 112233'],
    ['0171 3920001 (privat)', '0171 3920001 (privat)'],
    ['089/99998 501 oder\\n089/99998 502', '089/99998 501 oder 089/99998 502'],
    ['  **70  ', '**70'],
  ])('%s is kept as %s', (value, number) => {
    expect(contactOf(['FN:x', `TEL;TYPE=CELL:${value}`]).properties.mobilePhone).toBe(number);
  });

  test('overflow goes to other telephone and other fax, the rest is counted', () => {
    const { contacts, warnings } = readLines(
      'BEGIN:VCARD',
      'FN:x',
      ...['1', '2', '3', '4'].map((number) => `TEL;TYPE=WORK:${number}`),
      'TEL;TYPE=CELL:5',
      'TEL;TYPE=CELL;PREF=1:6',
      ...['7', '8', '9'].map((number) => `TEL;TYPE=WORK,FAX:${number}`),
      'TEL;TYPE=PAGER:10',
      'TEL;TYPE=PAGER:11',
      'TEL:',
      'END:VCARD',
    );
    expect(contacts).toEqual([
      {
        properties: { displayName: 'x', fileAs: 'x', businessPhones: ['1', '2'], mobilePhone: '6' },
        extended: {
          'String 0x3a1f': '3',
          'String 0x3a24': '7',
          'String 0x3a23': '8',
          'String 0x3a21': '10',
          [fileAsMapping]: '12289',
        },
      },
    ]);
    expect(warnings).toEqual([
      '3 × telephone number left out because a Graph contact has no more room (card 1)',
      '1 × fax number left out because a Graph contact has no more room (card 1)',
    ]);
  });

  test('no pager and no fax ever becomes a telephone', () => {
    const { contacts, warnings } = readLines(
      'BEGIN:VCARD',
      ...['1', '2'].map((number) => `TEL;PAGER:${number}`),
      ...['3', '4', '5'].map((number) => `TEL;HOME;FAX:${number}`),
      'END:VCARD',
    );
    expect(contacts[0]?.extended).toEqual({ 'String 0x3a21': '1', 'String 0x3a25': '3', 'String 0x3a23': '4' });
    expect(warnings).toHaveLength(2);
  });

  test('an explicit other telephone comes before overflow', () => {
    const { contacts } = readLines('BEGIN:VCARD', 'TEL;CELL:1', 'TEL;CELL:2', 'TEL;VOICE:3', 'END:VCARD');
    expect(contacts[0]).toEqual({ properties: { mobilePhone: '1' }, extended: { 'String 0x3a1f': '3' } });
  });
});
