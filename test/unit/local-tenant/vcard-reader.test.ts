import { describe, expect, test } from 'vitest';

import { readContactFile } from '../../../local/tenant/vcard/contact-file.ts';
import { contactOf, readLines } from './cards.ts';

const names = (file: Uint8Array): unknown[] =>
  readContactFile(file).contacts.map(({ properties }) => properties.displayName);
const card = (...lines: string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');

describe('bytes', () => {
  test.each([
    ['UTF-8', Buffer.from(card('FN:Jörg €'))],
    ['UTF-8 with byte order mark', Buffer.from('\ufeff' + card('FN:Jörg €'))],
    ['UTF-16 little endian', Buffer.from('\ufeff' + card('FN:Jörg €'), 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\ufeff' + card('FN:Jörg €'), 'utf16le').swap16()],
    ['UTF-8 that says Windows-1252', Buffer.from(card('FN;CHARSET=Windows-1252:Jörg €'))],
    ['Windows-1252', Buffer.concat([Buffer.from('BEGIN:VCARD\r\nFN:J\xf6rg \x80\r\nEND:VCARD\r\n', 'latin1')])],
    ['Windows-1252 that says UTF-8', Buffer.from('BEGIN:VCARD\nFN;CHARSET=UTF-8:J\xf6rg \x80\nEND:VCARD', 'latin1')],
    ['Windows-1252 that says something unknown', Buffer.from(card('FN;CHARSET=KLINGON:J\xf6rg \x80'), 'latin1')],
    ['ISO-8859-15', Buffer.from(card('FN;CHARSET=ISO-8859-15:J\xf6rg \xa4'), 'latin1')],
    ['quoted-printable UTF-8', Buffer.from(card('FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =E2=82=AC'))],
    ['bare quoted-printable', Buffer.from(card('FN;QUOTED-PRINTABLE:J=f6rg=', ' =80'), 'latin1')],
    ['base64', Buffer.from(card('FN;ENCODING=BASE64:SsO2cmcg4oKs'))],
    ['old Macintosh line ends', Buffer.from(card('FN:Jörg €').replaceAll('\r\n', '\r'))],
    ['doubled carriage returns', Buffer.from(card('FN:Jörg €').replaceAll('\r\n', '\r\r\n'))],
    [
      'a fold in the middle of a letter',
      Buffer.concat([Buffer.from('BEGIN:VCARD\r\nFN:J\xc3\r\n \xb6rg ', 'latin1'), Buffer.from('€\r\nEND:VCARD')]),
    ],
  ])('%s', (_case, file) => {
    expect(names(file)).toEqual(['Jörg €']);
  });

  test('Shift-JIS is taken at its word', () => {
    expect(names(Buffer.from(card('FN;CHARSET=SHIFT_JIS:\x93\xfa\x96\x7b'), 'latin1'))).toEqual(['日本']);
  });
});

describe('lines', () => {
  test('several cards in one file keep their order', () => {
    const card = (name: string): string[] => ['BEGIN:VCARD', 'VERSION:3.0', `FN:${name}`, 'END:VCARD'];
    const { contacts } = readLines(...card('Bär'), '', ...card('Ähre'), ...card('Zwirn'));
    expect(contacts.map(({ properties }) => properties.displayName)).toEqual(['Bär', 'Ähre', 'Zwirn']);
  });

  test('colons and semicolons inside quoted parameters', () => {
    const { properties } = contactOf(['ADR;LABEL="a: b; c";TYPE=HOME:;;Weg 1;;;;']);
    expect(properties).toEqual({ homeAddress: { street: 'Weg 1' } });
  });

  test('a quote that never closes', () => {
    expect(contactOf(['TEL;TYPE="WORK:112233']).properties).toEqual({ businessPhones: ['112233'] });
  });

  test('base64 that is not indented', () => {
    expect(
      contactOf(['PHOTO;JPEG;BASE64:', '/9j/4AAQSkZJRg', 'ABAQEAYABgAA==', '', 'FN:x']).properties.displayName,
    ).toBe('x');
  });

  test('a card inside a card', () => {
    const inner = ['AGENT:', 'BEGIN:VCARD', 'FN:inner', 'END:VCARD'];
    expect(contactOf(['FN:outer', ...inner]).properties.displayName).toBe('outer');
  });

  test('control characters never arrive', () => {
    expect(contactOf(['FN:a\u0000b\u0007c\td']).properties.displayName).toBe('abc d');
  });
});

describe('what cannot be read costs no more than itself', () => {
  test('a bad line, a distribution list, an empty card, a card without end, text around them', () => {
    const read = readLines(
      'Kontakte vom 3. Mai',
      'BEGIN:VCARD',
      'FN:eins',
      'das ist keine Zeile',
      'END:VCARD',
      'BEGIN:VCARD',
      'X-ADDRESSBOOKSERVER-KIND:group',
      'FN:Liste',
      'END:VCARD',
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:;;;;',
      'END:VCARD',
      'BEGIN:VCARD',
      'FN:ohne Ende',
      'begin:vcard',
      'FN:fünf',
      'end:vcard',
      'END:VCARD',
      'BEGIN:VCARD',
      'FN:abgeschnitten',
    );
    expect(read.contacts.map(({ properties }) => properties.displayName)).toEqual(['eins', 'fünf']);
    expect(read.warnings).toEqual([
      'line 1: there is text outside the vCards; it was left out',
      'card 1, line 4: the line is not a vCard property and was left out',
      'card 4, line 14: the card has no END:VCARD and was left out',
      'card 6, line 20: the card has no END:VCARD and was left out',
      'card 2: a distribution list, which Graph never returns; it was left out',
      'card 3: there is nothing in it; it was left out',
    ]);
  });

  test('an empty file is an empty address book', () => {
    expect(readContactFile(new Uint8Array())).toEqual({ contacts: [], warnings: [] });
    expect(readLines('', ' ', '')).toEqual({ contacts: [], warnings: [] });
  });
});
