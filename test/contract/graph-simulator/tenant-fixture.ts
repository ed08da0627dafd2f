import type { Tenant, TenantContact, TenantFolder, TenantUser } from '../../../local/tenant/tenant.ts';

export const TENANT_ID = '11111111-2222-4333-8444-555555555555';
export const SALES = 'aaaaaaaa-0000-4000-8000-000000000001';
export const NORTH = 'aaaaaaaa-0000-4000-8000-000000000002';
export const ANNA = 'anna@contoso.example';
export const BOB = 'bob@contoso.example';
export const OFFICE = 'office@contoso.example';
/** Enabled, but without a mailbox. */
export const DORA = 'dora@contoso.example';

/** Object id of the n-th user. */
export function userId(index: number): string {
  return `bbbbbbbb-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

export function user(index: number, userPrincipalName: string, more: Partial<TenantUser> = {}): TenantUser {
  return {
    id: userId(index),
    userPrincipalName,
    displayName: userPrincipalName.split('@')[0] ?? '',
    mail: userPrincipalName,
    accountEnabled: true,
    userType: 'Member',
    userPurpose: 'user',
    ...more,
  };
}

/** Contact number n: `Person n`, with a mobile number. */
export function contact(index: number, more: Record<string, unknown> = {}): TenantContact {
  const number = String(index).padStart(5, '0');
  return {
    properties: {
      givenName: 'Person',
      surname: number,
      displayName: `Person ${number}`,
      mobilePhone: `+49171${number}`,
      ...more,
    },
    extended: {},
  };
}

export function folder(displayName: string, contacts: TenantContact[], folders: TenantFolder[] = []): TenantFolder {
  return { displayName, contacts, folders };
}

export function contacts(count: number): TenantContact[] {
  return Array.from({ length: count }, (_, index) => contact(index));
}

/**
 * Anna has 25 contacts in the default folder and Suppliers (3) with North (1) below it, Bob and the shared mailbox are
 * empty, Carl is a disabled guest and Dora a member without mailbox. Sales and North contain each other.
 */
export function smallTenant(): Tenant {
  const suppliers = folder('Suppliers', contacts(3), [folder('North', contacts(1))]);
  return {
    id: TENANT_ID,
    domain: 'contoso.example',
    users: [
      user(1, ANNA, { givenName: 'Anna', surname: 'Arndt', businessPhones: ['+49301'], faxNumber: '+49302' }),
      user(2, BOB),
      user(3, 'carl_partner.example#EXT#@contoso.example', { accountEnabled: false, userType: 'Guest', mail: null }),
      user(4, DORA),
      user(5, OFFICE, { userPurpose: 'shared' }),
    ],
    groups: [
      { id: SALES, displayName: 'Sales', members: [userId(1), NORTH] },
      { id: NORTH, displayName: 'North', members: [userId(2), SALES] },
    ],
    organisationContacts: [1, 2, 3].map((index) => ({
      id: `cccccccc-0000-4000-8000-00000000000${index}`,
      displayName: `Partner ${index}`,
      mail: `partner${index}@partner.example`,
      phones: [{ type: 'business', number: `+4940${index}` }],
    })),
    mailboxes: new Map([
      [userId(1), { contacts: folder('Contacts', contacts(25), [suppliers]), calendar: undefined }],
      [userId(2), { contacts: folder('Contacts', []), calendar: undefined }],
      [userId(5), { contacts: folder('Contacts', contacts(1)), calendar: undefined }],
    ]),
  };
}

/** As many users as asked for, all with an empty mailbox, but the first with so many contacts. */
export function largeTenant(users: number, contactCount: number): Tenant {
  const all = Array.from({ length: users }, (_, index) => user(index + 1, `user${index + 1}@contoso.example`));
  const mailboxes = all.map(
    ({ id }, index) =>
      [id, { contacts: folder('Contacts', index === 0 ? contacts(contactCount) : []), calendar: undefined }] as const,
  );
  return { ...smallTenant(), users: all, groups: [], mailboxes: new Map(mailboxes) };
}
