import type { Json, OpenApiDocument, SchemaNode } from './openapi-document.ts';

/** One field of an object for a reader: `filter.from`, its type in words, and what it is for. */
export interface FieldRow {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

/** An object as a reader sees it: a union gives one group per option, anything else one without a title. */
export interface FieldGroup {
  title: string;
  rows: FieldRow[];
}

const refStart = '#/components/schemas/';
const deepest = 4;

/** The name of the component that a schema refers to. */
export function refNameOf(node: SchemaNode): string | undefined {
  const ref = node['$ref'];
  return typeof ref === 'string' && ref.startsWith(refStart) ? ref.slice(refStart.length) : undefined;
}

/** The type of a schema in words: `string, at most 120 characters`, `array of Contact`, `"a" or "b"`. */
export function typeText(node: SchemaNode): string {
  const name = refNameOf(node);
  if (name !== undefined) return name;
  if ('const' in node) return JSON.stringify(node['const']);
  const values = node['enum'];
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' or ');
  const options = optionsOf(node);
  if (options) return options.map(typeText).join(' or ');
  const type = node['type'];
  if (type === 'array')
    return `array of ${isNode(node['items']) ? typeText(node['items']) : 'anything'}${bounds(node, 'Items', 'items')}`;
  if (type === 'object')
    return isNode(node['additionalProperties']) ? `object of ${typeText(node['additionalProperties'])}` : 'object';
  if (typeof type !== 'string') return 'anything';
  const format = typeof node['format'] === 'string' ? ` (${node['format']})` : '';
  return `${type}${format}${bounds(node, 'Length', 'characters')}${range(node)}`;
}

/** The fields of an object schema, with those of objects inside it; undefined when the schema is no object. */
export function fieldGroups(node: SchemaNode): FieldGroup[] | undefined {
  const options = optionsOf(node);
  if (options) {
    const groups = options.map((option) => ({ title: optionTitle(option), rows: rowsOf(option, '', 0) }));
    return groups.every(({ rows }) => rows.length === 0) ? undefined : groups;
  }
  return isNode(node['properties']) ? [{ title: '', rows: rowsOf(node, '', 0) }] : undefined;
}

/** Every schema of a component or body that has a description of its own. */
export function descriptionOf(node: SchemaNode): string {
  return typeof node['description'] === 'string' ? node['description'] : '';
}

/** The named schemas of a document in order. */
export function componentsOf(document: OpenApiDocument): [string, SchemaNode][] {
  return Object.entries(document.components.schemas);
}

function optionsOf(node: SchemaNode): SchemaNode[] | undefined {
  const options = node['oneOf'] ?? node['anyOf'];
  return Array.isArray(options) ? options.filter(isNode) : undefined;
}

/** An option is titled by its constant fields: `kind: "contacts"`. */
function optionTitle(option: SchemaNode): string {
  const name = refNameOf(option);
  if (name !== undefined) return name;
  const properties = isNode(option['properties']) ? option['properties'] : {};
  const constants = Object.entries(properties).flatMap(([field, value]) =>
    isNode(value) && 'const' in value ? [`${field}: ${JSON.stringify(value['const'])}`] : [],
  );
  return constants.join(', ') || typeText(option);
}

function rowsOf(node: SchemaNode, prefix: string, depth: number): FieldRow[] {
  const properties = node['properties'];
  if (!isNode(properties) || depth > deepest) return [];
  const required = Array.isArray(node['required']) ? node['required'] : [];
  return Object.entries(properties).flatMap(([field, value]) => {
    if (!isNode(value)) return [];
    const name = prefix + field;
    const row = { name, type: typeText(value), required: required.includes(field), description: noteOf(value) };
    const items = value['items'];
    const below =
      value['type'] === 'array' && isNode(items)
        ? rowsOf(items, `${name}[].`, depth + 1)
        : rowsOf(value, `${name}.`, depth + 1);
    return [row, ...below];
  });
}

function noteOf(node: SchemaNode): string {
  const fallback = 'default' in node ? `Default: ${JSON.stringify(node['default'])}.` : '';
  const examples = Array.isArray(node['examples'])
    ? `Example: ${node['examples'].map((value) => JSON.stringify(value)).join(', ')}.`
    : '';
  return [descriptionOf(node), fallback, examples].filter(Boolean).join(' ');
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

function isNode(value: Json | undefined): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
