/** More than any address book holds in one field; bounds the work on hostile texts. */
const maxLength = 500;

const extensionWord =
  /[,;]?[ ([/-]*(?<![\p{L}\d])(?:DW|Durchw(?:ahl)?|Nebenstelle|Nst|Klappe|App(?:arat)?)(?!\p{L})[.:]*[ -]*(0|[1-9]\d{0,5})(?![ /.-]?\d)[)\]]?/giu;

const labelWord =
  /^[ (]*(?:tel(?:efon|ephone)?|phone|fon|mobile?|handy|cell|office|büro|zentrale|privat|intern|int|fax)(?!\p{L})[ .:)-]*(?=[+*#(\d])/iu;

/**
 * Where one number ends and the next one starts whatever stands there: line ends, `;` (but not `;ext=`), `,` (but neither the
 * dialling pause `,,` nor `-11, -12`), the words for "or", and a `+` after digits.
 */
const hardBreak =
  /[\r\n|]+|;(?! *[a-z-]+=)|(?<!,),(?!,)(?! *- *\d{1,4}(?!\d))| +(?:oder|or|und|and|bzw\.?|&) +(?!- *\d{1,4}(?!\d))|(?<= DW \d{1,6})[ /]+|(?<=\d[^+\d]*)(?<!=)(?=\+\d)/iu;

/**
 * A number field as plain text: full-width and Arabic digits, odd blanks and dashes become ASCII, invisible characters go away,
 * and the words for a direct dial-in (`DW 12`, `Durchwahl -12`) become the mark that `splitExtension` understands.
 */
export function cleanText(raw: string): string {
  let text = raw.slice(0, maxLength);
  if (/[^ -~\n]/.test(text)) {
    text = text
      .replace(/[\p{Cf}\p{Cs}]/gu, '')
      .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
      .replace(/[\p{Pd}\u2212]/gu, '-')
      .replace(/\p{Zs}|\t/gu, ' ');
  }
  if (text.includes('%'))
    text = text.replace(/%2B/gi, '+').replace(/%20/g, ' ').replace(/%23/g, '#').replace(/%2A/gi, '*');
  return /[a-z]/i.test(text) ? text.replace(extensionWord, ' DW $1').trim() : text.trim();
}

/** A number field as it may be shown: on one line and without invisible characters. */
export function shownText(raw: string): string {
  return raw
    .slice(0, maxLength)
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/** Splits where one number certainly ends; pieces without any digit are dropped. */
export function splitNumbers(text: string): string[] {
  return text
    .split(hardBreak)
    .map((piece) => piece.replace(/^[ /]+|[ /]+$/g, ''))
    .filter((piece) => /\d/.test(piece));
}

/** Splits at a ` / ` or wide gap, where a number may end: `0841 / 12345` is one number, two complete ones are two. */
export function splitWeakly(text: string): { piece: string; separator: string }[] {
  const parts = text.split(/( +\/ *| *\/ +| {2,})/);
  return parts.flatMap((piece, index) => (index % 2 === 0 ? [{ piece, separator: parts[index - 1] ?? '' }] : []));
}

/** Takes words like `Tel.` from the start of a number. */
export function withoutLabel(text: string): string {
  return text.replace(labelWord, '');
}

/** Separates the direct dial-in that `cleanText` marked. */
export function splitExtension(text: string): { base: string; directDial: string } | undefined {
  const match = /^(.*?) ?DW (\d{1,6})$/s.exec(text);
  return match === null ? undefined : { base: match[1] ?? '', directDial: match[2] ?? '' };
}

/**
 * Writes out alternative extensions: `0841/12345-11/12` and `0841 12345-0, -13` are two numbers each. Without a hyphen of its own
 * an alternative must be as long as the first one. Only a guess: the caller checks that there is a number at `base`.
 */
export function alternativesOf(text: string): { base: string; numbers: string[] } | undefined {
  const match = /^(.*\d) *- *(\d{1,4})((?: *(?:[/,]|oder|or|und|and) *-? *\d{1,4})+)$/s.exec(text);
  const [, base, first, rest] = match ?? [];
  if (base === undefined || first === undefined || rest === undefined) return undefined;
  const others = rest.split(/[/,]|[a-z]+/).slice(1);
  if (!others.every((other) => other.includes('-') || other.trim().length === first.length)) return undefined;
  const extensions = [first, ...others.map((other) => other.replace(/[ -]/g, ''))];
  return { base, numbers: extensions.map((extension) => `${base}-${extension}`) };
}

/** The runs of a text that could be numbers by themselves, for texts with words in between. */
export function runsOf(text: string): string[] {
  return Array.from(text.matchAll(/\(?\+?\d[\d ()./[\]-]*\d/g), ([run]) => run);
}

const keypad = '22233344455566677778889999';

/** Turns the letters of an advertised number (`0800 REWE 123`) into the digits below them; undefined when there are none. */
export function spellOut(text: string): string | undefined {
  if (!/^\+?[\d ()./-]*\d[ ./-]*[A-Z][A-Z\d -]*[A-Z\d]$/.test(text) || text.replace(/[^A-Z]/g, '').length < 3)
    return undefined;
  return text.replace(/[A-Z]/g, (letter) => keypad.charAt(letter.charCodeAt(0) - 65));
}
