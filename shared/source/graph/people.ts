import type { Contact, ContactField, ContactValues } from '../../contacts/contact.ts';
import type { GraphItem } from './contact.ts';
import { isJsonObject, joined, postalAddressOf, textAt, textOf } from './values.ts';
import { fingerprint } from './version.ts';

/** How one field is read from a directory object, and what has to be selected for it. */
interface PersonField {
  properties: readonly string[];
  read: (item: GraphItem) => string | undefined;
}

type PersonTable = Readonly<Partial<Record<ContactField, PersonField>>>;

/** What a feed of the directory asks for; `existing` says who belongs into it, `always` is what every object has. */
export interface PeopleSource {
  table: PersonTable;
  always: readonly string[];
  exists: (item: GraphItem) => boolean;
}

const text = (property: string): PersonField => ({ properties: [property], read: (item) => textOf(item[property]) });
const fullName: PersonField = {
  properties: ['givenName', 'surname'],
  read: (item) => joined([textOf(item.givenName), textOf(item.surname)], ' '),
};

/**
 * Members of the directory. Graph knows no more of them: one business phone, mobile and fax, no home phones (reference
 * graph.md section 2.6). People who are disabled or guests count as removed.
 */
export const users: PeopleSource = {
  table: {
    DisplayName: text('displayName'),
    GivenName: text('givenName'),
    Surname: text('surname'),
    CompleteName: fullName,
    CompanyName: text('companyName'),
    JobTitle: text('jobTitle'),
    Department: text('department'),
    OfficeLocation: text('officeLocation'),
    PhoneNumbers_BusinessPhone: { properties: ['businessPhones'], read: (item) => textAt(item.businessPhones, 0) },
    PhoneNumbers_MobilePhone: text('mobilePhone'),
    PhoneNumbers_BusinessFax: text('faxNumber'),
    EmailAddresses_EmailAddress1: text('mail'),
  },
  always: ['displayName', 'accountEnabled', 'userType'],
  exists: isMember,
};

/** Whether a user is one of the organisation's own and enabled; old synchronised accounts have no `userType` (graph.md 7). */
export function isMember(item: GraphItem): boolean {
  return item.accountEnabled !== false && item.userType !== 'Guest';
}

const phoneOf = (type: string): PersonField => ({
  properties: ['phones'],
  read: (item) => phoneNumber(item.phones, type),
});

/** Organisation contacts: at most one phone of each type and one address (Graph docs, resources/orgcontact). */
export const organisationContacts: PeopleSource = {
  table: {
    DisplayName: text('displayName'),
    GivenName: text('givenName'),
    Surname: text('surname'),
    CompleteName: fullName,
    CompanyName: text('companyName'),
    JobTitle: text('jobTitle'),
    Department: text('department'),
    OfficeLocation: { properties: ['addresses'], read: (item) => officeOf(item.addresses) },
    PhoneNumbers_BusinessPhone: phoneOf('business'),
    PhoneNumbers_MobilePhone: phoneOf('mobile'),
    PhoneNumbers_BusinessFax: phoneOf('businessFax'),
    EmailAddresses_EmailAddress1: text('mail'),
    PhysicalAddresses_Business: {
      properties: ['addresses'],
      read: (item) => (Array.isArray(item.addresses) ? postalAddressOf(item.addresses[0]) : undefined),
    },
  },
  always: ['displayName'],
  exists: () => true,
};

function phoneNumber(phones: unknown, type: string): string | undefined {
  if (!Array.isArray(phones)) return undefined;
  const phone: unknown = phones.find((entry) => isJsonObject(entry) && entry.type === type);
  return isJsonObject(phone) ? textOf(phone.number) : undefined;
}

function officeOf(addresses: unknown): string | undefined {
  const first: unknown = Array.isArray(addresses) ? addresses[0] : undefined;
  return isJsonObject(first) ? textOf(first.officeLocation) : undefined;
}

/** The properties to select for some fields; fields that the directory has not are left out. */
export function selectPeople({ table, always }: PeopleSource, fields: readonly ContactField[]): string[] {
  return [...new Set([...always, ...fields.flatMap((field) => table[field]?.properties ?? [])])];
}

/** A directory object as a contact. It has no change key, so its version is a fingerprint of the values that are used. */
export function fromGraphPerson(item: GraphItem, { table }: PeopleSource, fields: readonly ContactField[]): Contact {
  const values: ContactValues = {};
  for (const field of fields) {
    const value = table[field]?.read(item);
    if (value !== undefined) values[field] = value;
  }
  return { id: item.id, version: fingerprint(values), categories: [], values };
}
