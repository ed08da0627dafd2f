import { z } from 'zod';

import { TenantError } from './tenant-error.ts';

const guid = z.guid().toLowerCase();
const text = z.string().nullable();

const directoryProperties = {
  id: guid.exactOptional(),
  displayName: z.string().min(1),
  mail: text.exactOptional(),
  givenName: text.exactOptional(),
  surname: text.exactOptional(),
  jobTitle: text.exactOptional(),
  department: text.exactOptional(),
  companyName: text.exactOptional(),
};

const accountProperties = {
  ...directoryProperties,
  userPrincipalName: z.string().regex(/^[^\s@/\\:*?"<>|]+@[^\s@/\\:*?"<>|]+$/, 'must look like name@domain'),
  accountEnabled: z.boolean().exactOptional(),
  officeLocation: text.exactOptional(),
  businessPhones: z.array(z.string()).exactOptional(),
  mobilePhone: text.exactOptional(),
  faxNumber: text.exactOptional(),
};

const user = z.strictObject({
  ...accountProperties,
  userType: z.enum(['Member', 'Guest']).nullable().exactOptional(),
  userPurpose: z.enum(['user', 'shared', 'room']).exactOptional(),
  /** false: no licence, so no mailbox. */
  mailbox: z.boolean().exactOptional(),
});

const group = z.strictObject({
  id: guid.exactOptional(),
  displayName: z.string().min(1),
  members: z.array(z.string()),
});

const organisationContact = z.strictObject({
  ...directoryProperties,
  phones: z
    .array(z.strictObject({ type: z.enum(['home', 'business', 'mobile', 'businessFax']), number: z.string() }))
    .exactOptional(),
});

const tenantFile = z.strictObject({
  id: guid.exactOptional(),
  domain: z.string().min(1),
  users: z.array(user),
  groups: z.array(group).exactOptional(),
  sharedMailboxes: z.array(z.strictObject(accountProperties)).exactOptional(),
  organisationContacts: z.array(organisationContact).exactOptional(),
});

/** What `tenant.json` says, checked but nothing filled in yet. */
export type TenantFile = z.infer<typeof tenantFile>;

/** Reads the text of `tenant.json`, or throws a {@link TenantError} with the JSON pointer of the first fault. */
export function parseTenantFile(json: string): TenantFile {
  const result = tenantFile.safeParse(parseJson(json));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new TenantError('tenant.json is not valid.');
  if (issue.code === 'unrecognized_keys') {
    const unknown = pointer([...issue.path, issue.keys[0] ?? '']);
    throw new TenantError(`tenant.json: ${unknown} is not a known field.`);
  }
  throw new TenantError(`tenant.json: ${pointer(issue.path)} is not right: ${issue.message}.`);
}

/** An RFC 6901 JSON pointer. */
export function pointer(path: PropertyKey[]): string {
  if (path.length === 0) return 'the whole document';
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new TenantError(`tenant.json is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
