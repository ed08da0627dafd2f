import { contactFields } from '../../contacts/contact.ts';
import type { ContactField } from '../../contacts/contact.ts';
import { normalisedExtendedId } from './extended-id.ts';
import { fieldSources } from './fields.ts';
import type { FieldSource } from './fields.ts';
import { dayOf, joined, mailAddressAt, postalAddressOf, textAt, textOf } from './values.ts';
import type { JsonObject } from './values.ts';

/** What has to be asked of Graph for some fields, and how they are then read; made once per read, used per contact. */
export interface ContactPlan {
  /** The native properties, for `$select`; each must be there for an item to be complete. */
  properties: readonly string[];
  /** The `$expand` of the extended properties; undefined when none is needed, and with it the second pass. */
  expand: string | undefined;
  categories: boolean;
  native: readonly { field: ContactField; read: (item: JsonObject) => string | undefined }[];
  /** By extended id: as Graph spells it, which is found at once, and normalised, in case it spells it otherwise. */
  extended: ReadonlyMap<string, { field: ContactField; read: (value: unknown) => string | undefined }>;
}

/** The plan for exactly these fields, in the order of the table, whatever the order they are asked in. */
export function planContacts(fields: readonly ContactField[], categories: boolean): ContactPlan {
  const wanted = new Set<ContactField>(fields);
  const sources = contactFields
    .filter((field) => wanted.has(field))
    .map((field) => ({ field, source: fieldSources[field] }));
  const properties = new Set(sources.flatMap(({ source }) => nativeProperties(source)));
  const extended = new Map<string, { field: ContactField; read: (value: unknown) => string | undefined }>();
  const ids: string[] = [];
  for (const { field, source } of sources) {
    if (source.from !== 'extendedText' && source.from !== 'extendedDay') continue;
    const reader = { field, read: source.from === 'extendedDay' ? dayOf : textOf };
    extended.set(source.id, reader).set(normalisedExtendedId(source.id), reader);
    ids.push(source.id);
  }
  // A delta round must select something, or every property comes.
  if (properties.size === 0) properties.add('displayName');
  if (categories) properties.add('categories');
  return {
    properties: [...properties],
    expand: ids.length === 0 ? undefined : expandOf(ids),
    categories,
    native: sources.flatMap(({ field, source }) => {
      const read = nativeReader(source);
      return read === undefined ? [] : [{ field, read }];
    }),
    extended,
  };
}

/** `$select` for items that carry extended properties; those must then be named in it too (seen, graph.md section 2.5). */
export function selectWithExtended(plan: ContactPlan): string {
  return [...plan.properties, ...(plan.expand === undefined ? [] : ['singleValueExtendedProperties'])].join(',');
}

function expandOf(ids: readonly string[]): string {
  return `singleValueExtendedProperties($filter=${ids.map((id) => `id eq '${id}'`).join(' or ')})`;
}

function nativeProperties(source: FieldSource): readonly string[] {
  if ('properties' in source) return source.properties;
  return 'property' in source ? [source.property] : [];
}

function nativeReader(source: FieldSource): ((item: JsonObject) => string | undefined) | undefined {
  switch (source.from) {
    case 'text':
      return (item) => textOf(item[source.property]);
    case 'day':
      return (item) => dayOf(item[source.property]);
    case 'postalAddress':
      return (item) => postalAddressOf(item[source.property]);
    case 'textAt':
      return (item) => textAt(item[source.property], source.index);
    case 'mailAddressAt':
      return (item) => mailAddressAt(item[source.property], source.index);
    case 'joined':
      return (item) =>
        joined(
          source.properties.map((property) => textOf(item[property])),
          ' ',
        );
    case 'extendedText':
    case 'extendedDay':
      return undefined;
  }
}
