import { z } from 'zod';
import { GraphError } from '../graph/errors.ts';

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

/** Reads the body of a write; OData annotations (`@odata.type`, ...) are left out, other unknown names are refused. */
export function parseContactBody(body: unknown): ContactBody {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new GraphError(400, 'UnableToDeserializePostBody', 'were unable to deserialize ');
  }
  const parsed = contactBody.safeParse(withoutAnnotations(body));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    throw new GraphError(
      400,
      'RequestBodyRead',
      `The property '${issue.keys[0] ?? ''}' does not exist on type 'microsoft.graph.contact'. Make sure to only use property names that are defined by the type.`,
    );
  }
  throw new GraphError(
    400,
    'RequestBodyRead',
    `Cannot convert the value of property '${issue?.path.join('/') ?? ''}'.`,
  );
}

function withoutAnnotations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnnotations);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !name.includes('@'));
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutAnnotations(inner)]));
}
