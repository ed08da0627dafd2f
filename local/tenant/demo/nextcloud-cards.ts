import { escaped, folded, structured } from './card-text.ts';
import type { DemoContact, DemoPhone, PhoneKind } from './contact.ts';

/** Contacts as Nextcloud exports them, in the version that each address book was imported with. */
export function nextcloudCards(contacts: DemoContact[], version: '3.0' | '4.0'): Uint8Array {
  return Buffer.from(contacts.map((contact, index) => folded(cardLines(contact, version, index), '\r\n')).join(''));
}

function cardLines(contact: DemoContact, version: '3.0' | '4.0', index: number): string[] {
  const { surname, given, middle, prefix, suffix, birthday } = contact;
  return [
    'BEGIN:VCARD',
    `VERSION:${version}`,
    'PRODID:-//Nextcloud Contacts v5.5.3',
    `UID:demo-${index + 1}`,
    `FN:${escaped(contact.displayName)}`,
    `N:${structured(surname, given, middle, prefix, suffix)}`,
    ...line('NICKNAME', contact.nickname),
    ...(contact.company === undefined
      ? []
      : [`ORG:${structured(contact.company, ...[contact.department ?? []].flat())}`]),
    ...line('TITLE', contact.jobTitle),
    ...line('ROLE', contact.profession),
    ...contact.phones.map((phone) => telephone(phone, version)),
    ...contact.emails.map(({ kind, address }) => `EMAIL;TYPE=${kind.toUpperCase()}:${address}`),
    ...contact.addresses.map(({ kind, postBox, room, street, city, state, postalCode, country }) => {
      const value = structured(postBox, room, street, city, state, postalCode, country);
      return `ADR;TYPE=${kind.toUpperCase()}:${value}`;
    }),
    ...line('URL', contact.webPage),
    ...(birthday === undefined ? [] : [`BDAY;VALUE=DATE:${birthday.year ?? '--'}${birthday.month}${birthday.day}`]),
    ...line('ANNIVERSARY', contact.anniversary?.replaceAll('-', '')),
    ...(contact.spouse === undefined ? [] : spouse(contact.spouse, version)),
    ...line('X-ASSISTANT', contact.assistant),
    ...line('X-MANAGER', contact.manager),
    ...(contact.im === undefined ? [] : [`IMPP;TYPE=SKYPE:skype:${escaped(contact.im)}`]),
    ...line('NOTE', contact.note),
    ...(contact.categories.length === 0 ? [] : [`CATEGORIES:${contact.categories.map(escaped).join(',')}`]),
    'REV;VALUE=DATE-AND-OR-TIME:20260105T080000Z',
    'END:VCARD',
  ];
}

const types: Record<PhoneKind, string> = {
  work: 'work,voice',
  home: 'home,voice',
  mobile: 'cell',
  main: 'main',
  assistant: 'x-assistant',
  car: 'car',
  pager: 'pager',
  other: 'voice',
  workFax: 'work,fax',
  homeFax: 'home,fax',
};

function telephone({ kind, typed }: DemoPhone, version: '3.0' | '4.0'): string {
  if (version === '3.0') return `TEL;TYPE=${types[kind].toUpperCase()}:${escaped(typed)}`;
  const dialled = typed.replace(/[ ()]/g, '');
  if (/^\+[\d-]+$/.test(dialled) && !typed.includes('(0)')) return `TEL;VALUE=uri;TYPE="${types[kind]}":tel:${dialled}`;
  return `TEL;TYPE="${types[kind]}":${escaped(typed)}`;
}

function spouse(name: string, version: '3.0' | '4.0'): string[] {
  return [version === '4.0' ? `RELATED;TYPE=spouse;VALUE=text:${escaped(name)}` : `X-SPOUSE:${escaped(name)}`];
}

function line(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name}:${escaped(value)}`];
}
