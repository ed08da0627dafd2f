import { z } from 'zod';
import type { ContactField } from '../contacts/contact.ts';
import { findJsonProblem, positionOf } from './json-text.ts';

export { compileMapping, type CompiledMapping } from './compile.ts';

const variableSchema = z.strictObject({
  name: z.string().max(200).meta({ description: 'The name that the structure uses.' }),
  source: z.string().max(500).meta({ description: 'The source expression: return $row["Department"];' }),
});

/** pascom exports the structure as a text of JSON; both forms are accepted, the parsed one is kept. */
const structureSchema = z.preprocess(
  (given, context) => {
    if (typeof given !== 'string') return given;
    const parsed = parseText(given);
    if ('value' in parsed) return parsed.value;
    context.addIssue({ code: 'custom', message: parsed.detail });
    return z.NEVER;
  },
  z.strictObject({ phonebook: z.tuple([z.unknown()]) }),
);

/**
 * pascom's two tables. This is the shape only; what the variables and templates mean is checked by `compileMapping`, so that
 * a stored mapping stays readable when its rules become stricter.
 */
export const mappingSchema = z.strictObject({
  variables: z.array(variableSchema).max(200),
  structure: structureSchema,
});

export type Mapping = z.infer<typeof mappingSchema>;
export type Variable = Mapping['variables'][number];

const standardPairs: readonly [field: string, source: ContactField][] = [
  ['028pho_bez', 'DisplayName'],
  ['028pho_phone', 'PhoneNumbers_BusinessPhone'],
  ['028pho_firstname', 'GivenName'],
  ['028pho_lastname', 'Surname'],
  ['028pho_organisation', 'CompanyName'],
  ['028pho_fax', 'PhoneNumbers_BusinessFax'],
  ['028pho_email', 'EmailAddresses_EmailAddress1'],
  ['028pho_mobile', 'PhoneNumbers_MobilePhone'],
  ['028pho_homephone', 'PhoneNumbers_HomePhone'],
];

/** The mapping a new profile starts with: pascom's nine standard pairs, empty notes, and the owner. */
export const defaultMapping: Mapping = {
  variables: standardPairs.map(([, source]) => ({ name: source, source: `return $row["${source}"];` })),
  structure: {
    phonebook: [
      {
        ...Object.fromEntries(standardPairs.map(([field, source]) => [field, `{{{${source}}}}`])),
        '028pho_notes': '',
        '011acc_id': '{{{local_id}}}',
      },
    ],
  },
};

function parseText(given: string): { value: unknown } | { detail: string } {
  const text = given.replace(/^\uFEFF/, '');
  if (text.length > 65_536) return { detail: 'The structure must not be longer than 65,536 characters.' };
  const problem = findJsonProblem(text);
  if (problem === undefined) return { value: JSON.parse(text) };
  return { detail: `The structure is not valid JSON at ${positionOf(text, problem.offset)}: ${problem.detail}.` };
}
