import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { DOCUMENT, closedSchema } from './closed-schema.ts';

/** Compiles schemas of graph-openapi.json when they are first needed. */
export class Validators {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  readonly #compiled = new Map<unknown, ValidateFunction>();

  constructor(schemas: Record<string, unknown>) {
    formats.default(this.#ajv);
    // Graph takes a date for a time (`birthday`), and its times of day have no zone.
    this.#ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/);
    this.#ajv.addFormat('time', /^\d{2}:\d{2}:\d{2}(\.\d+)?$/);
    this.#ajv.addFormat('base64url', true);
    const closed = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closedSchema(schema)]));
    this.#ajv.addSchema({ $id: DOCUMENT, components: { schemas: closed } });
  }

  /** What is wrong with a value, e.g. `/emailAddresses/0: must NOT have additional properties (mail)`; empty = nothing. */
  mistakes(schema: unknown, value: unknown): string[] {
    const validate = this.#compile(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => {
      const detail: unknown = Object.values(error.params)[0];
      const shown = typeof detail === 'string' && !(error.message ?? '').includes(detail) ? ` (${detail})` : '';
      return `${error.instancePath === '' ? '/' : error.instancePath}: ${error.message ?? error.keyword}${shown}`;
    });
  }

  #compile(schema: unknown): ValidateFunction {
    const known = this.#compiled.get(schema);
    if (known !== undefined) return known;
    const closed = closedSchema(schema);
    const compiled = this.#ajv.compile(typeof closed === 'object' && closed !== null ? closed : {});
    this.#compiled.set(schema, compiled);
    return compiled;
  }
}
