import type { Json, SchemaNode } from './openapi-document.ts';

const local = '#/$defs/';

/** The names that a converted schema refers to. */
export function refsOf(node: Json): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(refsOf);
  return Object.entries(node).flatMap(([name, value]) => {
    const target = name === '$ref' ? targetOf(value) : undefined;
    return target === undefined ? refsOf(value) : [target];
  });
}

/** Points the references of a converted schema to the components, under the names they have there. */
export function withRefs(node: SchemaNode, rename: (name: string) => string): SchemaNode {
  const entries = Object.entries(node).map(([name, value]): [string, Json] => {
    const target = name === '$ref' ? targetOf(value) : undefined;
    return [name, target === undefined ? renamed(value, rename) : `#/components/schemas/${rename(target)}`];
  });
  return Object.fromEntries(entries);
}

/** Takes the references to these names out, which leaves schemas that anything fits. */
export function withoutRefs(node: SchemaNode, names: ReadonlySet<string>): SchemaNode {
  const strip = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(strip);
    return typeof value === 'object' && value !== null ? withoutRefs(value, names) : value;
  };
  const kept = Object.entries(node).filter(([name, value]) => name !== '$ref' || !names.has(targetOf(value) ?? ''));
  return Object.fromEntries(kept.map(([name, value]) => [name, strip(value)]));
}

/** Whether a definition is what zod writes for `z.json()`: JSON spelled out, referring to itself by name. */
export function isAnyJson(name: string, node: SchemaNode): boolean {
  const self = { $ref: local + name };
  const simple = ['string', 'number', 'boolean', 'null'].map((type) => ({ type }));
  const list = { type: 'array', items: self };
  const object = { type: 'object', propertyNames: { type: 'string' }, additionalProperties: self };
  return JSON.stringify(node) === JSON.stringify({ anyOf: [...simple, list, object] });
}

function targetOf(value: Json): string | undefined {
  return typeof value === 'string' && value.startsWith(local) ? value.slice(local.length) : undefined;
}

function renamed(value: Json, rename: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  return typeof value === 'object' && value !== null ? withRefs(value, rename) : value;
}
