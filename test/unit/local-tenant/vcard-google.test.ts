import { expect, test } from 'vitest';

import { contactOf, fileAsMapping } from './cards.ts';

test('Google Contacts: several TYPE parameters, escaped colons, custom labels, myContacts', () => {
  expect(
    contactOf([
      'FN:Şule Yılmaz',
      'N:Yılmaz;Şule;;;',
      'EMAIL;TYPE=INTERNET;TYPE=WORK:s.yilmaz@objektbau.example',
      'TEL;TYPE=CELL:0172 9925904',
      'TEL;TYPE=WORK;TYPE=PREF:030 23125-200',
      'TEL;TYPE=WORKFAX:030 23125-209',
      'item1.TEL:030 23125-0',
      'item1.X-ABLabel:Zentrale',
      'item2.TEL:089/99998 501 oder 089/99998 502',
      'item2.X-ABLabel:Baustelle',
      'item3.ADR:;;Invalidenstr. 4;Berlin;;10115;DE;Invalidenstr. 4\\n10115 Berlin\\nDE',
      'item3.X-ABLabel:Lager',
      'ORG:Yılmaz Objektbau UG',
      'TITLE:Bauleiterin',
      'BDAY:--0923',
      'item4.URL:https\\://objektbau.example/team',
      'item4.X-ABLabel:PROFILE',
      'NOTE:🏗️ Neubau Spree',
      'CATEGORIES:Bauträger,myContacts',
    ]),
  ).toEqual({
    properties: {
      displayName: 'Şule Yılmaz',
      givenName: 'Şule',
      surname: 'Yılmaz',
      initials: 'Ş.Y.',
      fileAs: 'Yılmaz, Şule',
      companyName: 'Yılmaz Objektbau UG',
      jobTitle: 'Bauleiterin',
      personalNotes: '🏗️ Neubau Spree',
      categories: ['Bauträger', 'myContacts'],
      businessHomePage: 'https://objektbau.example/team',
      emailAddresses: [{ name: 'Şule Yılmaz', address: 's.yilmaz@objektbau.example' }],
      businessPhones: ['030 23125-200'],
      mobilePhone: '0172 9925904',
      otherAddress: { street: 'Invalidenstr. 4', city: 'Berlin', postalCode: '10115', countryOrRegion: 'DE' },
      birthday: '1604-09-23T11:59:00Z',
    },
    extended: {
      'String 0x3a24': '030 23125-209',
      'String 0x3a57': '030 23125-0',
      'String 0x3a1f': '089/99998 501 oder 089/99998 502',
      [fileAsMapping]: '32791',
    },
  });
});
