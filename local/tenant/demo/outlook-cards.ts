import { quotedPrintable, windows1252 } from './bytes.ts';
import type { DemoAddress, DemoContact, PhoneKind } from './contact.ts';

/** How Outlook's cards come to be in one file. */
export interface OutlookOptions {
  /** Somebody opened the file in an editor and saved it again: UTF-8 throughout, the lines still say Windows-1252. */
  resaved?: boolean;
}

/** Contacts as Outlook for Windows saves them: vCard 2.1, one encoding per line. */
export function outlookCards(contacts: DemoContact[], { resaved = false }: OutlookOptions): Uint8Array {
  const lines = contacts.flatMap((contact) => cardLines(contact));
  if (resaved) return new TextEncoder().encode(`\ufeff${lines.map(({ text }) => `${text}\r\n`).join('')}`);
  return Buffer.concat(
    lines.map(({ text, bytes }) => Buffer.concat([bytes ?? Buffer.from(text), Buffer.from('\r\n')])),
  );
}

interface Line {
  text: string;
  /** Unless the text is plain ASCII. */
  bytes?: Uint8Array;
}

function cardLines(contact: DemoContact): Line[] {
  const { surname, given, middle, prefix, suffix, birthday } = contact;
  const name = [surname, given, middle, prefix, suffix].map(component).join(';');
  return [
    { text: 'BEGIN:VCARD' },
    { text: 'VERSION:2.1' },
    property('N;LANGUAGE=de', name),
    property('FN', contact.displayName),
    optional('NICKNAME', contact.nickname),
    optional('ORG', organisation(contact)),
    optional('TITLE', contact.jobTitle),
    contact.note === undefined ? undefined : quoted('NOTE', contact.note),
    ...contact.phones.map(({ kind, typed }) => property(telephoneHeads[kind], typed)),
    ...contact.addresses.map((address, index) => property(addressHead(address, index === 0), addressValue(address))),
    ...contact.addresses.slice(0, 1).map(({ kind }) => property('X-MS-OL-DEFAULT-POSTAL-ADDRESS', addressIndex[kind])),
    optional('URL;WORK', contact.webPage),
    optional('ROLE', contact.profession),
    optional('BDAY', birthday && `${birthday.year ?? '1604'}${birthday.month}${birthday.day}`),
    ...contact.emails.map(({ address }, index) =>
      property(index === 0 ? 'EMAIL;PREF;INTERNET' : 'EMAIL;INTERNET', address),
    ),
    optional('X-MS-ANNIVERSARY', contact.anniversary?.replaceAll('-', '')),
    optional('X-MS-SPOUSE;N', contact.spouse),
    optional('X-MS-MANAGER', contact.manager),
    optional('X-MS-ASSISTANT', contact.assistant),
    optional('X-MS-IMADDRESS', contact.im),
    optional('CATEGORIES', contact.categories.join(',')),
    { text: 'REV:20260105T080000Z' },
    { text: 'END:VCARD' },
    { text: '' },
  ].filter((line) => line !== undefined);
}

const telephoneHeads: Record<PhoneKind, string> = {
  work: 'TEL;WORK;VOICE',
  home: 'TEL;HOME;VOICE',
  mobile: 'TEL;CELL;VOICE',
  main: 'X-MS-TEL;VOICE;COMPANY',
  assistant: 'X-MS-TEL;VOICE;ASSISTANT',
  car: 'TEL;CAR;VOICE',
  pager: 'TEL;PAGER;VOICE',
  other: 'TEL;VOICE',
  workFax: 'TEL;WORK;FAX',
  homeFax: 'TEL;HOME;FAX',
};

const addressIndex = { home: '1', work: '2', other: '3' };

function addressHead({ kind }: DemoAddress, first: boolean): string {
  return `ADR;${{ home: 'HOME', work: 'WORK', other: 'POSTAL' }[kind]}${first ? ';PREF' : ''}`;
}

function addressValue({ postBox, room, street, city, state, postalCode, country }: DemoAddress): string {
  return [postBox, room, street, city, state, postalCode, country].map(component).join(';');
}

function organisation({ company, department }: DemoContact): string | undefined {
  if (company === undefined) return undefined;
  return [company, ...(department === undefined ? [] : [department])].map(component).join(';');
}

function component(text: string | undefined): string {
  return (text ?? '').replaceAll(';', '\\;');
}

function optional(head: string, value: string | undefined): Line | undefined {
  return value === undefined || value === '' ? undefined : property(head, value);
}

function property(head: string, value: string): Line {
  if (value.includes('\n')) return quoted(head, value);
  if (/^[\u0020-\u007e]*$/.test(value)) return { text: `${head}:${value}` };
  const bytes = windows1252(value);
  const charset = bytes === undefined ? 'utf-8' : 'Windows-1252';
  const text = `${head};CHARSET=${charset}:${value}`;
  return { text, bytes: Buffer.concat([Buffer.from(`${head};CHARSET=${charset}:`), bytes ?? Buffer.from(value)]) };
}

function quoted(head: string, value: string): Line {
  const charset = windows1252(value) === undefined ? 'utf-8' : 'Windows-1252';
  const encoded = quotedPrintable(value, (line) => windows1252(line) ?? Buffer.from(line));
  return { text: `${head};ENCODING=QUOTED-PRINTABLE;CHARSET=${charset}:${encoded}` };
}
