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
