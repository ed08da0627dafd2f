import { badRequest } from '../graph/errors.ts';

/**
 * Names of `$select`, or undefined when there is none. A name that the type does not have is refused.
 * @param known property names of the type
 * @param type its name, for the message
 */
export function parseSelect(
  text: string | undefined,
  known: ReadonlySet<string>,
  type: string,
): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (name === '')
      throw badRequest("Parsing OData Select and Expand failed: Term '' is not valid in a $select expression.");
    if (!known.has(name)) {
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
      );
    }
  }
  return names;
}
