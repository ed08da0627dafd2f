import type { DemoAddress, DemoContact, DemoPhone, PhoneKind } from './contact.ts';
import { addressPart, categories, givenNames, jobs, notes, streets, surnames, type List } from './names.ts';
import { withWords, written } from './notations.ts';
import { extensionOf, type Line, type NumberPool } from './numbers.ts';
import type { Place } from './places.ts';
import type { Random } from './random.ts';

const rareKinds: readonly [PhoneKind, ...PhoneKind[]] = ['other', 'other', 'pager', 'car'];

/** Where invented people and numbers come from. */
export interface Source {
  random: Random;
  pool: NumberPool;
}

/** A company with its switchboard. */
export interface Firm {
  name: string;
  domain: string;
  place: Place;
  switchboard: Line;
  address: DemoAddress;
}

/** A company somewhere in these places. */
export function inventFirm({ random, pool }: Source, places: readonly [Place, ...Place[]], kinds: List): Firm {
  const place = random.pick(places);
  const name = random.pick(kinds).replace('#', random.pick(surnames));
  const domain = `${addressPart(name)}.example`;
  return { name, domain, place, switchboard: pool.trunk(place), address: inventAddress(random, place, 'work') };
}

/** The company itself as a contact: its switchboard and fax, no person. */
export function firmContact({ random }: Source, firm: Firm): DemoContact {
  const phones = [phone(random, random.percent(50) ? 'main' : 'work', head(firm))];
  if (random.percent(60)) phones.push(phone(random, 'workFax', behind(firm, firm.place.local === '11' ? '99' : '9')));
  return {
    displayName: firm.name,
    company: firm.name,
    phones,
    emails: [{ kind: 'work', address: `info@${firm.domain}` }],
    addresses: [random.percent(8) ? { ...firm.address, postBox: `Postfach ${10 + random.below(90)}` } : firm.address],
    webPage: `https://www.${firm.domain}`,
    categories: random.percent(30) ? [random.pick(categories)] : [],
  };
}

/** Somebody who works there. */
export function employee(source: Source, firm: Firm): DemoContact {
  const { random, pool } = source;
  const person = inventPerson(random);
  const [jobTitle = '', department = ''] = random
    .pick(jobs)
    .split('@')
    .map((part) => part.trim());
  const mobile = random.percent(17) ? pool.mobile() : undefined;
  const phones = [phone(random, 'work', behind(firm, extensionOf(firm.place, random)))];
  if (random.percent(25)) phones.push(phone(random, 'main', head(firm)));
  if (random.percent(25)) phones.push(phone(random, 'workFax', behind(firm, firm.place.local === '11' ? '99' : '9')));
  if (random.percent(5)) phones.push(phone(random, 'work', behind(firm, extensionOf(firm.place, random))));
  if (random.percent(3)) phones.push(phone(random, 'assistant', behind(firm, extensionOf(firm.place, random))));
  if (mobile !== undefined) phones.push(phone(random, 'mobile', mobile));
  if (random.percent(4)) phones.push(phone(random, random.pick(rareKinds), pool.household(firm.place, random)));
  const emails: DemoContact['emails'] = [];
  if (random.percent(85)) emails.push({ kind: 'work', address: mailName(person) + firm.domain });
  if (random.percent(12)) emails.push({ kind: 'work', address: `info@${firm.domain}` });
  if (random.percent(6)) emails.push({ kind: 'home', address: `${mailName(person)}privat.example` });
  return {
    ...person,
    company: firm.name,
    ...(department === '' ? {} : { department }),
    jobTitle,
    phones,
    emails,
    addresses: random.percent(70) ? [firm.address] : [],
    ...(random.percent(30) ? { webPage: `https://www.${firm.domain}` } : {}),
    ...(random.percent(12) ? { note: random.pick(notes) } : {}),
    ...(random.percent(3) ? { assistant: inventPerson(random).displayName } : {}),
    ...(random.percent(3) ? { manager: inventPerson(random).displayName } : {}),
    categories: random.percent(25) ? [random.pick(categories)] : [],
  };
}

/** Somebody at home: a private customer or somebody's friend. */
export function household({ random, pool }: Source, places: readonly [Place, ...Place[]]): DemoContact {
  const place = random.pick(places);
  const person = inventPerson(random);
  const line = pool.household(place, random);
  const mobile = random.percent(22) ? pool.mobile() : undefined;
  const second = random.percent(30) ? pool.household(place, random) : undefined;
  const typed: DemoPhone = { kind: 'home', typed: withWords(line, second, random) };
  const phones = [random.percent(8) ? typed : phone(random, 'home', line)];
  if (random.percent(4)) phones.push(phone(random, 'homeFax', pool.household(place, random)));
  if (mobile !== undefined) phones.push(phone(random, 'mobile', mobile));
  return {
    ...person,
    phones,
    emails: random.percent(55) ? [{ kind: 'home', address: `${mailName(person)}privat.example` }] : [],
    addresses: [inventAddress(random, place, 'home')],
    ...(random.percent(10) ? { birthday: inventBirthday(random) } : {}),
    ...(random.percent(12) ? { spouse: `${random.pick(givenNames)} ${person.surname ?? ''}`.trim() } : {}),
    ...(random.percent(20) ? { note: random.pick(notes) } : {}),
    categories: random.percent(20) ? [random.pick(categories)] : [],
  };
}

/** The same contact in another address book: the same lines, typed by somebody else, and less about them. */
export function copied({ random }: Source, { note: _note, ...contact }: DemoContact): DemoContact {
  const phones = contact.phones.map((each) => (each.line === undefined ? each : phone(random, each.kind, each.line)));
  return { ...contact, phones, categories: [] };
}

/** A birthday; every fourth without the year. */
export function inventBirthday(random: Random): NonNullable<DemoContact['birthday']> {
  const month = String(1 + random.below(12)).padStart(2, '0');
  const day = String(1 + random.below(28)).padStart(2, '0');
  return random.percent(25) ? { month, day } : { year: String(1938 + random.below(66)), month, day };
}

function inventPerson(random: Random): Pick<DemoContact, 'prefix' | 'given' | 'surname' | 'displayName'> {
  const single = random.pick(surnames);
  const surname = random.percent(8) ? `${single}-${random.pick(surnames)}` : single;
  if (random.percent(3)) return { surname, displayName: surname };
  const given = random.percent(5) ? `${random.pick(givenNames)}-${random.pick(givenNames)}` : random.pick(givenNames);
  if (!random.percent(6)) return { given, surname, displayName: `${given} ${surname}` };
  const prefix = random.pick(['Dr.', 'Dr.', 'Prof. Dr.', 'Dipl.-Ing.']);
  return { prefix, given, surname, displayName: `${prefix} ${given} ${surname}` };
}

function inventAddress(random: Random, place: Place, kind: DemoAddress['kind']): DemoAddress {
  const { city, postalCode, state, country } = place;
  const street = `${random.pick(streets)} ${1 + random.below(98)}${random.percent(10) ? 'a' : ''}`;
  const stated = { ...(state === undefined ? {} : { state }), ...(country === undefined ? {} : { country }) };
  return { kind, street, city, postalCode, ...stated };
}

function phone(random: Random, kind: PhoneKind, line: Line): DemoPhone {
  return { kind, typed: written(line, random), line };
}

function head(firm: Firm): Line {
  return behind(firm, '0');
}

function behind(firm: Firm, extension: string): Line {
  return { ...firm.switchboard, extension };
}

function mailName({ given, surname }: Pick<DemoContact, 'given' | 'surname'>): string {
  return `${[given, surname]
    .filter((part) => part !== undefined)
    .map(addressPart)
    .join('.')}@`;
}
