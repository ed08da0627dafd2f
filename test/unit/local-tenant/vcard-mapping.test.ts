import { describe, expect, test } from 'vitest';

import { contactOf, fileAsMapping, mailingAddress, readLines } from './cards.ts';

describe('names', () => {
  test.each([
    [
      'a company only',
      ['FN:Muster GmbH', 'ORG:Muster GmbH'],
      { displayName: 'Muster GmbH', companyName: 'Muster GmbH', fileAs: 'Muster GmbH' },
      '14870',
    ],
    [
      'no FN',
      ['N:Lang;Eva;;Dr.;'],
      {
        displayName: 'Dr. Eva Lang',
        title: 'Dr.',
        givenName: 'Eva',
        surname: 'Lang',
        initials: 'E.L.',
        fileAs: 'Lang, Eva',
      },
      '32791',
    ],
    [
      'a given name alone',
      ['FN:Eva', 'N:;Eva'],
      { displayName: 'Eva', givenName: 'Eva', initials: 'E.', fileAs: 'Eva' },
      '32791',
    ],
    [
      'a surname alone',
      ['FN:Lang', 'N:Lang;;;;'],
      { displayName: 'Lang', surname: 'Lang', initials: 'L.', fileAs: 'Lang' },
      '32791',
    ],
    ['FN alone', ['FN:Pforte 🚪'], { displayName: 'Pforte 🚪', fileAs: 'Pforte 🚪' }, '12289'],
    [
      'a list of names',
      ['N:Lang;Eva;Maria,Luise;Prof.,Dr.;'],
      {
        displayName: 'Prof. Dr. Eva Maria Luise Lang',
        title: 'Prof. Dr.',
        givenName: 'Eva',
        middleName: 'Maria Luise',
        surname: 'Lang',
        initials: 'E.M.L.',
        fileAs: 'Lang, Eva Maria Luise',
      },
      '32791',
    ],
    [
      'a nickname alone',
      ['N:;;;;', 'NICKNAME:Opa,Gustl'],
      { displayName: 'Opa, Gustl', nickName: 'Opa, Gustl', fileAs: 'Opa, Gustl' },
      '12289',
    ],
    [
      "a program's own file-as",
      ['FN:Eva Lang', 'X-EVOLUTION-FILE-AS:Lang (Eva)'],
      { displayName: 'Eva Lang', fileAs: 'Lang (Eva)' },
      undefined,
    ],
    [
      'stated initials',
      ['FN:Eva Lang', 'N:Lang;Eva', 'X-INITIALS:EL'],
      { displayName: 'Eva Lang', givenName: 'Eva', surname: 'Lang', initials: 'EL', fileAs: 'Lang, Eva' },
      '32791',
    ],
  ])('%s', (_case, lines, properties, mapping) => {
    expect(contactOf(lines)).toEqual({
      properties,
      extended: mapping === undefined ? {} : { [fileAsMapping]: mapping },
    });
  });
});

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

  test('an explicit other telephone comes before overflow', () => {
    const { contacts } = readLines('BEGIN:VCARD', 'TEL;CELL:1', 'TEL;CELL:2', 'TEL;VOICE:3', 'END:VCARD');
    expect(contacts[0]).toEqual({ properties: { mobilePhone: '1' }, extended: { 'String 0x3a1f': '3' } });
  });
});

describe('other limits', () => {
  test('three e-mail addresses, three instant messaging addresses, three postal addresses', () => {
    const { contacts, warnings } = readLines(
      'BEGIN:VCARD',
      'FN:x',
      ...['a', 'b', 'c', 'd'].map((name) => `EMAIL:${name}@x.example`),
      ...['a', 'b', 'c', 'a', 'd'].map((name) => `X-SKYPE:${name}`),
      ...['1', '2', '3'].map((street) => `ADR;TYPE=HOME:;;${street};;;;`),
      'ADR;TYPE=WORK:;;;;;;',
      'END:VCARD',
    );
    expect(contacts[0]?.properties).toEqual({
      displayName: 'x',
      fileAs: 'x',
      emailAddresses: ['a', 'b', 'c'].map((name) => ({ name: 'x', address: `${name}@x.example` })),
      imAddresses: ['a', 'b', 'c'],
      homeAddress: { street: '1' },
      otherAddress: { street: '2' },
    });
    expect(warnings.map((warning) => warning.split(' left')[0])).toEqual([
      '1 × e-mail address',
      '1 × instant messaging address',
      '1 × postal address',
    ]);
  });
});

describe('dates', () => {
  test.each([
    ['19740722', '1974-07-22T11:59:00Z'],
    ['1974-07-22', '1974-07-22T11:59:00Z'],
    ['1974-07-22T00:00:00Z', '1974-07-22T11:59:00Z'],
    ['--0722', '1604-07-22T11:59:00Z'],
    ['--07-22', '1604-07-22T11:59:00Z'],
    ['--0229', '1604-02-29T11:59:00Z'],
    ['22.7.1974', '1974-07-22T11:59:00Z'],
  ])('BDAY:%s', (value, birthday) => {
    expect(contactOf([`BDAY:${value}`]).properties).toEqual({ birthday });
  });

  test.each(['1974-02-31', '0000-00-00', 'um 1970', '1974', '---22', '1974-13-01'])(
    'BDAY:%s is warned about',
    (value) => {
      const { contacts, warnings } = readLines('BEGIN:VCARD', 'FN:x', `BDAY:${value}`, 'END:VCARD');
      expect(contacts[0]?.properties).toEqual({ displayName: 'x', fileAs: 'x' });
      expect(warnings).toEqual(['1 × unreadable date left out (card 1)']);
    },
  );

  test.each(['ANNIVERSARY', 'X-ANNIVERSARY', 'X-MS-ANNIVERSARY', 'X-EVOLUTION-ANNIVERSARY'])('%s', (name) => {
    expect(contactOf([`${name}:2001-05-05`]).extended).toEqual({ 'SystemTime 0x3a41': '2001-05-05T11:59:00Z' });
  });
});

describe('the names that programs have for the same thing', () => {
  test.each([
    ['X-SPOUSE:Eva', { spouseName: 'Eva' }],
    ['X-MS-SPOUSE;N:Eva', { spouseName: 'Eva' }],
    ['X-EVOLUTION-SPOUSE:Eva', { spouseName: 'Eva' }],
    ['X-KADDRESSBOOK-X-SpousesName:Eva', { spouseName: 'Eva' }],
    ['RELATED;TYPE=spouse;VALUE=text:Eva', { spouseName: 'Eva' }],
    ['X-ASSISTANT:Eva', { assistantName: 'Eva' }],
    ['X-MS-ASSISTANT:Eva', { assistantName: 'Eva' }],
    ['X-KADDRESSBOOK-X-AssistantsName:Eva', { assistantName: 'Eva' }],
    ['X-MANAGER:Eva', { manager: 'Eva' }],
    ['X-MS-MANAGER:Eva', { manager: 'Eva' }],
    ['X-KADDRESSBOOK-X-ManagersName:Eva', { manager: 'Eva' }],
    ['RELATED;TYPE=child;VALUE=text:Eva', { children: ['Eva'] }],
    ['IMPP;TYPE=WORK:xmpp:eva@x.example', { imAddresses: ['xmpp:eva@x.example'] }],
    ['X-SKYPE-USERNAME:eva', { imAddresses: ['eva'] }],
    ['X-ICQ:123', { imAddresses: ['123'] }],
    ['X-OFFICE:2.14', { officeLocation: '2.14' }],
    ['ROLE:Arzt', { profession: 'Arzt' }],
    ['X-PROFESSION:Arzt', { profession: 'Arzt' }],
    ['URL:www.x.example', { businessHomePage: 'www.x.example' }],
    ['NOTE:a\\nb\\, c\\\\d', { personalNotes: 'a\nb, c\\d' }],
    ['CATEGORIES:a,b\\, c,,a', { categories: ['a', 'b, c'] }],
  ])('%s', (line, properties) => {
    expect(contactOf([line])).toEqual({ properties, extended: {} });
  });

  test.each([
    ['ADR;TYPE=HOME:12;;;;;;', 'String 0x3a5e', 'homeAddress'],
    ['ADR:12;;;;;;', 'String 0x3a64', 'otherAddress'],
    ['ADR;DOM;WORK:12;;;;;;', 'String {00062004-0000-0000-c000-000000000046} Id 0x804a', 'businessAddress'],
  ])('the post box of %s', (line, id, property) => {
    expect(contactOf([line])).toEqual({ properties: { [property]: {} }, extended: { [id]: '12' } });
  });

  test.each([
    ['0', '0'],
    ['3', '3'],
    ['7', '1'],
  ])('X-MS-OL-DEFAULT-POSTAL-ADDRESS:%s wins over PREF if it means anything', (stated, index) => {
    const { extended } = contactOf(['ADR;HOME;PREF:;;a;;;;', `X-MS-OL-DEFAULT-POSTAL-ADDRESS:${stated}`]);
    expect(extended).toEqual({ [mailingAddress]: index });
  });
});
