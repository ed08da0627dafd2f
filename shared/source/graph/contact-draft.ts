import type { Contact as GraphContact, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import type { ContactDraft } from '../../contacts/contact-draft.ts';
import { isJsonObject, joined, textOf } from './values.ts';
import type { JsonObject } from './values.ts';

/** Where Graph v1.0 has the fields of a draft that are one text each (reference graph.md section 3). */
const textProperties = {
  givenName: 'givenName',
  surname: 'surname',
  displayName: 'displayName',
  companyName: 'companyName',
  jobTitle: 'jobTitle',
  mobilePhone: 'mobilePhone',
  website: 'businessHomePage',
  notes: 'personalNotes',
} as const satisfies Partial<Record<keyof ContactDraft, keyof GraphContact>>;

/** The parts of `businessAddress`. */
const addressProperties = {
  street: 'street',
  postalCode: 'postalCode',
  city: 'city',
  country: 'countryOrRegion',
} as const satisfies Partial<Record<keyof ContactDraft, keyof PhysicalAddress>>;

const textFields = keysOf(textProperties);
const addressFields = keysOf(addressProperties);

/** What has to be selected of a contact to see which fields of a draft it has. */
export const draftSelect = [
  ...Object.values(textProperties),
  'emailAddresses',
  'businessPhones',
  'businessAddress',
  'categories',
].join(',');

/** Fields of a draft as properties of Graph; those that are empty are left out, so that nothing is cleared. */
export function toGraphContact(fields: Partial<ContactDraft>): GraphContact {
  const contact: GraphContact = {};
  for (const field of textFields) {
    const text = textOf(fields[field]);
    if (text !== undefined) contact[textProperties[field]] = text;
  }
  const address = textOf(fields.email);
  if (address !== undefined) contact.emailAddresses = [{ address, name: textOf(fields.displayName) ?? address }];
  const phone = textOf(fields.businessPhone);
  if (phone !== undefined) contact.businessPhones = [phone];
  const businessAddress = toGraphAddress(fields);
  if (businessAddress !== undefined) contact.businessAddress = businessAddress;
  const categories = (fields.categories ?? []).map(textOf).filter((category) => category !== undefined);
  if (categories.length > 0) contact.categories = [...new Set(categories)];
  return contact;
}

function toGraphAddress(fields: Partial<ContactDraft>): PhysicalAddress | undefined {
  const address: PhysicalAddress = {};
  for (const field of addressFields) {
    const text = textOf(fields[field]);
    if (text !== undefined) address[addressProperties[field]] = text;
  }
  return Object.keys(address).length === 0 ? undefined : address;
}

/**
 * The name that a new contact is shown with; Exchange refuses one that has neither a given name nor a display name (reference
 * graph.md section 2.4). Undefined when the draft says nothing about anybody.
 */
export function shownName(draft: ContactDraft): string | undefined {
  const fullName = joined([textOf(draft.givenName), textOf(draft.surname)], ' ');
  const others = [draft.companyName, draft.email, draft.mobilePhone, draft.businessPhone, draft.website].map(textOf);
  return textOf(draft.displayName) ?? fullName ?? others.find((text) => text !== undefined);
}

/**
 * Which fields of a draft a contact has. Arrays count as filled with whatever is in them, and the parts of an address only
 * together: writing one of them replaces the whole, and half of one address with half of another is nobody's.
 */
export function filledFields(item: JsonObject): Set<keyof ContactDraft> {
  const filled = new Set<keyof ContactDraft>(
    textFields.filter((field) => textOf(item[textProperties[field]]) !== undefined),
  );
  if (hasText(item.emailAddresses)) filled.add('email');
  if (hasText(item.businessPhones)) filled.add('businessPhone');
  if (hasText(item.categories)) filled.add('categories');
  if (hasText(item.businessAddress)) for (const field of addressFields) filled.add(field);
  return filled;
}

/** The fields that a contact does not have yet. */
export function unfilled(
  fields: Partial<ContactDraft>,
  filled: ReadonlySet<keyof ContactDraft>,
): Partial<ContactDraft> {
  const left = { ...fields };
  for (const field of filled) Reflect.deleteProperty(left, field);
  return left;
}

// Empty slots of an array are shown as '' or {} now and then, an address without parts as {}.
function hasText(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasText);
  return isJsonObject(value) ? Object.values(value).some(hasText) : textOf(value) !== undefined;
}

function keysOf<Key extends string>(table: Readonly<Record<Key, string>>): Key[];
function keysOf(table: Readonly<Record<string, string>>): string[] {
  return Object.keys(table);
}
