import { readContactFile, type ContactFile } from '../../../local/tenant/vcard/contact-file.ts';
import type { TenantContact } from '../../../local/tenant/tenant.ts';

/** PSETID_Address, as in the ids of extended properties. */
export const address = '{00062004-0000-0000-c000-000000000046}';
/** PidLidFileUnderId and PidLidPostalAddressId. */
export const fileAsMapping = `Integer ${address} Id 0x8006`;
export const mailingAddress = `Integer ${address} Id 0x8022`;

/** Reads a file written as text; lines are joined as Windows programs do. */
export function readLines(...lines: string[]): ContactFile {
  return readContactFile(new TextEncoder().encode(lines.join('\r\n') + '\r\n'));
}

/** The contact of a card with these lines (vCard 3.0 unless told otherwise), which must read without a warning. */
export function contactOf(lines: string[], version = '3.0'): TenantContact {
  const { contacts, warnings } = readLines('BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD');
  if (warnings.length > 0 || contacts.length !== 1) throw new Error(`not one clean card: ${warnings.join('; ')}`);
  return contacts[0]!;
}
