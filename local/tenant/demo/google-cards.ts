import { escaped, folded, structured } from './card-text.ts';
import type { DemoContact, DemoPhone, PhoneKind } from './contact.ts';

/** Contacts as Google exports them: vCard 3.0, colons escaped, custom labels, the group myContacts. */
export function googleCards(contacts: DemoContact[]): Uint8Array {
  return Buffer.from(contacts.map((contact) => folded(cardLines(contact), '\n')).join(''));
}

function cardLines(contact: DemoContact): string[] {
  const { surname, given, middle, prefix, suffix, birthday } = contact;
  let item = 0;
  const labelled = (property: string, label: string): string[] => {
    item += 1;
    return [`item${item}.${property}`, `item${item}.X-ABLabel:${label}`];
  };
  const telephone = ({ kind, typed }: DemoPhone): string[] => {
    const type = types[kind];
    return type === undefined
      ? labelled(`TEL:${escaped(typed)}`, labels[kind] ?? '')
      : [`TEL;${type}:${escaped(typed)}`];
  };
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${escaped(contact.displayName)}`,
    `N:${structured(surname, given, middle, prefix, suffix)}`,
    ...line('NICKNAME', contact.nickname),
    ...contact.emails.map(({ kind, address }) => `EMAIL;TYPE=INTERNET;TYPE=${kind.toUpperCase()}:${address}`),
    ...contact.phones.flatMap(telephone),
    ...contact.addresses.map(({ kind, postBox, room, street, city, state, postalCode, country }) => {
      const head = kind === 'other' ? 'ADR' : `ADR;TYPE=${kind.toUpperCase()}`;
      return `${head}:${structured(postBox, room, street, city, state, postalCode, country)}`;
    }),
    ...(contact.company === undefined
      ? []
      : [`ORG:${structured(contact.company, ...[contact.department ?? []].flat())}`]),
    ...line('TITLE', contact.jobTitle),
    ...(birthday === undefined ? [] : [`BDAY:${birthday.year ?? '--'}${birthday.month}${birthday.day}`]),
    ...(contact.webPage === undefined ? [] : labelled(`URL:${googleEscaped(contact.webPage)}`, 'PROFILE')),
    ...(contact.anniversary === undefined ? [] : labelled(`X-ABDATE:${contact.anniversary}`, '_$!<Anniversary>!$_')),
    ...(contact.spouse === undefined ? [] : labelled(`X-ABRELATEDNAMES:${escaped(contact.spouse)}`, '_$!<Spouse>!$_')),
    ...line('NOTE', contact.note),
    `CATEGORIES:${[...contact.categories, 'myContacts'].map(escaped).join(',')}`,
    'END:VCARD',
  ];
}

const types: Partial<Record<PhoneKind, string>> = {
  work: 'TYPE=WORK',
  home: 'TYPE=HOME',
  mobile: 'TYPE=CELL',
  main: 'TYPE=MAIN',
  pager: 'TYPE=PAGER',
  workFax: 'TYPE=WORK;TYPE=FAX',
  homeFax: 'TYPE=HOME;TYPE=FAX',
};

const labels: Partial<Record<PhoneKind, string>> = { assistant: 'Assistenz', car: 'Auto', other: 'Andere' };

function googleEscaped(text: string): string {
  return escaped(text).replaceAll(':', '\\:');
}

function line(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name}:${escaped(value)}`];
}
