import { GraphError, invalidUrlQuery } from '../graph/errors.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { pageLink } from '../graph/links.ts';
import type { GraphCall, MailboxCall } from '../graph/route.ts';
import { holds, membersOf } from '../odata/filter-evaluation.ts';
import { walk } from '../odata/filter-expression.ts';
import type { Expression } from '../odata/filter-expression.ts';
import { parseFilter } from '../odata/filter-parser.ts';
import { parseOrderBy, sorted } from '../odata/orderby.ts';
import { countOption, integerOption } from '../odata/query.ts';
import { contactContext, folderOf, requestedView } from './contact-call.ts';
import type { ContactFolder } from './contact-folder.ts';
import { comparedIds, contactProperty, showContact } from './contact-view.ts';
import type { ContactView } from './contact-view.ts';
import { readExtended } from './extended-properties.ts';
import { normaliseExtendedPropertyId } from './extended-property-id.ts';
import type { StoredContact } from './stored-contact.ts';

/** Answers a list of contacts: pages of 10 or `$top`, links that count with `$skip` (graph.md, section 2.2). */
export function listContacts(call: MailboxCall): GraphAnswer {
  const folder = folderOf(call);
  if (call.request.query.has('$search')) {
    throw new GraphError(501, 'NotImplemented', 'The simulator does not search contacts.');
  }
  const view = requestedView(call);
  const { size, skip } = outlookPage(call);
  const contacts = arranged(call, folder, view);
  const page = contacts.slice(skip, skip + size);
  const listed = contacts.length + (call.world.quirks.has('distributionLists') ? 1 : 0);
  return ok({
    '@odata.context': contactContext(call),
    ...(countOption(call.request.query) ? { '@odata.count': listed } : {}),
    value: page.map((contact) => showContact(contact, view)),
    ...(skip + size < contacts.length ? { '@odata.nextLink': pageLink(call, { $skip: String(skip + size) }) } : {}),
  });
}

/** Page of an Outlook collection: `$top` from 1 to 1,000, 10 without it; `$skip`. */
export function outlookPage(call: GraphCall): { size: number; skip: number } {
  const { outlookDefault, outlookMaximum } = call.world.pageSizes;
  const { query } = call.request;
  const size = integerOption(query, '$top') ?? outlookDefault;
  if (size < 1 || size > outlookMaximum) {
    throw invalidUrlQuery(`The value '${size}' of $top is out of range: it must be between 1 and ${outlookMaximum}.`);
  }
  return { size, skip: integerOption(query, '$skip') ?? 0 };
}

interface Arrangement {
  key: string;
  position: number;
  contacts: readonly StoredContact[];
}
const arrangements = new WeakMap<ContactFolder, Arrangement>();

/** Contacts of a folder in the order and selection asked for; kept for the next pages as long as nothing changes. */
function arranged(call: MailboxCall, folder: ContactFolder, view: ContactView): readonly StoredContact[] {
  const filterText = call.request.query.get('$filter');
  const orderText = call.request.query.get('$orderby');
  const all = folder.contacts.items();
  if (filterText === undefined && orderText === undefined) return all;
  const key = JSON.stringify([filterText, orderText, view.immutableIds]);
  const known = arrangements.get(folder);
  if (known?.key === key && known.position === folder.contacts.position) return known.contacts;
  const filter = filterText === undefined ? undefined : contactFilter(filterText);
  const found = filter === undefined ? all : all.filter((contact) => matches(contact, filter, view));
  const orderings = parseOrderBy(orderText);
  const contacts =
    orderings === undefined ? found : sorted(found, orderings, (contact, path) => contactProperty(contact, view, path));
  arrangements.set(folder, { key, position: folder.contacts.position, contacts });
  return contacts;
}

function contactFilter(text: string): Expression {
  const filter = parseFilter(text);
  for (const part of walk(filter)) if (part.kind === 'any') requireFilterable(part);
  return filter;
}

/**
 * Of the collections of a contact Graph filters categories and the address of `emailAddresses`, by `eq` only (Graph docs,
 * user-list-contacts.md; microsoft-graph-docs#2933); extended properties have rules of their own.
 */
function requireFilterable({ path, variable, predicate }: Extract<Expression, { kind: 'any' }>): void {
  const [name = ''] = path;
  if (name === 'singleValueExtendedProperties') return;
  const compared = name === 'emailAddresses' ? `${variable}/address` : name === 'categories' ? variable : undefined;
  const { operator, left } = predicate?.kind === 'compare' ? predicate : {};
  if (operator === 'eq' && left?.kind === 'path' && left.segments.join('/') === compared) return;
  throw new GraphError(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.');
}

function matches(contact: StoredContact, filter: Expression, view: ContactView): boolean {
  return holds(filter, {
    value: (path) => contactProperty(contact, view, path),
    members: (path, predicate) => {
      if (path[0] === 'singleValueExtendedProperties') return extendedMembers(contact, predicate);
      return membersOf(contactProperty(contact, view, path));
    },
  });
}

/** The extended properties that a predicate asks for, under the ids it uses: those it does not name cannot match. */
function extendedMembers(contact: StoredContact, predicate: Expression | undefined): { id: string; value: string }[] {
  if (predicate === undefined) return [];
  return comparedIds(predicate).flatMap((id) => {
    const value = readExtended(contact, normaliseExtendedPropertyId(id));
    return value === undefined ? [] : [{ id, value }];
  });
}
