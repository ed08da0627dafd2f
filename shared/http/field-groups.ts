import type { SchemaNode } from './openapi-document.ts';
import { isNode, noteOf, optionsOf, refNameOf, typeText } from './schema-text.ts';

/** One field of an object for a reader: `filter.from`, its type in words, and what it is for. */
export interface FieldRow {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

/** The fields of an object; those of a union come in one group per option, under its title. */
export interface FieldGroup {
  title: string;
  rows: FieldRow[];
}

const deepest = 4;

/** The fields of an object schema, with those of objects inside it; none when the schema is no object. */
export function fieldGroups(node: SchemaNode): FieldGroup[] {
  const groups = (optionsOf(node) ?? [node]).map((option) => ({
    title: option === node ? '' : (refNameOf(option) ?? constantsOf(option)),
    rows: rowsOf(option, '', 0),
  }));
  return groups.every(({ title, rows }) => title === '' && rows.length === 0) ? [] : groups;
}

/** What tells an option of a union from the others: `kind: "contacts"`. */
function constantsOf(option: SchemaNode): string {
  const properties = isNode(option['properties']) ? option['properties'] : {};
  const constants = Object.entries(properties).flatMap(([field, value]) =>
    isNode(value) && 'const' in value ? [`${field}: ${JSON.stringify(value['const'])}`] : [],
  );
  return constants.join(', ');
}

function rowsOf(node: SchemaNode, prefix: string, depth: number): FieldRow[] {
  if (depth > deepest) return [];
  const options = optionsOf(node);
  if (options) return unionRows(options, prefix, depth);
  const properties = isNode(node['properties']) ? node['properties'] : {};
  const required = Array.isArray(node['required']) ? node['required'] : [];
  return Object.entries(properties).flatMap(([field, value]) => {
    if (!isNode(value)) return [];
    const name = prefix + field;
    const row = { name, type: typeText(value), required: required.includes(field), description: noteOf(value) };
    const items = value['items'];
    return [row, ...(isNode(items) ? rowsOf(items, `${name}[].`, depth + 1) : rowsOf(value, `${name}.`, depth + 1))];
  });
}

/** A field that several options have becomes one row; one that only some have says with which. */
function unionRows(options: readonly SchemaNode[], prefix: string, depth: number): FieldRow[] {
  const found = new Map<string, { rows: FieldRow[]; titles: string[] }>();
  for (const option of options) {
    for (const row of rowsOf(option, prefix, depth)) {
      const same = found.get(row.name) ?? { rows: [], titles: [] };
      found.set(row.name, { rows: [...same.rows, row], titles: [...same.titles, constantsOf(option)] });
    }
  }
  return [...found].map(([name, { rows, titles }]) => {
    const only = titles.length < options.length && titles.every(Boolean) ? `Only with ${titles.join(' or ')}. ` : '';
    return {
      name,
      type: [...new Set(rows.map(({ type }) => type))].join(' or '),
      required: rows.every(({ required }) => required),
      description: (only + (rows[0]?.description ?? '')).trim(),
    };
  });
}
