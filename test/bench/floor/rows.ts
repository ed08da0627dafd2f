import { hash } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** The properties of a contact that the default mapping uses. */
export interface WireContact {
  '@odata.etag': string;
  id: string;
  displayName: string | null;
  givenName: string | null;
  surname: string | null;
  companyName: string | null;
  businessPhones: string[];
  homePhones: string[];
  mobilePhone: string | null;
  emailAddresses: { address: string }[];
  singleValueExtendedProperties?: { value: string }[];
}

/** A row ready to be sent: its key as text, and the JSON of its own cells without the surrounding braces. */
export interface FloorRow {
  key: string;
  cells: string;
}

/** How a number becomes an international one. */
export type ReadNumber = (raw: string) => string;

interface Place {
  feed: string;
  account: string;
  projection: string;
  e164Of: ReadNumber;
}

/** The rows of a contact by hand: one entry, and one index row for each number that is no fax. */
export function rowsOf(contact: WireContact, { feed, account, projection, e164Of }: Place): FloorRow[] {
  const entry = `e|${feed}|${contact.id}`;
  const name = contact.displayName ?? '';
  const company = contact.companyName ?? '';
  const email = contact.emailAddresses[0]?.address ?? '';
  const [fax, business, home] = [
    contact.singleValueExtendedProperties?.[0]?.value,
    contact.businessPhones[0],
    contact.homePhones[0],
  ];
  const mobile = contact.mobilePhone ?? undefined;
  const numbers: { raw: string; e164: string; kind: string }[] = [];
  if (fax !== undefined) numbers.push({ raw: fax, e164: e164Of(fax), kind: 'businessFax' });
  if (business !== undefined) numbers.push({ raw: business, e164: e164Of(business), kind: 'business' });
  if (home !== undefined) numbers.push({ raw: home, e164: e164Of(home), kind: 'home' });
  if (mobile !== undefined) numbers.push({ raw: mobile, e164: e164Of(mobile), kind: 'mobile' });
  const record = JSON.stringify({
    '028pho_bez': name,
    '028pho_phone': business ?? '',
    '028pho_firstname': contact.givenName ?? '',
    '028pho_lastname': contact.surname ?? '',
    '028pho_organisation': company,
    '028pho_fax': fax ?? '',
    '028pho_email': email,
    '028pho_mobile': mobile ?? '',
    '028pho_homephone': home ?? '',
    '028pho_notes': '',
    '011acc_id': account,
  });
  const numbersText = JSON.stringify(numbers);
  const owner = hash('sha256', Buffer.from(entry, 'utf16le'), 'base64url').slice(0, 11);
  const shown = `"name":${JSON.stringify(name)},"company":${JSON.stringify(company)},"email":${JSON.stringify(email)}`;
  const rows: FloorRow[] = [];
  for (const { e164, kind } of numbers) {
    if (kind === 'businessFax') continue;
    const digits = e164.slice(1);
    const key = `n|${digits.slice(-8)}|${digits}|${owner}`;
    rows.push({ key, cells: `"v":1,"entry":"${entry}","number":"${e164}","kind":"${kind}",${shown},"e164":"${e164}"` });
  }
  const version = hash53(`${projection} ${contact['@odata.etag'].slice(3, -1)}`);
  const content = hash53(`${name}\n${company}\n${email}\n${numbersText}\n${record}\n[]`);
  const index = hash53(rows.map((row) => row.key).join('\n'));
  const digest = `${text36(version)}.${text36(content)}.${text36(index)}`;
  const cells = `"v":1,"contact":"${contact.id}","digest":"${digest}",${shown},"numbers":${JSON.stringify(numbersText)},"record":${JSON.stringify(record)},"labels":"[]"`;
  return [{ key: entry, cells }, ...rows];
}

/** Right for the notations that the fake writes; a real address book needs a numbering plan. */
export const byHand: ReadNumber = (raw) => {
  const digits = raw.replace(/[^\d+]/g, '');
  return digits.startsWith('+') ? digits : `+49${digits.slice(1)}`;
};

/** What a program with the numbering plan does at least for each number: read it, and look whether it exists. */
export const byPlan: ReadNumber = (raw) => {
  const number = parsePhoneNumberFromString(raw, 'DE');
  if (number?.isValid() !== true) throw new Error(`${raw} is no number.`);
  return number.number;
};

/** Base 36 in two halves: the engine is slow with numbers beyond 31 bits. */
export function text36(hash: number): string {
  const high = Math.floor(hash / 36 ** 5);
  return high.toString(36) + (hash % 36 ** 5).toString(36).padStart(5, '0');
}

export function hash53(text: string): number {
  return Number.parseInt(hash('sha1', text, 'hex').slice(0, 12), 16) * 32 + (text.length % 32);
}
