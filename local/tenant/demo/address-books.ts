import { appleCards } from './apple-cards.ts';
import type { DemoContact } from './contact.ts';
import { googleCards } from './google-cards.ts';
import { customerFirms, supplierFirms, type List } from './names.ts';
import { nextcloudCards } from './nextcloud-cards.ts';
import { NumberPool } from './numbers.ts';
import { customerOddities, emergencyOddities, manufacturerOddities, sharedAcquaintance } from './oddities.ts';
import { outlookCards } from './outlook-cards.ts';
import { abroad, bavaria, germany, neighbours, type Place } from './places.ts';
import { copied, employee, firmContact, household, inventBirthday, inventFirm, type Source } from './population.ts';
import { Random } from './random.ts';

/** One .vcf file of the demo tenant. */
interface AddressBook {
  mailbox: string;
  file: string;
  /** How many contacts, those of the list included. */
  size: number;
  write: (contacts: DemoContact[]) => Uint8Array;
  /** Who is in it besides. */
  people: (source: Source, known: DemoContact[]) => DemoContact[];
  list?: readonly DemoContact[];
}

const outlook = (contacts: DemoContact[]): Uint8Array => outlookCards(contacts, {});
const resaved = (contacts: DemoContact[]): Uint8Array => outlookCards(contacts, { resaved: true });
const nextcloud3 = (contacts: DemoContact[]): Uint8Array => nextcloudCards(contacts, '3.0');
const nextcloud4 = (contacts: DemoContact[]): Uint8Array => nextcloudCards(contacts, '4.0');

/** What the others may copy from; nobody copies out of somebody's personal address book. */
const sharedMailboxes = ['kunden', 'lieferanten'];

const [inOneBook, inTheOther] = sharedAcquaintance;

const books: AddressBook[] = [
  {
    mailbox: 'kunden',
    file: 'contacts.vcf',
    size: 60,
    write: outlook,
    people: customers(bavaria),
    list: customerOddities,
  },
  { mailbox: 'kunden', file: 'contacts/Kunden.vcf', size: 150, write: outlook, people: customers(germany) },
  { mailbox: 'kunden', file: 'contacts/Kunden/Bayern.vcf', size: 260, write: appleCards, people: customers(bavaria) },
  {
    mailbox: 'kunden',
    file: 'contacts/Kunden/Österreich und Schweiz.vcf',
    size: 70,
    write: resaved,
    people: customers(neighbours),
  },
  { mailbox: 'kunden', file: 'contacts/Interessenten.vcf', size: 40, write: googleCards, people: customers(bavaria) },
  { mailbox: 'lieferanten', file: 'contacts.vcf', size: 30, write: nextcloud4, people: suppliers(bavaria) },
  { mailbox: 'lieferanten', file: 'contacts/Großhandel.vcf', size: 110, write: nextcloud4, people: suppliers(germany) },
  {
    mailbox: 'lieferanten',
    file: 'contacts/Hersteller.vcf',
    size: 80,
    write: nextcloud3,
    people: suppliers(abroad),
    list: manufacturerOddities,
  },
  {
    mailbox: 'lieferanten',
    file: 'contacts/Notdienste.vcf',
    size: 20,
    write: googleCards,
    people: suppliers(bavaria),
    list: emergencyOddities,
  },
  { mailbox: 'maximilian.brunner', file: 'contacts.vcf', size: 45, write: outlook, people: acquaintances },
  {
    mailbox: 'maximilian.brunner',
    file: 'contacts/Privat.vcf',
    size: 15,
    write: outlook,
    people: friends,
    list: [inOneBook],
  },
  {
    mailbox: 'sabine.kellermann',
    file: 'contacts.vcf',
    size: 40,
    write: appleCards,
    people: acquaintances,
    list: [inTheOther],
  },
  { mailbox: 'tobias.riedl', file: 'contacts.vcf', size: 60, write: outlook, people: acquaintances },
  { mailbox: 'tobias.riedl', file: 'contacts/Baustellen.vcf', size: 15, write: outlook, people: customers(bavaria) },
  { mailbox: 'nicole.pfaller', file: 'contacts.vcf', size: 50, write: googleCards, people: acquaintances },
  { mailbox: 'emre.yildiz', file: 'contacts.vcf', size: 35, write: googleCards, people: acquaintances },
  { mailbox: 'franziska.hoelzl', file: 'contacts.vcf', size: 45, write: nextcloud4, people: acquaintances },
  { mailbox: 'johann.schmidbauer', file: 'contacts.vcf', size: 30, write: nextcloud3, people: acquaintances },
  { mailbox: 'lena.vogl', file: 'contacts.vcf', size: 25, write: appleCards, people: acquaintances },
  { mailbox: 'korbinian.aigner', file: 'contacts.vcf', size: 20, write: nextcloud4, people: friends },
];

/** Every .vcf file of the demo tenant: its path below `mailboxes/` and its bytes. */
export function addressBooks(domain: string): [string, Uint8Array][] {
  const pool = new NumberPool();
  const known: DemoContact[] = [];
  return books.map(({ mailbox, file, size, write, people, list = [] }) => {
    const source = { random: new Random(`${mailbox}/${file}`), pool };
    const contacts = [...list];
    while (contacts.length < size) contacts.push(...people(source, known).slice(0, size - contacts.length));
    if (sharedMailboxes.includes(mailbox)) known.push(...contacts.slice(list.length));
    return [`${mailbox}@${domain}/${file}`, write(contacts)];
  });
}

/** Firms with some of their people, private customers, and now and then the same contact once more. */
function customers(places: readonly [Place, ...Place[]]): AddressBook['people'] {
  return (source) => {
    if (source.random.percent(35)) return [household(source, places)];
    const contacts = firmPeople(source, places, customerFirms);
    const twice = source.random.percent(6) ? contacts.slice(-1).map((contact) => copied(source, contact)) : [];
    return [...contacts, ...twice];
  };
}

function suppliers(places: readonly [Place, ...Place[]]): AddressBook['people'] {
  return (source) => firmPeople(source, places, supplierFirms);
}

function firmPeople(source: Source, places: readonly [Place, ...Place[]], kinds: List): DemoContact[] {
  const firm = inventFirm(source, places, kinds);
  const staff = Array.from({ length: source.random.below(4) }, () => employee(source, firm));
  return staff.length === 0 || source.random.percent(15) ? [firmContact(source, firm), ...staff] : staff;
}

/** What somebody keeps in their own mailbox: customers and suppliers they know, and private contacts. */
function acquaintances(source: Source, known: DemoContact[]): DemoContact[] {
  const { random } = source;
  const [first, ...others] = known;
  if (first !== undefined && random.percent(45)) return [copied(source, random.pick([first, ...others]))];
  return random.percent(50) ? friends(source) : firmPeople(source, bavaria, customerFirms);
}

function friends(source: Source): DemoContact[] {
  const { random } = source;
  const friend: DemoContact = { ...household(source, bavaria), categories: ['Privat'] };
  if (random.percent(40)) friend.birthday = inventBirthday(random);
  if (random.percent(15))
    friend.anniversary = `${1985 + random.below(38)}-0${1 + random.below(9)}-1${random.below(10)}`;
  if (random.percent(20))
    friend.nickname = random.pick(['Mausi 🐭', 'Opa', 'Tante Resi', 'Wiggerl', 'der Lange', 'Schorsch']);
  return [friend];
}
