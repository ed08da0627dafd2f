import { getCountryCallingCode, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { certainNumber } from './number-patterns.ts';

/** A number that exists in the numbering plan of its country. */
export interface PlanNumber {
  e164: string;
  extension: string | undefined;
}

/** Country code and number together: the limit of E.164. */
const maxDigits = 15;
/** What people dial inside a company is not longer. */
const maxInternalDigits = 6;

/**
 * The number that a text without further words means, seen from a country; undefined when the numbering plan does not know it.
 * Up to six bare digits are an internal number wherever a national number would start with a prefix: two thirds of all
 * six-digit extensions would otherwise pass as German numbers.
 */
export function planNumber(text: string, country: CountryCode): PlanNumber | undefined {
  const certain = /^\+?\d+$/.test(text) ? certainNumber(text, country) : undefined;
  return certain === undefined ? askPlan(text, country) : { e164: certain, extension: undefined };
}

function askPlan(text: string, country: CountryCode): PlanNumber | undefined {
  const number = parsePhoneNumberFromString(text, country);
  if (number?.isValid() !== true) {
    // 00 is understood everywhere in Europe, also in a contact of a country that dials abroad in another way.
    return /^00[1-9]/.test(text) ? askPlan(`+${text.slice(2)}`, country) : undefined;
  }
  if (number.number.length > maxDigits + 1) return undefined;
  const { nationalNumber, ext } = number;
  if (nationalNumber.length <= maxInternalDigits && !text.includes('+')) {
    const given = digitsOf(text);
    const prefixed = given === nationalNumber ? parsePhoneNumberFromString(`0${given}`, country) : undefined;
    if (prefixed?.number === number.number) return undefined;
  }
  return { e164: number.number, extension: ext };
}

/** Whether an E.164 number can have extensions behind it: mobile and service numbers cannot. */
export function isFixedLine(e164: string): boolean {
  return parsePhoneNumberFromString(e164)?.getType() === 'FIXED_LINE';
}

/** Whether an E.164 number is that of a mobile phone. */
export function isMobile(e164: string): boolean {
  return parsePhoneNumberFromString(e164)?.getType() === 'MOBILE';
}

/** Whether a number is of the kinds that are advertised in letters. */
export function isAdvertised(e164: string): boolean {
  const type = parsePhoneNumberFromString(e164)?.getType();
  return type === 'TOLL_FREE' || type === 'SHARED_COST' || type === 'PREMIUM_RATE' || type === 'PERSONAL_NUMBER';
}

/** The digits of a country's calling code. */
export function callingCode(country: CountryCode): string {
  return getCountryCallingCode(country);
}

/** The ASCII digits of a text. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
