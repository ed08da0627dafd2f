import type { PhoneField } from '../contacts/contact.ts';

/** What a number is for; one kind for each of pascom's phone fields. */
export const numberKinds = [
  'business',
  'business2',
  'mobile',
  'home',
  'home2',
  'businessFax',
  'homeFax',
  'otherFax',
  'assistant',
  'companyMain',
  'other',
  'pager',
  'radio',
] as const;

export type NumberKind = (typeof numberKinds)[number];

/** The kind of the numbers in a phone field. */
export const numberKindOf: Readonly<Record<PhoneField, NumberKind>> = {
  PhoneNumbers_AssistantPhone: 'assistant',
  PhoneNumbers_BusinessFax: 'businessFax',
  PhoneNumbers_BusinessPhone: 'business',
  PhoneNumbers_BusinessPhone2: 'business2',
  PhoneNumbers_CompanyMainPhone: 'companyMain',
  PhoneNumbers_HomeFax: 'homeFax',
  PhoneNumbers_HomePhone: 'home',
  PhoneNumbers_HomePhone2: 'home2',
  PhoneNumbers_MobilePhone: 'mobile',
  PhoneNumbers_OtherFax: 'otherFax',
  PhoneNumbers_OtherTelephone: 'other',
  PhoneNumbers_Pager: 'pager',
  PhoneNumbers_RadioPhone: 'radio',
};

const silentKinds: ReadonlySet<NumberKind> = new Set<NumberKind>(['businessFax', 'homeFax', 'otherFax', 'pager']);

/** Whether a person can be behind a number of this kind; faxes and pagers never enter reverse lookup. */
export function isDialable(kind: NumberKind): boolean {
  return !silentKinds.has(kind);
}
