import type { DemoContact, DemoPhone, PhoneKind } from './contact.ts';

const kinds: PhoneKind[] = [
  'work',
  'home',
  'mobile',
  'main',
  'assistant',
  'car',
  'pager',
  'other',
  'workFax',
  'homeFax',
];

/** Contacts for the customers' default folder that break what programs like to take for granted. */
export const customerOddities: DemoContact[] = [
  odd(
    'Prof. Dr.-Ing. Maria Theresia Öztürk-Meyer zu Schwabedissen M.Sc.',
    {
      work: ['+49 (841) 1199-10', '0841/1199-11'],
      home: ['(0 84 1) 11 99 12'],
      mobile: ['0171/3920099'],
      main: ['0841 1199-0'],
      assistant: ['+49 841 1199-13'],
      car: ['0049 841 119914'],
      pager: ['0841-1199-15'],
      other: ['0841 1199 16'],
      workFax: ['0841/1199-99'],
      homeFax: ['0841/1199-98'],
    },
    {
      prefix: 'Prof. Dr.-Ing.',
      given: 'Maria',
      middle: 'Theresia',
      surname: 'Öztürk-Meyer zu Schwabedissen',
      suffix: 'M.Sc.',
      nickname: 'Resi',
      company: 'Öztürk, Meyer & Söhne GmbH; Planungsbüro',
      department: 'Technische Gebäudeausrüstung',
      jobTitle: 'Geschäftsführende Gesellschafterin',
      profession: 'Ingenieurin',
      emails: [
        { kind: 'work', address: 'mt.oeztuerk@oeztuerk-meyer.example' },
        { kind: 'work', address: 'planung@oeztuerk-meyer.example' },
        { kind: 'home', address: 'resi@privat.example' },
      ],
      addresses: [
        {
          kind: 'work',
          postBox: 'Postfach 12 34',
          room: 'Raum 2.14',
          street: 'Am Gewerbepark 7\nHaus B',
          postalCode: '85049',
          city: 'Ingolstadt',
          state: 'Bayern',
          country: 'Deutschland',
        },
        { kind: 'home', street: 'Klosterberg 1a', postalCode: '85072', city: 'Eichstätt' },
        { kind: 'other', street: 'Lagerweg 9', postalCode: '85077', city: 'Manching' },
      ],
      birthday: { year: '1964', month: '02', day: '29' },
      anniversary: '1992-06-20',
      webPage: 'https://www.oeztuerk-meyer.example/kontakt?x=1;y=2',
      im: 'sip:mt.oeztuerk@oeztuerk-meyer.example',
      spouse: 'Günther Öztürk',
      assistant: 'Zoë Müller',
      manager: 'Hans-Jörg Meyer',
      note: 'Füllt jedes Feld aus.\nPfad: C:\\Kunden\\Öztürk; „Sonderkonditionen“',
      categories: ['VIP', 'Neubau'],
    },
  ),
  odd('Frau Huber', { work: ['0841 1198-12'] }, { prefix: 'Frau', surname: 'Huber' }),
  odd('Xaver', { mobile: ['0171 3920098 (privat)'] }, { given: 'Xaver' }),
  odd('Maier; "Xari" (senior)', { home: ['089/99998 951 oder 089/99998 952'] }, { given: 'Xari', surname: 'Maier' }),
  odd('Hausmeister Schule Kösching', { other: ['08456 1198-77'] }),
  odd('🔥 Heizungsnotdienst 🔧', { main: ['+49 841 1198-0'] }, { company: '🔥 Heizungsnotdienst 🔧' }),
  odd('محمد العلي', { mobile: ['+49 171 3920097'] }, { given: 'محمد', surname: 'العلي' }),
  odd('Наталья Соколова', { mobile: ['0049 171 3920096'] }, { given: 'Наталья', surname: 'Соколова' }),
  odd(`${'Arbeitsgemeinschaft Fernwärme Ingolstadt-Süd '.repeat(4)}GbR`, { work: ['+49 (0)841 1198-40'] }),
  odd('Nummer steht in der Notiz', { work: ['siehe Notiz'], mobile: ['---'] }, { note: 'Tel. 0841 1198-41' }),
  odd('Zu viele Nummern', { work: ['0841 1198-51', '0841 1198-52', '0841 1198-53', '0841 1198-54', '0841 1198-55'] }),
  odd(
    'Nur per E-Mail',
    {},
    { emails: ['a', 'b', 'c', 'd'].map((name) => ({ kind: 'work', address: `${name}@viele-adressen.example` })) },
  ),
  odd('', { mobile: ['+491713920095'] }),
  odd('Geschütztes Leerzeichen', { work: ['0841\u00a01198\u00a0-\u00a060'] }),
  odd(
    'Zentrale Wien',
    { work: ['+43 512 1198-0 DW 15'] },
    { company: 'Wiener Wohnen Innsbruck', note: 'heißt nur so' },
  ),
];

/** Manufacturers whose names are not written in Latin letters. */
export const manufacturerOddities: DemoContact[] = [
  asian('田中', '美咲', 'タナカ工業株式会社', '+81 3 11900981', 'みさき', 'たなか'),
  asian('佐藤', '健', 'サトウポンプ株式会社', '+81-3-1190-0982', 'けん', 'さとう'),
  asian('鈴木', '愛', '鈴木バルブ', '0081 3 11900983', 'あい', 'すずき'),
  asian('王', '小明', '上海暖通设备有限公司', '+86 21 11900984', 'Xiaoming', 'Wang'),
  asian('李', '娜', '上海水泵厂', '+86 (21) 1190 0985', 'Na', 'Li'),
];

/** Short codes and service numbers, which are no numbers to a number parser. */
export const emergencyOddities: DemoContact[] = [
  odd('Feuerwehr / Notarzt', { work: ['112'] }),
  odd('Polizei', { work: ['110'] }),
  odd('Ärztlicher Bereitschaftsdienst', { work: ['116117'] }),
  odd('Giftnotruf (intern)', { work: ['**70'] }),
  odd('Werkstatt (Durchwahl)', { work: ['190'] }),
  odd('Türsprechstelle Lager', { work: ['*31'] }),
  odd('Pforte 🚪', { work: ['9'] }),
  odd('Behördenruf', { work: ['115'] }),
];

/** The same lady is in two people's address books, with the same numbers typed differently. */
export const sharedAcquaintance = [
  odd(
    'Gerlinde Obermaier',
    { home: ['08421 119901'], mobile: ['0152 28817386'] },
    { given: 'Gerlinde', surname: 'Obermaier', nickname: 'Tante Linde', categories: ['Privat'] },
  ),
  odd(
    'Obermaier Gerlinde',
    { home: ['+49 (8421) 119901'], mobile: ['+49 152 28817386'] },
    { given: 'Gerlinde', surname: 'Obermaier', note: 'Schwimmen, dienstags' },
  ),
] as const;

/** A contact of which only the unusual is stated. */
function odd(
  displayName: string,
  numbers: Partial<Record<PhoneKind, string[]>>,
  rest: Partial<DemoContact> = {},
): DemoContact {
  const phones = kinds.flatMap((kind) => (numbers[kind] ?? []).map((typed): DemoPhone => ({ kind, typed })));
  return { displayName, phones, emails: [], addresses: [], categories: [], ...rest };
}

function asian(
  surname: string,
  given: string,
  company: string,
  number: string,
  givenSound: string,
  sound: string,
): DemoContact {
  const phonetic = { given: givenSound, surname: sound };
  return odd(`${surname} ${given}`, { work: [number] }, { surname, given, company, phonetic, categories: ['Übersee'] });
}
