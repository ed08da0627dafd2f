import { expect, test } from 'vitest';

import { contactOf, fileAsMapping } from './cards.ts';

test('Nextcloud Contacts: vCard 4.0, tel: addresses, quoted type lists, RELATED, PREF=1', () => {
  expect(
    contactOf(
      [
        'PRODID:-//Nextcloud Contacts v5.5.3',
        'UID:7d1c',
        'FN:田中 美咲',
        'N:田中;美咲;;;',
        'ORG:タナカ工業株式会社;輸出部;第二課',
        'TITLE:部長',
        'ROLE:Export',
        'TEL;VALUE=uri;TYPE="voice,work":tel:+81-3-1190-1234;ext=55',
        'TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+81-3-1190-1200',
        'TEL;TYPE="cell":tel:+491713920031',
        'EMAIL;TYPE=WORK:mailto:tanaka@tanaka.example',
        'ADR;TYPE=HOME:;3. OG;丸の内 1-1,別館;東京;;100-0005;日本',
        'BDAY;VALUE=DATE:19740722',
        'ANNIVERSARY:20100612T120000Z',
        'RELATED;TYPE=spouse;VALUE=text:田中 健',
        'RELATED;TYPE=child:urn:uuid:5f0c',
        'X-ASSISTANT:鈴木 愛',
        'X-MANAGER:佐藤 誠',
        'X-JABBER:tanaka@chat.example',
        'CATEGORIES:Hersteller,Übersee',
        'REV:20260101T000000Z',
      ],
      '4.0',
    ),
  ).toEqual({
    properties: {
      displayName: '田中 美咲',
      givenName: '美咲',
      surname: '田中',
      initials: '美.田.',
      fileAs: '田中, 美咲',
      companyName: 'タナカ工業株式会社',
      department: '輸出部, 第二課',
      jobTitle: '部長',
      profession: 'Export',
      categories: ['Hersteller', 'Übersee'],
      emailAddresses: [{ name: '田中 美咲', address: 'tanaka@tanaka.example' }],
      imAddresses: ['tanaka@chat.example'],
      businessPhones: ['+81-3-1190-1200', '+81-3-1190-1234 ext. 55'],
      mobilePhone: '+491713920031',
      homeAddress: {
        street: '3. OG\n丸の内 1-1, 別館',
        city: '東京',
        postalCode: '100-0005',
        countryOrRegion: '日本',
      },
      birthday: '1974-07-22T11:59:00Z',
      spouseName: '田中 健',
      assistantName: '鈴木 愛',
      manager: '佐藤 誠',
    },
    extended: { 'SystemTime 0x3a41': '2010-06-12T11:59:00Z', [fileAsMapping]: '32791' },
  });
});
