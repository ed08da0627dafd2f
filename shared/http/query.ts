import { z } from 'zod';
import { parsed, places } from './faults.ts';

/**
 * Query parameters come as text; these schemas take the text and give the value. Their output types are what the
 * documentation shows.
 */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^-?[0-9]{1,15}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.int().min(least).max(most));
}

/** A switch in the query: `true` or `false`. */
export const yesNo = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .pipe(z.boolean());

/** Parses the query; a parameter that the schema does not know is an error like any other fault. */
export function parseQuery<S extends z.ZodType>(schema: S, query: ReadonlyMap<string, string>): z.output<S> {
  return parsed(schema, Object.fromEntries(query), places.query);
}

/** Parses the values of the path's placeholders. */
export function parsePath<S extends z.ZodType>(schema: S, params: Readonly<Record<string, string>>): z.output<S> {
  return parsed(schema, params, places.path);
}
