/** Name under which the schemas of graph-openapi.json are known to the validator. */
export const DOCUMENT = 'graph';

/** Types whose derived types bring properties of their own. */
const baseTypes = new Set(['directoryObject', 'attachment']);

/**
 * A schema of graph-openapi.json made strict: unknown properties are wrong, except OData annotations (names with `@`),
 * and enumerations are read without regard to case, as Graph reads them.
 */
export function closedSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closedSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const closed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(schema)) {
    if (name === '$ref' && typeof value === 'string') closed[name] = value.replace(/^#/, `${DOCUMENT}#`);
    else if (name === 'enum' && Array.isArray(value)) closed[name] = spellings(value);
    else closed[name] = name === 'properties' ? eachClosed(value) : closedSchema(value);
  }
  const open = typeof closed['title'] === 'string' && baseTypes.has(closed['title']);
  if ('properties' in closed && !open) {
    closed['additionalProperties'] = false;
    closed['patternProperties'] = { '@': true };
  }
  return closed;
}

/** Schemas by property name: a property may itself be called `enum` or `properties`. */
function eachClosed(properties: unknown): unknown {
  if (typeof properties !== 'object' || properties === null) return properties;
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, closedSchema(schema)]));
}

function spellings(values: readonly unknown[]): unknown[] {
  const all = values.flatMap((value) =>
    typeof value === 'string'
      ? [value, `${value.charAt(0).toUpperCase()}${value.slice(1)}`, value.toUpperCase(), value.toLowerCase()]
      : [value],
  );
  return [...new Set(all)];
}
