import type { CountryCode } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max';
import { z } from 'zod';

/** A pattern, and the lengths that it allows where they are fewer than the country's. */
const kindSchema = z.union([z.tuple([z.string()]).rest(z.array(z.number())), z.literal(0)]);
const any = z.unknown();

/** What is used here of a numbering plan, as libphonenumber-js writes it down: version 4 of its metadata, read by its metadata.js. */
const planSchema = z
  .tuple([
    ...([z.string(), z.string(), z.string(), z.array(z.number()), any] as const),
    ...([z.union([z.string(), z.literal(0)]), any, z.literal(0), z.literal(0), any, any] as const),
    z.array(kindSchema),
  ])
  .rest(any)
  .transform(([callingCode, abroad, pattern, lengths, , trunk, , , , , , kinds]) => ({
    ...{ callingCode, abroad, pattern, lengths, trunk },
    kinds: kinds.filter((kind) => kind !== 0),
  }));

/** Shorter numbers can be internal ones, longer ones are none. */
const fewestDigits = 7;
const mostDigits = 15;

/** A plan with its patterns compiled; `national` makes the E.164 form of digits that are a number of this plan for certain. */
interface CompiledPlan {
  national(digits: string): string | undefined;
  /** What is dialled before a number inside the country; undefined where that is not simply one prefix. */
  trunk: string | undefined;
}

const countriesOf = new Map<string, readonly CountryCode[]>(Object.entries(metadata.country_calling_codes));
const compiled = new Map<CountryCode, CompiledPlan | undefined>();

/**
 * The E.164 number that digits (with or without a `+` before them) mean for certain, seen from a country; undefined where the library
 * must be asked. The patterns are the library's own, but compiled once: it compiles them anew for every number, which is nine tenths of
 * its time. Only plans without anything special are read here: a calling code of one country, `00` to dial abroad, one trunk prefix.
 */
export function certainNumber(digits: string, country: CountryCode): string | undefined {
  if (digits.startsWith('+')) {
    const callingCode = [2, 3, 4].map((end) => digits.slice(1, end)).find((code) => countriesOf.has(code));
    const [only, another] = countriesOf.get(callingCode ?? '') ?? [];
    if (callingCode === undefined || only === undefined || another !== undefined) return undefined;
    return planOf(only)?.national(digits.slice(1 + callingCode.length));
  }
  const plan = planOf(country);
  if (plan?.trunk === undefined || !digits.startsWith(plan.trunk) || digits.startsWith('00')) return undefined;
  return plan.national(digits.slice(plan.trunk.length));
}

function planOf(country: CountryCode): CompiledPlan | undefined {
  if (!compiled.has(country)) compiled.set(country, compile(country));
  return compiled.get(country);
}

function compile(country: CountryCode): CompiledPlan | undefined {
  const { data: plan } = planSchema.safeParse(metadata.countries[country]);
  if (!plan || countriesOf.get(plan.callingCode)?.length !== 1) return undefined;
  const { callingCode, abroad, trunk, lengths } = plan;
  const all = matcher([plan.pattern, lengths], lengths);
  const kinds = plan.kinds.map((kind) => matcher(kind, lengths));
  return {
    national(digits) {
      if (digits.length < fewestDigits || digits.length + callingCode.length > mostDigits) return undefined;
      if (trunk !== 0 && digits.startsWith(trunk)) return undefined;
      return all(digits) && kinds.some((matches) => matches(digits)) ? `+${callingCode}${digits}` : undefined;
    },
    trunk: trunk !== 0 && abroad === '00' ? trunk : undefined,
  };
}

function matcher(
  [pattern, lengths]: readonly [string, ...number[][]],
  usual: readonly number[],
): (digits: string) => boolean {
  const expression = new RegExp(`^(?:${pattern})$`);
  const allowed = new Set(lengths ?? usual);
  return (digits) => allowed.has(digits.length) && expression.test(digits);
}
