import type { CountryCode } from 'libphonenumber-js/max';
import { digitsOf, planNumber } from './number-plan.ts';
import { withoutLabel } from './number-text.ts';

/**
 * A number as most fields hold it: an international or national one, alone, with single separators. Nothing else can be read
 * into it (`-11/12` would be two direct dial-ins), so it need not be taken apart.
 */
const plainNumber = /^(?!.*-.*\/)(?:\+[1-9]|\(?0[1-9])\d*(?:(?: ?\(|\)[ -]?|[ ./-])\d+)*$/;
const longestPlain = 40;
/** `0841 / 123456`: an area code, which is no number by itself, and a number without further separators. */
const areaAndNumber = /^(0[1-9]\d{1,3}) \/ ([1-9]\d{4,8})$/;

/** Whether a field holds one number and nothing else, so that it need not be taken apart. */
export function isPlainNumber(raw: string, country: CountryCode): boolean {
  if (raw.length > longestPlain) return false;
  if (plainNumber.test(raw)) return true;
  const area = areaAndNumber.exec(raw)?.[1];
  return area !== undefined && !isCompleteArea(area, country);
}

const completeAreas = new Map<string, boolean>();

/** There are few area codes, and whole address books of numbers behind each. */
function isCompleteArea(area: string, country: CountryCode): boolean {
  const known = completeAreas.get(country + area);
  if (known !== undefined) return known;
  const complete = isCompleteNumber(area, country);
  completeAreas.set(country + area, complete);
  return complete;
}

/** Whether a text is the whole of a number: in the plan, and written as one, not as a part that could be another country's number. */
export function isCompleteNumber(text: string, country: CountryCode): boolean {
  const bare = withoutLabel(text);
  return (/^[+0(]/.test(bare) || digitsOf(bare).length >= 7) && planNumber(bare, country) !== undefined;
}
