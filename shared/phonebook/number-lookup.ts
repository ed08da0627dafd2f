import type { CountryCode } from 'libphonenumber-js/max';
import { callingCode, digitsOf, isFixedLine, planNumber } from './number-plan.ts';
import { cleanText } from './number-text.ts';
import { indexDigits, parseNumbers } from './numbers.ts';

export interface LookupOptions {
  defaultCountry: CountryCode;
  /** The company's own numbers without extension, e.g. `+4984112345`. */
  ownNumbers: readonly string[];
}

/** A number that somebody asks about, in every way it can be meant. */
export interface NumberQuery {
  /** What was asked, without anything but digits (and `*`, `#` of a short number). */
  digits: string;
  /** The most probable meaning, when the numbering plan has such a number. */
  e164?: string | undefined;
  short?: string | undefined;
  /** What to look for in the index, most probable first; compare with `indexDigits`. */
  candidates: string[];
}

/** Phones and exchanges never send a longer one; also bounds the work. */
const maxQuery = 200;

/**
 * Reads a number as a phone system sends it: any notation, with or without `+`, behind an outside-line prefix, or as SIP URI.
 * Undefined when nobody is meant (`anonymous`).
 */
export function parseQuery(text: string, options: LookupOptions): NumberQuery | undefined {
  const caller = callerOf(text.slice(0, maxQuery));
  if (!/\d/.test(caller)) return undefined;
  const worded = /\p{L}/u.test(caller)
    ? parseNumbers(caller, 'other', options)
        .map(indexDigits)
        .find((digits) => digits !== undefined)
    : undefined;
  const plain = worded !== undefined && worded.length > 6 ? `+${worded}` : (worded ?? caller);
  const packed = plain.replace(/[^\d+*#]/g, '').replace(/(?!^)\+/g, '');
  const short = /^[*#]?\d{2,6}$/.test(packed) ? packed : undefined;
  const readings = readingsOf(packed, options.defaultCountry);
  const digits = packed.replace('+', '');
  const found = [...readings, ...(short === undefined ? [] : [short])];
  const meant = found.length > 0 ? found : [digits];
  const [best] = readings;
  return {
    digits,
    ...(best === undefined ? {} : { e164: `+${best}` }),
    ...(short === undefined ? {} : { short }),
    candidates: [...new Set([...meant, ...meant.flatMap((one) => ownEquivalents(one, options))])],
  };
}

/**
 * What else reaches the same person when the company's own numbers are known: from `23` and +49841 12345-23 each the other one,
 * and the head office with and without its `0`. Digits as in `indexDigits`.
 */
export function ownEquivalents(digits: string, { ownNumbers, defaultCountry }: LookupOptions): string[] {
  const bases = ownNumbers.map((own) => baseOf(own, defaultCountry)).filter((base) => base.length > 6);
  const extensions = /^\d{2,6}$/.test(digits)
    ? [digits]
    : bases.filter((base) => digits.startsWith(base)).map((base) => digits.slice(base.length));
  const found = new Set<string>();
  for (const extension of extensions) {
    if (extension.length > 6) continue;
    if (extension.length > 1) found.add(extension);
    for (const base of bases) {
      found.add(base + extension);
      if (extension === '') found.add(`${base}0`);
      if (extension === '0') found.add(base);
    }
  }
  found.delete(digits);
  return [...found];
}

/**
 * The head offices that a caller may be an extension of, as index digits, longest first: up to five digits taken off, with `0`
 * or bare. Only lines that exist count, so countries with numbers of fixed length, mobiles and services have none.
 */
export function trunkCandidates(e164: string): string[] {
  const digits = digitsOf(e164);
  if (!isFixedLine(`+${digits}`)) return [];
  const found = new Set<string>();
  for (let taken = 1; taken <= 5; taken++) {
    const stem = digits.slice(0, -taken);
    // A stem that is no number of its own cannot have extensions behind it.
    if (!isFixedLine(`+${stem}`)) break;
    found.add(`${stem}0`);
    found.add(stem);
  }
  found.delete(digits);
  return [...found];
}

/** The numbers that packed digits can mean, as index digits, most probable first. */
function readingsOf(packed: string, country: CountryCode): string[] {
  const own = callingCode(country);
  const readings: string[] = [];
  const outside = /^0{0,2}/.exec(packed)?.[0].length ?? 0;
  for (let prefix = 0; prefix <= outside; prefix++) {
    const text = packed.slice(prefix);
    // Many exchanges leave out the plus. Behind a prefix that is only believed of the own country.
    if (text.startsWith(own)) readings.push(`+${text}`);
    readings.push(text);
    if (prefix === 0 && /^[1-9]/.test(text)) readings.push(`+${text}`);
  }
  const known = readings.map((text) => (text.length > 3 ? planNumber(text, country)?.e164.slice(1) : undefined));
  return [...new Set(known.filter((digits) => digits !== undefined))];
}

/** The calling party inside a SIP or tel URI or a name-addr; other texts as they are. */
function callerOf(given: string): string {
  const text = cleanText(/<([^>]*)>/.exec(given)?.[1] ?? given);
  const uri = /^(sips?|tel|callto):(.*)$/is.exec(text);
  if (uri === null) return text.replace(/^([^@\p{L}]*)@.*$/su, '$1');
  const [user = ''] = (uri[2] ?? '').split(/[@;]/);
  const isSip = uri[1]?.toLowerCase().startsWith('sip') === true;
  return isSip && /\p{L}/u.test(user) ? '' : user;
}

function baseOf(own: string, country: CountryCode): string {
  const text = cleanText(own).replace(/- *0$/, '');
  return planNumber(text, country)?.e164.slice(1) ?? digitsOf(text);
}
