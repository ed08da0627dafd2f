import type { Json, SchemaNode } from './openapi-document.ts';

const refStart = '#/components/schemas/';

/** The name of the component that a schema refers to. */
export function refNameOf(node: SchemaNode): string | undefined {
  const ref = node['$ref'];
  return typeof ref === 'string' && ref.startsWith(refStart) ? ref.slice(refStart.length) : undefined;
}

/** The options of a union; undefined for anything else. */
export function optionsOf(node: SchemaNode): SchemaNode[] | undefined {
  const options = node['oneOf'] ?? node['anyOf'];
  return Array.isArray(options) ? options.filter(isNode) : undefined;
}

/** The type of a schema in words: `string, at most 120 characters`, `array of Contact`, `"a" or "b"`. */
export function typeText(node: SchemaNode): string {
  const name = refNameOf(node);
  if (name !== undefined) return name;
  if ('const' in node) return JSON.stringify(node['const']);
  const values = node['enum'];
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' or ');
  const options = optionsOf(node);
  if (options) return [...new Set(options.map(typeText))].join(' or ');
  const type = node['type'];
  if (Array.isArray(type)) return type.map(String).join(' or ');
  if (type === 'array') return `array${ofText(node['items'])}${bounds(node, 'Items', 'items')}`;
  if (type === 'object') return `object${ofText(node['additionalProperties'])}`;
  if (typeof type !== 'string') return 'anything';
  const format = typeof node['format'] === 'string' ? ` (${node['format']})` : '';
  return `${type}${format}${bounds(node, 'Length', 'characters')}${range(node)}`;
}

/** What a schema, a parameter or a field is for: its own description, its default and its examples. */
export function noteOf(node: SchemaNode): string {
  const examples = Array.isArray(node['examples']) ? node['examples'].map((value) => JSON.stringify(value)) : [];
  return [
    typeof node['description'] === 'string' ? node['description'] : '',
    'default' in node ? `Default: ${JSON.stringify(node['default'])}.` : '',
    examples.length > 0 ? `Example: ${examples.join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Tells a schema from JSON's other values. */
export function isNode(value: Json | undefined): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofText(inner: Json | undefined): string {
  return isNode(inner) ? ` of ${typeText(inner)}` : '';
}

function bounds(node: SchemaNode, what: 'Length' | 'Items', unit: string): string {
  const [least, most] = [node[`min${what}`], node[`max${what}`]];
  if (typeof least === 'number' && typeof most === 'number') return `, ${least} to ${most} ${unit}`;
  if (typeof most === 'number') return `, at most ${most} ${unit}`;
  return typeof least === 'number' ? `, at least ${least} ${unit}` : '';
}

function range(node: SchemaNode): string {
  const { minimum: least, maximum: most } = node;
  // zod writes the safe integers as bounds of every whole number; they tell a reader nothing.
  const low = typeof least === 'number' && least > Number.MIN_SAFE_INTEGER;
  const high = typeof most === 'number' && most < Number.MAX_SAFE_INTEGER;
  if (low && high) return `, ${least} to ${most}`;
  if (high) return `, at most ${most}`;
  return low ? `, at least ${least}` : '';
}
