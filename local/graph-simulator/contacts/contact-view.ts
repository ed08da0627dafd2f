import { badRequest } from '../graph/errors.ts';
import { dig } from '../odata/filter-evaluation.ts';
import type { Expansion } from '../odata/expand.ts';
import { walk } from '../odata/filter-expression.ts';
import type { Expression } from '../odata/filter-expression.ts';
import { parseFilter } from '../odata/filter-parser.ts';
import { TEXT_PROPERTIES } from './contact-body.ts';
import { readExtended } from './extended-properties.ts';
import { normaliseExtendedPropertyId } from './extended-property-id.ts';
import { changeKey, etag } from './stored-contact.ts';
import type { Slots, StoredContact } from './stored-contact.ts';

/** How a contact is shown. */
export interface ContactView {
  /** Names of `$select`; undefined = all. `id` and `@odata.etag` always come along. */
  select: readonly string[] | undefined;
  immutableIds: boolean;
  /** Normalised ids of the extended properties to expand; undefined = none asked for. */
  extended: readonly string[] | undefined;
  /** Shows an empty first slot instead of collapsing it (quirk `emptySlots`). */
  emptySlots: boolean;
  /** Shows `@odata.type`, as delta rounds do. */
  typed?: boolean;
}

const readers = new Map<string, (contact: StoredContact, view: ContactView) => unknown>([
  ['createdDateTime', (contact) => contact.created],
  ['lastModifiedDateTime', (contact) => contact.modified],
  ['changeKey', (contact) => changeKey(contact)],
  ['categories', (contact) => contact.properties.categories ?? []],
  ['parentFolderId', (contact) => contact.folder.id],
  ['birthday', (contact) => contact.properties.birthday ?? null],
  ['children', (contact) => contact.properties.children ?? []],
  ['imAddresses', (contact, view) => collapse(contact.properties.imAddresses, view, '')],
  ['homePhones', (contact, view) => collapse(contact.properties.homePhones, view, '')],
  ['businessPhones', (contact, view) => collapse(contact.properties.businessPhones, view, '')],
  ['emailAddresses', (contact, view) => collapse(contact.properties.emailAddresses, view, {})],
  ['primaryEmailAddress', (contact) => contact.properties.emailAddresses?.[0] ?? null],
  ['secondaryEmailAddress', (contact) => contact.properties.emailAddresses?.[1] ?? null],
  ['tertiaryEmailAddress', (contact) => contact.properties.emailAddresses?.[2] ?? null],
  ['homeAddress', (contact) => contact.properties.homeAddress ?? {}],
  ['businessAddress', (contact) => contact.properties.businessAddress ?? {}],
  ['otherAddress', (contact) => contact.properties.otherAddress ?? {}],
  ...TEXT_PROPERTIES.map((name) => [name, (contact: StoredContact) => contact.properties[name] ?? null] as const),
]);

/** Names that `$select` takes for a contact. */
export const CONTACT_PROPERTIES: ReadonlySet<string> = new Set([
  'id',
  'singleValueExtendedProperties',
  'multiValueExtendedProperties',
  ...readers.keys(),
]);

/** The contact as Graph shows it. */
export function showContact(contact: StoredContact, view: ContactView): Record<string, unknown> {
  const shown: Record<string, unknown> = view.typed ? { '@odata.type': '#microsoft.graph.contact' } : {};
  shown['@odata.etag'] = etag(contact);
  shown['id'] = view.immutableIds ? contact.immutableId : contact.mutableId;
  for (const name of view.select ?? readers.keys()) {
    const read = readers.get(name);
    if (read !== undefined) shown[name] = read(contact, view);
  }
  const extended = (view.extended ?? []).flatMap((id) => {
    const value = readExtended(contact, id);
    return value === undefined ? [] : [{ id, value }];
  });
  // With nothing found Graph leaves the array out.
  if (extended.length > 0) shown['singleValueExtendedProperties'] = extended;
  return shown;
}

/** Value of a property for `$filter` and `$orderby`. */
export function contactProperty(contact: StoredContact, view: ContactView, path: readonly string[]): unknown {
  const [name = '', ...rest] = path;
  if (name === 'id') return view.immutableIds ? contact.immutableId : contact.mutableId;
  const read = readers.get(name);
  if (read === undefined) {
    throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.contact'.`);
  }
  return rest.length === 0 ? read(contact, view) : dig(read(contact, view), rest);
}

/** Ids asked for by `$expand=singleValueExtendedProperties($filter=id eq '...' or id eq '...')`. */
export function expandedIds(expansions: readonly Expansion[]): readonly string[] | undefined {
  let ids: string[] | undefined;
  for (const { name, options } of expansions) {
    if (name !== 'singleValueExtendedProperties') {
      throw badRequest(`Parsing OData Select and Expand failed: '${name}' cannot be expanded.`);
    }
    const filter = options.get('$filter');
    if (filter === undefined) throw badRequest('The extended properties to expand have to be named in $filter.');
    ids = [...(ids ?? []), ...comparedIds(parseFilter(filter)).map(normaliseExtendedPropertyId)];
  }
  return ids;
}

/** The texts that an `id` is compared with: `id eq '...'` or `ep/id eq '...'`. */
export function comparedIds(expression: Expression): string[] {
  const ids: string[] = [];
  for (const part of walk(expression)) {
    if (part.kind !== 'compare' || part.operator !== 'eq' || part.left.kind !== 'path') continue;
    const { right } = part;
    if (part.left.segments.at(-1) !== 'id' || right.kind !== 'literal') continue;
    if (typeof right.value === 'string') ids.push(right.value);
  }
  return ids;
}

function collapse<T>(slots: Slots<T> | undefined, view: ContactView, empty: T): T[] {
  const filled = slots ?? [];
  if (view.emptySlots) return filled.map((value) => value ?? empty);
  return filled.filter((value) => value !== null);
}
