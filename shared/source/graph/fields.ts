import type { Contact as GraphContactProperties } from '@microsoft/microsoft-graph-types';
import type { ContactField } from '../../contacts/contact.ts';

/** A property that Graph v1.0 has on a contact; the compiler checks it against Microsoft's own types. */
export type ContactProperty = keyof GraphContactProperties;

/** Where a field comes from: a native property in one of its shapes, several of them, or an extended (MAPI) property. */
export type FieldSource =
  | { from: 'text' | 'day' | 'postalAddress'; property: ContactProperty }
  | { from: 'textAt' | 'mailAddressAt'; property: ContactProperty; index: number }
  | { from: 'joined'; properties: readonly ContactProperty[] }
  | { from: 'extendedText' | 'extendedDay'; id: string };

const addressSet = '{00062004-0000-0000-c000-000000000046}';

const text = (property: ContactProperty): FieldSource => ({ from: 'text', property });
const extended = (id: string): FieldSource => ({ from: 'extendedText', id });
const textAt = (property: ContactProperty, index: number): FieldSource => ({ from: 'textAt', property, index });
const mailAddressAt = (index: number): FieldSource => ({ from: 'mailAddressAt', property: 'emailAddresses', index });
const postalAddress = (property: ContactProperty): FieldSource => ({ from: 'postalAddress', property });

/**
 * The 41 fields of Exchange in Graph v1.0 (reference graph.md section 3, from Microsoft's CSDL and MS-OXPROPS). Extended
 * ids are written in the form in which Graph answers them: 16-bit tags, lower-case hexadecimals without leading zeros.
 *
 * Graph's arrays have no slots: a contact that has only a second business phone, home phone or mail address shows it in
 * the first place (graph.md section 3). We take the arrays as they are, so such a contact fills the first field; reading
 * the slots exactly would need an extended property each, and with them a second pass over every folder.
 */
export const fieldSources: Readonly<Record<ContactField, FieldSource>> = {
  DisplayName: text('displayName'),
  Initials: text('initials'),
  GivenName: text('givenName'),
  Surname: text('surname'),
  MiddleName: text('middleName'),
  NickName: text('nickName'),
  // Read-only in Exchange too, where it is put together from the same parts.
  CompleteName: { from: 'joined', properties: ['title', 'givenName', 'middleName', 'surname', 'generation'] },
  Birthday: { from: 'day', property: 'birthday' },
  Generation: text('generation'),
  CompanyName: text('companyName'),
  JobTitle: text('jobTitle'),
  Department: text('department'),
  OfficeLocation: text('officeLocation'),
  BusinessHomePage: text('businessHomePage'),
  PostalAddressIndex: extended(`Integer ${addressSet} Id 0x8022`),
  SpouseName: text('spouseName'),
  WeddingAnniversary: { from: 'extendedDay', id: 'SystemTime 0x3a41' },
  FileAs: text('fileAs'),
  FileAsMapping: extended(`Integer ${addressSet} Id 0x8006`),

  PhoneNumbers_AssistantPhone: extended('String 0x3a2e'),
  PhoneNumbers_BusinessFax: extended('String 0x3a24'),
  PhoneNumbers_BusinessPhone: textAt('businessPhones', 0),
  PhoneNumbers_BusinessPhone2: textAt('businessPhones', 1),
  PhoneNumbers_CompanyMainPhone: extended('String 0x3a57'),
  PhoneNumbers_HomeFax: extended('String 0x3a25'),
  PhoneNumbers_HomePhone: textAt('homePhones', 0),
  PhoneNumbers_HomePhone2: textAt('homePhones', 1),
  PhoneNumbers_MobilePhone: text('mobilePhone'),
  PhoneNumbers_OtherFax: extended('String 0x3a23'),
  PhoneNumbers_OtherTelephone: extended('String 0x3a1f'),
  PhoneNumbers_Pager: extended('String 0x3a21'),
  PhoneNumbers_RadioPhone: extended('String 0x3a1d'),

  EmailAddresses_EmailAddress1: mailAddressAt(0),
  EmailAddresses_EmailAddress2: mailAddressAt(1),
  EmailAddresses_EmailAddress3: mailAddressAt(2),
  PhysicalAddresses_Home: postalAddress('homeAddress'),
  PhysicalAddresses_Business: postalAddress('businessAddress'),
  PhysicalAddresses_Other: postalAddress('otherAddress'),
  ImAddresses_ImAddress1: textAt('imAddresses', 0),
  ImAddresses_ImAddress2: textAt('imAddresses', 1),
  ImAddresses_ImAddress3: textAt('imAddresses', 2),
};
