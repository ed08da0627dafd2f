/**
 * The 41 fields of a contact that a mapping can use, under the names that pascom's Exchange connector gives them
 * (they are the names of the EWS contact item). Grouped as in pascom's documentation: plain, phones, indexed.
 */
export const plainFields = [
  'DisplayName',
  'Initials',
  'GivenName',
  'Surname',
  'MiddleName',
  'NickName',
  'CompleteName',
  'Birthday',
  'Generation',
  'CompanyName',
  'JobTitle',
  'Department',
  'OfficeLocation',
  'BusinessHomePage',
  'PostalAddressIndex',
  'SpouseName',
  'WeddingAnniversary',
  'FileAs',
  'FileAsMapping',
] as const;

export const phoneFields = [
  'PhoneNumbers_AssistantPhone',
  'PhoneNumbers_BusinessFax',
  'PhoneNumbers_BusinessPhone',
  'PhoneNumbers_BusinessPhone2',
  'PhoneNumbers_CompanyMainPhone',
  'PhoneNumbers_HomeFax',
  'PhoneNumbers_HomePhone',
  'PhoneNumbers_HomePhone2',
  'PhoneNumbers_MobilePhone',
  'PhoneNumbers_OtherFax',
  'PhoneNumbers_OtherTelephone',
  'PhoneNumbers_Pager',
  'PhoneNumbers_RadioPhone',
] as const;

export const indexedFields = [
  'EmailAddresses_EmailAddress1',
  'EmailAddresses_EmailAddress2',
  'EmailAddresses_EmailAddress3',
  'PhysicalAddresses_Home',
  'PhysicalAddresses_Business',
  'PhysicalAddresses_Other',
  'ImAddresses_ImAddress1',
  'ImAddresses_ImAddress2',
  'ImAddresses_ImAddress3',
] as const;

export const contactFields = [...plainFields, ...phoneFields, ...indexedFields] as const;

export type PhoneField = (typeof phoneFields)[number];
export type ContactField = (typeof contactFields)[number];

/** The values of the fields that were asked for; a field that is empty at the source is absent. Text only, never HTML. */
export type ContactValues = Partial<Record<ContactField, string>>;

/** A contact as read from a source: our own shape, whatever the source's wire looks like. */
export interface Contact {
  /** Immutable id of the contact at its source; case-sensitive. */
  id: string;
  /** The source's change key (Graph: the quoted part of `@odata.etag`); the same version means the same content. */
  version: string;
  /** Outlook categories; empty unless they were asked for. */
  categories: string[];
  values: ContactValues;
}
