import { z } from 'zod';
import { parseWriteBody } from '../graph/write-body.ts';

const text = z.string().nullable().optional();
const texts = z.array(z.string()).optional();
const readOnly = z.unknown().optional();
const emailAddress = z.strictObject({ address: text, name: text });
const physicalAddress = z
  .strictObject({ city: text, countryOrRegion: text, postalCode: text, state: text, street: text })
  .nullable()
  .optional();
const extendedProperty = z.strictObject({ id: z.string(), value: z.string().nullable().optional() });

/** Writable properties of `microsoft.graph.contact` that are one text each. */
const textProperties = z.strictObject({
  assistantName: text,
  businessHomePage: text,
  companyName: text,
  department: text,
  displayName: text,
  fileAs: text,
  generation: text,
  givenName: text,
  initials: text,
  jobTitle: text,
  manager: text,
  middleName: text,
  mobilePhone: text,
  nickName: text,
  officeLocation: text,
  personalNotes: text,
  profession: text,
  spouseName: text,
  surname: text,
  title: text,
  yomiCompanyName: text,
  yomiGivenName: text,
  yomiSurname: text,
});

/** Body of a POST or PATCH of a contact; what the service sets itself is taken and ignored. */
const contactBody = textProperties.extend({
  birthday: text,
  businessAddress: physicalAddress,
  businessPhones: texts,
  categories: texts,
  children: texts,
  emailAddresses: z.array(emailAddress).optional(),
  homeAddress: physicalAddress,
  homePhones: texts,
  imAddresses: texts,
  otherAddress: physicalAddress,
  singleValueExtendedProperties: z.array(extendedProperty).optional(),
  id: readOnly,
  changeKey: readOnly,
  createdDateTime: readOnly,
  lastModifiedDateTime: readOnly,
  parentFolderId: readOnly,
});

/** Names of the text properties. */
export const TEXT_PROPERTIES = textProperties.keyof().options;

export type TextProperty = keyof z.infer<typeof textProperties>;
export type EmailAddress = z.infer<typeof emailAddress>;
export type PhysicalAddress = NonNullable<z.infer<typeof physicalAddress>>;
export type ContactBody = z.infer<typeof contactBody>;

/** Reads the body of a write. */
export function parseContactBody(body: unknown): ContactBody {
  return parseWriteBody(body, contactBody, 'contact');
}
