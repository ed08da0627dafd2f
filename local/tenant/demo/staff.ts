import { addressPart } from './names.ts';
import { staffMobile } from './numbers.ts';

/** The firm: its addresses end in a top-level domain that is reserved for examples. */
export const domain = 'brunner-haustechnik.example';

/** Behind 0841 1100-, a number that no subscriber can have. */
const switchboard = '+49 841 1100';

interface Person {
  given: string;
  surname: string;
  department: string;
  jobTitle: string;
  extension: string;
}

/** Everybody who works there. */
export const people: readonly Person[] = `
  Geschäftsleitung: Maximilian Brunner, Geschäftsführer, 100; Sabine Kellermann, Kaufmännische Leiterin, 101
  Vertrieb: Tobias Riedl, Vertriebsleiter, 120; Nicole Pfaller, Kundenberaterin, 121; Jürgen Wöhrl, Kundenberater, 122;
    Ayşe Çelik, Innendienst, 123; Stefan Süß, Außendienst, 124
  Service: Johann Schmidbauer, Serviceleiter, 140; Emre Yıldız, Kundendiensttechniker, 141;
    Björn Grünwald, Kundendiensttechniker, 142; Kevin Maier, Kundendiensttechniker, 143;
    Magdalena Thalhammer, Disposition, 144; Vinzenz Öttl, Kundendiensttechniker, 145
  Einkauf: Franziska Hölzl, Einkaufsleiterin, 160; Oğuz Demir, Einkäufer, 161; Rosemarie Kürzinger, Einkäuferin, 162
  Buchhaltung: Lena Vogl, Finanzbuchhalterin, 170; Hannelore Weiß, Lohnbuchhalterin, 171
  Technik: Korbinian Aigner, Planer, 180; Yasemin Demir-Koch, Planerin, 181; Quirin Neumüller, Bauleiter, 182;
    Günther Geißler, Bauleiter, 183
  Lager: Ludwig Niedermeier, Lagerist, 190
  Ausbildung: Zoë Mühlbauer, Auszubildende, 195
`
  .trim()
  .split(/\n {2}(?! )/)
  .flatMap((line) => {
    const [department = '', members = ''] = line.split(':');
    return members.split(';').map((member) => {
      const [name = '', jobTitle = '', extension = ''] = member.split(',').map((part) => part.trim());
      const [given = '', surname = ''] = name.split(' ');
      return { given, surname, department, jobTitle, extension };
    });
  });

/** The text of `tenant.json`. */
export function tenantJson(): string {
  const users = [
    ...people.map((person, index) => ({ ...account(person, index), ...exceptions[person.surname] })),
    { userPrincipalName: `besprechung.isar@${domain}`, displayName: 'Besprechungsraum Isar', userPurpose: 'room' },
  ];
  return `${JSON.stringify({ domain, users, groups: groups(), sharedMailboxes, organisationContacts }, undefined, 2)}\n`;
}

/** The user principal name of somebody who works there. */
export function addressOf({ given, surname }: Pick<Person, 'given' | 'surname'>): string {
  return `${addressPart(given)}.${addressPart(surname)}@${domain}`;
}

/** The name of somebody's mailbox, which stays when a name changes. */
export function mailboxOf(person: Pick<Person, 'given' | 'surname'>): string {
  const { userPrincipalName } = exceptions[person.surname] ?? {};
  return typeof userPrincipalName === 'string' ? userPrincipalName : addressOf(person);
}

function account(person: Person, index: number): Record<string, unknown> {
  const { given, surname, department, jobTitle, extension } = person;
  return {
    userPrincipalName: addressOf(person),
    displayName: `${given} ${surname}`,
    givenName: given,
    surname,
    jobTitle,
    department,
    companyName: 'Brunner Haustechnik GmbH',
    officeLocation: department === 'Lager' ? 'Manching' : 'Ingolstadt',
    businessPhones: [`${switchboard}-${extension}`],
    mobilePhone: index % 3 === 2 ? null : staffMobile(index),
    faxNumber: department === 'Ausbildung' ? null : `${switchboard}-9${extension}`,
  };
}

/** Married since, left the firm, has no licence. */
const exceptions: Record<string, Record<string, unknown>> = {
  'Demir-Koch': { userPrincipalName: `yasemin.demir@${domain}`, mail: `yasemin.demir-koch@${domain}` },
  Wöhrl: { accountEnabled: false },
  Mühlbauer: { mailbox: false },
};

/** Alle is made of two people and the two other groups. */
function groups(): { displayName: string; members: string[] }[] {
  const of = (...departments: string[]): string[] =>
    people.filter(({ department }) => departments.includes(department)).map((person) => addressOf(person));
  return [
    { displayName: 'Telefonie', members: ['Vertrieb und Service', ...of('Geschäftsleitung', 'Einkauf')] },
    { displayName: 'Vertrieb und Service', members: of('Vertrieb', 'Service') },
    { displayName: 'Geschäftsleitung', members: of('Geschäftsleitung') },
  ];
}

const sharedMailboxes = [
  { userPrincipalName: `kunden@${domain}`, displayName: 'Kunden' },
  { userPrincipalName: `lieferanten@${domain}`, displayName: 'Lieferanten' },
];

const organisationContacts = [
  external('Steuerkanzlei Raab & Partner', 'Raab', 'kanzlei@raab.example', [
    ['business', '+49 841 1197-0'],
    ['businessFax', '+49 841 1197-9'],
  ]),
  external('Ulrike Fellner', 'Fellner IT-Service', 'u.fellner@fellner-it.example', [
    ['business', '0841/1196-12'],
    ['mobile', '0171 3920094'],
  ]),
  external('Innung SHK', 'Innung Sanitär, Heizung, Klima', 'innung@shk.example', [['business', '+49 (0)89 99998-960']]),
  external('Betriebsarzt Dr. Götz', 'Praxis Dr. Götz', 'praxis@goetz.example', [
    ['business', '08421 1196-0'],
    ['home', '08421 119677'],
  ]),
  external('Pforte Gewerbepark', 'Gewerbepark Ingolstadt', null, [['business', '0841 1195-0']]),
];

function external(displayName: string, companyName: string, mail: string | null, phones: [string, string][]): unknown {
  return { displayName, companyName, mail, phones: phones.map(([type, number]) => ({ type, number })) };
}
