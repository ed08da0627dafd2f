import type { z } from 'zod';
import { GraphError } from './errors.ts';

/**
 * Reads the body of a write; OData annotations (`@odata.type`, ...) are left out, other unknown names are refused.
 * @param type name of the type in Graph's messages, e.g. `contact`
 */
export function parseWriteBody<T>(body: unknown, schema: z.ZodType<T>, type: string): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new GraphError(400, 'UnableToDeserializePostBody', 'were unable to deserialize ');
  }
  const parsed = schema.safeParse(withoutAnnotations(body));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    throw new GraphError(
      400,
      'RequestBodyRead',
      `The property '${issue.keys[0] ?? ''}' does not exist on type 'microsoft.graph.${type}'. Make sure to only use property names that are defined by the type.`,
    );
  }
  throw new GraphError(
    400,
    'RequestBodyRead',
    `Cannot convert the value of property '${issue?.path.join('/') ?? ''}'.`,
  );
}

function withoutAnnotations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnnotations);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !name.includes('@'));
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutAnnotations(inner)]));
}
