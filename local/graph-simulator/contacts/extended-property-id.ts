import { GraphError } from '../graph/errors.ts';

const types = new Set([
  ...['ApplicationTime', 'Binary', 'Boolean', 'CLSID', 'Currency', 'Double', 'Float', 'Integer', 'Short'],
  ...['String', 'SystemTime'],
]);

/**
 * The id of an extended property as Graph answers it: lower-case hex without leading zeros, lower-case GUID
 * (graph.md, section 2.5). Throws 400 `ErrorInvalidExtendedProperty` for anything else.
 */
export function normaliseExtendedPropertyId(id: string): string {
  const match = /^(\w+) (?:(\{[0-9A-Fa-f-]{36}\}) (?:Id 0x([0-9A-Fa-f]{1,8})|Name (.+))|0x([0-9A-Fa-f]{1,8}))$/.exec(
    id,
  );
  const [, type, guid, lid, name, tag] = match ?? [];
  if (type === undefined || !types.has(type)) throw invalid(id);
  if (tag !== undefined) return `${type} 0x${hex(tag)}`;
  return `${type} ${guid?.toLowerCase() ?? ''} ${lid === undefined ? `Name ${name ?? ''}` : `Id 0x${hex(lid)}`}`;
}

/** Type of a normalised id, e.g. `String`. */
export function extendedPropertyType(id: string): string {
  return id.slice(0, id.indexOf(' '));
}

/** True for a named property: one with a GUID, which uses up the mailbox's quota of names. */
export function isNamedProperty(id: string): boolean {
  return id.includes('{');
}

function hex(digits: string): string {
  return parseInt(digits, 16).toString(16);
}

function invalid(id: string): GraphError {
  return new GraphError(400, 'ErrorInvalidExtendedProperty', `Extended property ${id} is invalid.`);
}
