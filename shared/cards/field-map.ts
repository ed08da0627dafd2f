import type { CardsProfile } from '../profiles/cards-profile.ts';

type FieldMap = NonNullable<CardsProfile['fieldMap']>;

/**
 * Takes our fields out of a platform's JSON by the profile's JSON pointers (RFC 6901). What is missing or null is left out; a
 * number counts as its text; anything else is passed on, to be refused under the name of our field.
 */
export function mapFields(document: unknown, map: FieldMap): Record<string, unknown> {
  const found = Object.entries(map).map(([name, pointer]): [string, unknown] => [name, at(document, pointer)]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== null).map(plain));
}

function plain([name, value]: [string, unknown]): [string, unknown] {
  return [name, typeof value === 'number' ? String(value) : value];
}

function at(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of pointer.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return value;
}
