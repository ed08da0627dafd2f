import { GraphError } from '../graph/errors.ts';
import type { ContactBody, EmailAddress } from './contact-body.ts';
import { TEXT_PROPERTIES } from './contact-body.ts';
import { writeExtended } from './extended-properties.ts';
import { normaliseExtendedPropertyId } from './extended-property-id.ts';
import { seconds } from './stored-contact.ts';
import type { ContactContent } from './stored-contact.ts';

const nameParts = ['givenName', 'middleName', 'surname', 'generation'] as const;
const maximum = { businessPhones: 2, homePhones: 2, imAddresses: 3, emailAddresses: 3 } as const;

/**
 * Checks a body as Exchange does: at most 3 e-mail addresses and IM addresses, 2 business and 2 home phones
 * (graph.md, section 2.3). A new contact needs a given name or a display name.
 */
export function checkContactBody(body: ContactBody, isNew: boolean): void {
  for (const [name, most] of Object.entries(maximum)) {
    const values = Object.entries(body).find(([key]) => key === name)?.[1];
    if (!Array.isArray(values) || values.length <= most) continue;
    const label = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    throw invalidProperty(
      `The multi value property ${label} has ${values.length} entries, that exceeds the max allowed value of ${most}`,
    );
  }
  if (isNew && !body.givenName && !body.displayName)
    throw invalidProperty("The property 'GivenName' is required when creating the entity.");
}

/**
 * Applies a body to a contact: what is not mentioned stays, arrays are replaced whole, and the display name follows the
 * name parts unless it is sent along (graph.md, section 2.4).
 * @returns names of the properties that were written
 */
export function applyContactBody(contact: ContactContent, body: ContactBody): string[] {
  const { properties } = contact;
  const written = Object.keys(body).filter((name) => !ignored.has(name));
  for (const name of TEXT_PROPERTIES) {
    if (body[name] !== undefined) properties[name] = body[name];
  }
  for (const name of ['businessPhones', 'homePhones', 'imAddresses', 'categories', 'children'] as const) {
    if (body[name] !== undefined) properties[name] = [...body[name]];
  }
  for (const name of ['homeAddress', 'businessAddress', 'otherAddress'] as const) {
    if (body[name] !== undefined) properties[name] = body[name];
  }
  if (body.birthday !== undefined) properties.birthday = body.birthday === null ? null : birthday(body.birthday);
  if (body.emailAddresses !== undefined) properties.emailAddresses = body.emailAddresses.map(readableAddress);
  for (const { id, value } of body.singleValueExtendedProperties ?? []) {
    writeExtended(contact, normaliseExtendedPropertyId(id), value ?? null);
  }
  return [...written, ...composeNames(contact, body)];
}

const ignored = new Set([
  'id',
  'changeKey',
  'createdDateTime',
  'lastModifiedDateTime',
  'parentFolderId',
  'singleValueExtendedProperties',
]);

/** Regenerates what Exchange derives from the name and the body does not say itself. */
function composeNames(contact: ContactContent, body: ContactBody): string[] {
  const { properties } = contact;
  const renamed = nameParts.some((part) => body[part] !== undefined);
  const composed: string[] = [];
  if (renamed && body.displayName === undefined) {
    properties.displayName = nameParts
      .map((part) => properties[part])
      .filter(Boolean)
      .join(' ');
    composed.push('displayName');
  }
  if (body.fileAs === undefined && (renamed || !properties.fileAs)) {
    const given = [properties.givenName, properties.middleName].filter(Boolean).join(' ');
    properties.fileAs = [properties.surname, given].filter(Boolean).join(', ') || (properties.displayName ?? null);
    composed.push('fileAs');
  }
  return composed;
}

/** Of an address that is none, only the name stays. X.500 addresses (`/o=...`) of the directory are kept. */
function readableAddress(email: EmailAddress): EmailAddress {
  const { address, name } = email;
  if (typeof address !== 'string' || /^[^@\s]+@[^@\s]+$/.test(address) || /^\/o=/i.test(address)) return email;
  return name === undefined ? {} : { name };
}

function birthday(text: string): string {
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text) || Number.isNaN(time.getTime())) {
    throw new GraphError(
      400,
      'RequestBodyRead',
      `Cannot convert the literal '${text}' to the expected type 'Edm.DateTimeOffset'.`,
    );
  }
  return seconds(time);
}

function invalidProperty(message: string): GraphError {
  return new GraphError(400, 'ErrorInvalidProperty', message);
}
