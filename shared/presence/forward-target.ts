import { planNumber } from '../phonebook/number-plan.ts';

/** Without any say: only numbers that name their own country are looked up. */
const anyCountry = 'DE';

/**
 * The number that calls can be forwarded to: in E.164 when it is written with its country code (`+` or `00`) and the country's
 * numbering plan knows it, or an internal number of two to six digits. Undefined when it is neither.
 */
export function usableTarget(written: string): string | undefined {
  const dialled = written.replace(/[\p{Zs}\t()./\p{Pd}\u2212]/gu, '');
  if (/^(?!00)\d{2,6}$/.test(dialled)) return dialled;
  if (!/^(?:\+|00)[1-9]\d+$/.test(dialled)) return undefined;
  return planNumber(dialled.replace(/^00/, '+'), anyCountry)?.e164;
}
