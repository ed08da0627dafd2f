import { z } from 'zod';
import { random, type Random } from './random.ts';

/** A contact as Graph would send it whole: 1.3 to 3.1 KB of JSON, most of it properties that nobody asks for. */
export interface FakeContact {
  etag: string;
  id: string;
  properties: Readonly<Record<string, unknown>>;
  /** The business fax, which Graph only has as an extended property. */
  fax: string | undefined;
}

const areas = ['841', '89', '30', '40', '221', '911', '711', '69'];
const mobiles = ['171', '170', '160', '175', '172'];
const words = 'Angebot Termin Projekt Rechnung Wartung Anlage Heizung Besuch Kollege Messe Muster Lager Werk'.split(
  ' ',
);
const firstNames = 'Anna Bernd Claudia Dieter Eva Franz Greta Hans Ines Jürgen Katrin Ludwig Maria Norbert'.split(' ');
const lastNames = 'Müller Huber Weiß Schmid Bauer Koch Wagner Schäfer Brunner Aigner Kellermann Höß Vogl'.split(' ');
const peoplePerCompany = 12;
const addressesSchema = z.object({ emailAddresses: z.array(z.object({ address: z.string() })) });

/** The contact at one place of a folder; the same place and revision always give the same contact. */
export function fakeContact(folder: string, place: number, revision: number): FakeContact {
  const own = random(`${folder}/${place}`);
  const company = random(`${folder}/company/${Math.floor(place / peoplePerCompany)}`);
  const id = `AAMkAG${own.text(134)}=`;
  const changeKey = `EQAAABYAAAB${random(`${folder}/${place}/${revision}`).text(21)}`;
  const [given, surname] = [own.of(firstNames), own.of(lastNames)];
  const trunk = { area: company.of(areas), number: String(2_000_000 + company.below(7_000_000)) };
  const companyName = `${company.of(lastNames)} ${company.of(words)} GmbH & Co. KG ${company.below(900)}`;
  const mail = `${given}.${surname}.${place}@${company.text(9).toLowerCase()}.example`;
  // A change is a new surname; every second one has a new mobile number too.
  const latest = revision > 0 && place % 2 === 0 ? random(`${folder}/${place}/mobile/${revision}`) : own;
  const phones = own.chance(0.85)
    ? [written(own, trunk.area, trunk.number.slice(0, 5) + String(10 + own.below(89)))]
    : [];
  return {
    etag: `W/"${changeKey}"`,
    id,
    fax: own.chance(0.4) ? `+49 (${trunk.area}) ${trunk.number.slice(0, 5)}-99` : undefined,
    properties: {
      createdDateTime: '2024-03-05T08:11:09Z',
      lastModifiedDateTime: '2026-01-12T15:40:51Z',
      changeKey,
      categories: own.chance(0.2) ? ['Kunden'] : [],
      parentFolderId: `AQMkAD${random(folder).text(110)}AAA=`,
      birthday: own.chance(0.2) ? '1971-06-21T11:59:00Z' : null,
      fileAs: `${surname}, ${given}`,
      displayName: `${given} ${surname} ${place}`,
      givenName: given,
      initials: null,
      middleName: null,
      nickName: null,
      surname: revision === 0 ? surname : `${surname}-${revision}`,
      title: own.chance(0.3) ? 'Dr.' : null,
      yomiGivenName: null,
      yomiSurname: null,
      yomiCompanyName: null,
      generation: null,
      imAddresses: [],
      jobTitle: own.of(words),
      companyName,
      department: own.of(words),
      officeLocation: `Haus ${own.below(9)}`,
      profession: null,
      businessHomePage: `https://www.${company.text(9).toLowerCase()}.example`,
      assistantName: null,
      manager: null,
      homePhones: own.chance(0.2) ? [phoneOf(own, areas)] : [],
      mobilePhone: own.chance(0.6) ? phoneOf(latest, mobiles) : null,
      businessPhones: phones,
      spouseName: null,
      personalNotes: notes(own),
      children: [],
      emailAddresses: [{ name: `${given} ${surname}`, address: mail }],
      homeAddress: own.chance(0.3) ? address(own) : {},
      businessAddress: address(company),
      otherAddress: {},
    },
  };
}

/** The address of the contact at one place of a folder. */
export function mailAddressAt(folder: string, place: number): string {
  const { emailAddresses } = addressesSchema.parse(fakeContact(folder, place, 0).properties);
  return emailAddresses[0]?.address ?? '';
}

function phoneOf(own: Random, prefixes: readonly string[]): string {
  return written(own, own.of(prefixes), String(2_000_000 + own.below(7_000_000)));
}

/** One number in the notations that people and Outlook use. */
function written(own: Random, area: string, number: string): string {
  const kind = own.below(100);
  if (kind < 35) return `+49 (${area}) ${number.slice(0, 5)}-${number.slice(5)}`;
  if (kind < 60) return `+49 ${area} ${number}`;
  if (kind < 80) return `0${area} / ${number}`;
  if (kind < 90) return `0${area}/${number.slice(0, 5)}-${number.slice(5)}`;
  return `+49${area}${number}`;
}

function notes(own: Random): string {
  const count = own.below(180);
  return Array.from({ length: count }, () => own.of(words)).join(' ');
}

function address(own: Random): object {
  return {
    street: `${own.of(words)}straße ${1 + own.below(120)}`,
    city: 'Ingolstadt',
    state: 'Bayern',
    countryOrRegion: 'Deutschland',
    postalCode: String(80_000 + own.below(9999)),
  };
}
