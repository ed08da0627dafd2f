import type { PersonTraits } from '../contact-writer.ts';
import { mailAddressAt, textOf } from './values.ts';
import type { JsonObject } from './values.ts';

/** What has to be selected of a contact to see whether it has an address or number. */
export const traitsSelect = 'emailAddresses,businessPhones,homePhones,mobilePhone';

/**
 * Whether a contact has the address, or one of the numbers as it is written. Undefined when there is nothing to look for.
 * Fax, pager and the other numbers that Graph v1.0 has no property for are not looked at.
 */
export function personMatch(person: PersonTraits): ((item: JsonObject) => boolean) | undefined {
  const email = textOf(person.email)?.toLowerCase();
  const numbers = new Set(person.phones.map(digitsOf).filter((digits) => digits !== ''));
  if (email === undefined && numbers.size === 0) return undefined;
  return (item) =>
    (email !== undefined && addressesOf(item).includes(email)) ||
    numbersOf(item).some((number) => numbers.has(digitsOf(number)));
}

/** A number without what is only there to read it: its digits, a plus before them, no trunk zero behind a country code. */
export function digitsOf(number: string): string {
  const international = /^[^\d]*\+/.test(number);
  const digits = (international ? number.replace(/\(0\)/, '') : number).replaceAll(/\D/g, '');
  return international && digits !== '' ? `+${digits}` : digits;
}

function addressesOf({ emailAddresses }: JsonObject): string[] {
  if (!Array.isArray(emailAddresses)) return [];
  return emailAddresses.flatMap((_, index) => mailAddressAt(emailAddresses, index)?.toLowerCase() ?? []);
}

function numbersOf({ businessPhones, homePhones, mobilePhone }: JsonObject): string[] {
  const all: unknown[] = [businessPhones, homePhones, mobilePhone].flat();
  return all.map(textOf).filter((number) => number !== undefined);
}
