import { join } from 'node:path';

import { loadTenant } from '../../../local/tenant/load-tenant.ts';
import type { TenantContact, TenantFolder } from '../../../local/tenant/tenant.ts';

/** The committed demo tenant. */
export const demoDirectory = join(import.meta.dirname, '../../../local/tenants/demo');
export const domain = 'brunner-haustechnik.example';

/** Its contacts by folder (`kunden/Kunden/Bayern`), and what loading it warned about. */
export async function demoContacts(): Promise<{ folders: Map<string, TenantContact[]>; warnings: string[] }> {
  const { tenant, warnings } = await loadTenant(demoDirectory);
  const folders = new Map<string, TenantContact[]>();
  const collect = (folder: TenantFolder, name: string): void => {
    if (folder.contacts.length > 0) folders.set(name, folder.contacts);
    for (const each of folder.folders) collect(each, `${name}/${each.displayName}`);
  };
  for (const { id, userPrincipalName } of tenant.users) {
    const mailbox = tenant.mailboxes.get(id);
    if (mailbox !== undefined) collect(mailbox.contacts, userPrincipalName.split('@')[0]!);
  }
  return { folders, warnings };
}

/** The strings of a property that is one or a list of them. */
export function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}

/** Every telephone and fax number of a contact. */
export function telephones({ properties, extended }: TenantContact): string[] {
  const own = [properties.businessPhones, properties.homePhones, properties.mobilePhone].flatMap(strings);
  const ids = ['1d', '1f', '21', '23', '24', '25', '2e', '57'].map((tag) => `String 0x3a${tag}`);
  return [...own, ...ids.flatMap((id) => strings(extended[id]))];
}
