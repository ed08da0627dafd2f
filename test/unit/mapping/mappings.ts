import { InvalidError, type Fault } from '../../../shared/errors.ts';
import { compileMapping, mappingSchema, type CompiledMapping, type Mapping } from '../../../shared/mapping/mapping.ts';

/** A mapping with one record, and with rows of the variables table given as `{name: source}`. */
export function mappingOf(record: unknown, variables: Record<string, string> = {}): Mapping {
  return mappingSchema.parse({
    variables: Object.entries(variables).map(([name, source]) => ({ name, source })),
    structure: { phonebook: [record] },
  });
}

export function compiled(record: unknown, variables: Record<string, string> = {}): CompiledMapping {
  return compileMapping(mappingOf(record, variables));
}

/** The faults a mapping is refused with; none when it is accepted. */
export function faultsOf(mapping: Mapping): Fault[] {
  try {
    compileMapping(mapping);
    return [];
  } catch (error) {
    if (error instanceof InvalidError) return error.faults;
    throw error;
  }
}

/** pascom's worked example: the department as a label. */
export const departmentLabel = {
  'phonebook.phonebooklabel': [{ '050lab_bez': 'Department', '028050pholab_value': '{{{Department}}}' }],
};
