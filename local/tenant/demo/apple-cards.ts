import { escaped, folded, structured } from './card-text.ts';
import type { DemoContact, DemoPhone, PhoneKind } from './contact.ts';

/** Contacts as Apple's address book exports them: vCard 3.0, lower-case types, labels in lines of their own. */
export function appleCards(contacts: DemoContact[]): Uint8Array {
  return Buffer.from(contacts.map((contact) => folded(cardLines(contact), '\r\n')).join(''));
}

function cardLines(contact: DemoContact): string[] {
  const items = new Items();
  const { surname, given, middle, prefix, suffix, birthday } = contact;
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'PRODID:-//Apple Inc.//macOS 14.5//EN',
    `N:${structured(surname, given, middle, prefix, suffix)}`,
    `FN:${escaped(contact.displayName)}`,
    ...line('NICKNAME', contact.nickname),
    ...line('X-PHONETIC-FIRST-NAME', contact.phonetic?.given),
    ...line('X-PHONETIC-LAST-NAME', contact.phonetic?.surname),
    ...(contact.company === undefined ? [] : [`ORG:${structured(contact.company, contact.department ?? '')}`]),
    ...line('TITLE', contact.jobTitle),
    ...contact.emails.map(
      ({ kind, address }, index) => `EMAIL;type=INTERNET;type=${kind.toUpperCase()}${preferred(index)}:${address}`,
    ),
    ...contact.phones.flatMap((phone, index) => telephone(phone, index, items)),
    ...contact.addresses.flatMap((address, index) => {
      const { kind, postBox, room, street, city, state, postalCode, country } = address;
      const value = structured(postBox, room, street, city, state, postalCode, country);
      return items.add(`ADR;type=${kind.toUpperCase()}${preferred(index)}:${value}`, 'X-ABADR:de');
    }),
    ...line('NOTE', contact.note),
    ...(contact.webPage === undefined
      ? []
      : items.add(`URL;type=pref:${escaped(contact.webPage)}`, 'X-ABLabel:_$!<HomePage>!$_')),
    ...(birthday === undefined
      ? []
      : birthday.year === undefined
        ? [`BDAY;X-APPLE-OMIT-YEAR=1604:1604-${birthday.month}-${birthday.day}`]
        : [`BDAY:${birthday.year}-${birthday.month}-${birthday.day}`]),
    ...labelled(items, 'X-ABDATE;type=pref', contact.anniversary, 'Anniversary'),
    ...labelled(items, 'X-ABRELATEDNAMES', contact.spouse, 'Spouse'),
    ...labelled(items, 'X-ABRELATEDNAMES', contact.assistant, 'Assistant'),
    ...labelled(items, 'X-ABRELATEDNAMES', contact.manager, 'Manager'),
    ...(contact.im === undefined ? [] : [`IMPP;X-SERVICE-TYPE=Skype;type=WORK;type=pref:skype:${escaped(contact.im)}`]),
    ...(contact.given === undefined && contact.surname === undefined ? ['X-ABShowAs:COMPANY'] : []),
    ...(contact.categories.length === 0 ? [] : [`CATEGORIES:${contact.categories.map(escaped).join(',')}`]),
    'END:VCARD',
  ];
}

/** Counts `item1`, `item2`, ... of one card. */
class Items {
  #count = 0;

  add(property: string, label: string): string[] {
    this.#count += 1;
    return [`item${this.#count}.${property}`, `item${this.#count}.${label}`];
  }
}

const types: Partial<Record<PhoneKind, string>> = {
  work: 'type=WORK;type=VOICE',
  home: 'type=HOME;type=VOICE',
  mobile: 'type=CELL;type=VOICE',
  main: 'type=MAIN',
  pager: 'type=PAGER',
  other: 'type=OTHER;type=VOICE',
  workFax: 'type=WORK;type=FAX',
  homeFax: 'type=HOME;type=FAX',
};

function telephone({ kind, typed }: DemoPhone, index: number, items: Items): string[] {
  const type = types[kind];
  if (type !== undefined) return [`TEL;${type}${preferred(index)}:${escaped(typed)}`];
  return items.add(`TEL:${escaped(typed)}`, `X-ABLabel:${kind === 'car' ? 'Auto' : 'Sekretariat'}`);
}

function labelled(items: Items, name: string, value: string | undefined, label: string): string[] {
  return value === undefined ? [] : items.add(`${name}:${escaped(value)}`, `X-ABLabel:_$!<${label}>!$_`);
}

function preferred(index: number): string {
  return index === 0 ? ';type=pref' : '';
}

function line(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name}:${escaped(value)}`];
}
