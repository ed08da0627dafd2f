import type { CountryCode } from 'libphonenumber-js/max';
import type { NumberKind } from './number-kinds.ts';
import { digitsOf, isAdvertised, planNumber } from './number-plan.ts';
import { isCompleteNumber, isPlainNumber } from './plain-number.ts';
import {
  alternativesOf,
  cleanText,
  runsOf,
  shownText,
  spellOut,
  splitExtension,
  splitNumbers,
  splitWeakly,
  withoutLabel,
} from './number-text.ts';

/** One number of a contact: what stood there, and what it is if it is known to exist. */
export interface DialableNumber {
  raw: string;
  /** Only when the numbering plan of its country has such a number. */
  e164?: string | undefined;
  /** Dialled after the call was answered. A German direct dial-in is part of `e164` instead. */
  extension?: string | undefined;
  /** An internal or service number of two to six digits. */
  short?: string | undefined;
  kind: NumberKind;
}

type ReadNumber = Omit<DialableNumber, 'kind'>;

/** Most numbers that one field can hold; what follows is not a phone field any more. */
const maxNumbers = 10;
/** Country code and number together are hardly ever longer, also where the plan would allow it. */
const usualDigits = 13;
const cacheSize = 5000;

/** Reads a phone field, which may hold several numbers and words. A text without any digit holds none. Never throws. */
export function parseNumbers(
  raw: string,
  kind: NumberKind,
  options: { defaultCountry: CountryCode },
): DialableNumber[] {
  return readNumbers(raw, options.defaultCountry).map((number) => ({ ...number, kind }));
}

/**
 * A parser for one country that remembers the texts it had to take apart: head offices with their extensions recur through whole address
 * books. Emptied when full, which costs less than keeping an order.
 */
export function createNumberParser(defaultCountry: CountryCode): (raw: string, kind: NumberKind) => DialableNumber[] {
  const seen = new Map<string, ReadNumber[]>();
  return (raw, kind) => {
    const plain = readPlain(raw, defaultCountry);
    if (plain !== undefined) return [{ ...plain, kind }];
    let numbers = seen.get(raw);
    if (numbers === undefined) {
      numbers = takeApart(raw, defaultCountry);
      if (seen.size >= cacheSize) seen.clear();
      seen.set(raw, numbers);
    }
    return numbers.map((number) => ({ ...number, kind }));
  };
}

/** The digits an index finds a number by: those of its E.164 form, or the short number; undefined when it is neither. */
export function indexDigits(number: Pick<DialableNumber, 'e164' | 'short'>): string | undefined {
  return number.e164?.slice(1) ?? number.short;
}

/** The last eight digits: equal for all ways of writing a number, and enough to tell most numbers apart. */
export function suffixOf(digits: string): string {
  return digits.slice(-8);
}

function readNumbers(raw: string, country: CountryCode): ReadNumber[] {
  const plain = readPlain(raw, country);
  return plain === undefined ? takeApart(raw, country) : [plain];
}

function readPlain(raw: string, country: CountryCode): ReadNumber | undefined {
  return isPlainNumber(raw, country) ? read(raw, packed(raw), country) : undefined;
}

function takeApart(raw: string, country: CountryCode): ReadNumber[] {
  const found = new Map<string, ReadNumber>();
  const pieces = splitNumbers(cleanText(raw)).flatMap((piece) => joinPieces(piece, country));
  for (const piece of pieces.slice(0, maxNumbers)) {
    for (const number of readPiece(piece, country)) {
      const identity = `${number.e164 ?? number.short ?? number.raw}x${number.extension ?? ''}`;
      if (!found.has(identity) && found.size < maxNumbers) found.set(identity, number);
    }
  }
  const numbers = [...found.values()];
  const [only, second] = numbers;
  // Alone in its field, a number keeps the words around it.
  return only !== undefined && second === undefined ? [{ ...only, raw: shownText(raw) }] : numbers;
}

/** Splits at a weak separator only between complete numbers; otherwise it is part of one number. */
function joinPieces(text: string, country: CountryCode): string[] {
  const joined: string[] = [];
  for (const { piece, separator } of splitWeakly(text)) {
    const left = joined.at(-1);
    if (left === undefined) joined.push(piece);
    else if (
      isCompleteNumber(left, country) &&
      (isCompleteNumber(piece, country) || isLocalAlternative(left, piece, separator, country))
    ) {
      joined.push(piece);
    } else joined[joined.length - 1] = left + separator + piece;
  }
  return joined;
}

/** `0841 123456 / 654321` is too long for one number; then the second one is another number without area code. */
function isLocalAlternative(left: string, text: string, separator: string, country: CountryCode): boolean {
  if (!separator.includes('/') || !/^\d/.test(text) || digitsOf(text).length < 5) return false;
  const joined = planNumber(`${left} ${text}`, country);
  return joined === undefined || digitsOf(joined.e164).length > usualDigits;
}

function readPiece(raw: string, country: CountryCode): ReadNumber[] {
  const text = withoutLabel(raw);
  const direct = splitExtension(text);
  if (direct !== undefined) return [directDial(raw, direct.base, direct.directDial, country)];
  const alternatives = alternativesOf(text);
  if (alternatives !== undefined && planNumber(alternatives.base, country) !== undefined) {
    return alternatives.numbers.map((number) => read(number, number, country) ?? { raw: number });
  }
  const whole = read(raw, text, country);
  if (whole !== undefined) return [whole];
  const runs = runsOf(text).filter((run) => isCompleteNumber(run, country));
  const numbers = runs.map((run) => read(runs.length === 1 ? raw : run, run, country) ?? { raw: run });
  return numbers.length > 0 ? numbers : [{ raw }];
}

/** One number without words of its own; undefined when it is neither in the numbering plan nor short. */
function read(raw: string, text: string, country: CountryCode): ReadNumber | undefined {
  const known = planNumber(text, country);
  if (known !== undefined) {
    const { e164, extension } = known;
    return extension === undefined ? { raw, e164 } : { raw, e164, extension };
  }
  const digits = packed(text);
  if (/^[*#]?\d{2,6}$/.test(digits)) return { raw, short: digits };
  const spelt = spellOut(text);
  const advertised = spelt === undefined ? undefined : planNumber(spelt, country);
  return advertised !== undefined && isAdvertised(advertised.e164) ? { raw, e164: advertised.e164 } : undefined;
}

function packed(text: string): string {
  return text.replace(/[ ()./-]/g, '');
}

/**
 * `0841 12345-0 DW 13` is reached, and calls, as 0841 1234513. Where numbers have a fixed length that number does not exist; then
 * the direct dial-in is an extension.
 */
function directDial(raw: string, base: string, extension: string, country: CountryCode): ReadNumber {
  if (!/\d/.test(base)) return extension.length > 1 ? { raw: extension, short: extension } : { raw };
  const whole = planNumber(`${base.replace(/- *0 *$/, '')} ${extension}`, country);
  if (whole !== undefined) return { raw, e164: whole.e164 };
  const known = planNumber(base, country);
  return known === undefined ? { raw } : { raw, e164: known.e164, extension };
}
