import { expect, test } from 'vitest';

import { address, fileAsMapping, mailingAddress } from './cards.ts';
import { demoContacts } from './demo.ts';

test('one contact fills every field', async () => {
  const displayName = 'Prof. Dr.-Ing. Maria Theresia Öztürk-Meyer zu Schwabedissen M.Sc.';
  const { folders } = await demoContacts();
  const found = folders.get('kunden')?.find(({ properties }) => properties.displayName === displayName);
  expect(found).toEqual({
    properties: {
      displayName,
      title: 'Prof. Dr.-Ing.',
      givenName: 'Maria',
      middleName: 'Theresia',
      surname: 'Öztürk-Meyer zu Schwabedissen',
      generation: 'M.Sc.',
      nickName: 'Resi',
      initials: 'M.T.Ö.',
      fileAs: 'Öztürk-Meyer zu Schwabedissen, Maria Theresia',
      companyName: 'Öztürk, Meyer & Söhne GmbH; Planungsbüro',
      department: 'Technische Gebäudeausrüstung',
      jobTitle: 'Geschäftsführende Gesellschafterin',
      profession: 'Ingenieurin',
      officeLocation: 'Raum 2.14',
      personalNotes: 'Füllt jedes Feld aus.\nPfad: C:\\Kunden\\Öztürk; „Sonderkonditionen“',
      categories: ['VIP', 'Neubau'],
      businessHomePage: 'https://www.oeztuerk-meyer.example/kontakt?x=1;y=2',
      emailAddresses: [
        'mt.oeztuerk@oeztuerk-meyer.example',
        'planung@oeztuerk-meyer.example',
        'resi@privat.example',
      ].map((mail) => ({
        name: displayName,
        address: mail,
      })),
      imAddresses: ['sip:mt.oeztuerk@oeztuerk-meyer.example'],
      businessPhones: ['+49 (841) 1199-10', '0841/1199-11'],
      homePhones: ['(0 84 1) 11 99 12'],
      mobilePhone: '0171/3920099',
      businessAddress: {
        street: 'Am Gewerbepark 7\nHaus B',
        city: 'Ingolstadt',
        state: 'Bayern',
        postalCode: '85049',
        countryOrRegion: 'Deutschland',
      },
      homeAddress: { street: 'Klosterberg 1a', city: 'Eichstätt', postalCode: '85072' },
      otherAddress: { street: 'Lagerweg 9', city: 'Manching', postalCode: '85077' },
      birthday: '1964-02-29T11:59:00Z',
      spouseName: 'Günther Öztürk',
      assistantName: 'Zoë Müller',
      manager: 'Hans-Jörg Meyer',
    },
    extended: {
      'String 0x3a57': '0841 1199-0',
      'String 0x3a2e': '+49 841 1199-13',
      'String 0x3a1d': '0049 841 119914',
      'String 0x3a21': '0841-1199-15',
      'String 0x3a1f': '0841 1199 16',
      'String 0x3a24': '0841/1199-99',
      'String 0x3a25': '0841/1199-98',
      'SystemTime 0x3a41': '1992-06-20T11:59:00Z',
      [`String ${address} Id 0x804a`]: 'Postfach 12 34',
      [fileAsMapping]: '32791',
      [mailingAddress]: '2',
    },
  });
});
