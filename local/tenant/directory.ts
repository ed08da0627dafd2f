import { TenantError } from './tenant-error.ts';
import { guidOf } from './identifiers.ts';
import { pointer, type TenantFile } from './tenant-file.ts';
import type { Tenant, TenantGroup, TenantOrganisationContact, TenantUser } from './tenant.ts';

/** The directory part of a tenant, and which of its users have no licence and so no mailbox. */
export interface Directory extends Pick<Tenant, 'id' | 'domain' | 'users' | 'groups' | 'organisationContacts'> {
  withoutMailbox: Set<string>;
}

/** Fills in what `tenant.json` leaves out (ids, mail, purpose) and resolves group members to ids. */
export function buildDirectory(file: TenantFile): Directory {
  const domain = file.domain.toLowerCase();
  const withoutMailbox = new Set<string>();
  const people = file.users.map(({ mailbox, ...stated }): TenantUser => {
    const id = stated.id ?? guidOf(domain, 'user', stated.userPrincipalName);
    const userType = stated.userType === undefined ? 'Member' : stated.userType;
    const hasMailbox = mailbox ?? userType !== 'Guest';
    if (!hasMailbox) withoutMailbox.add(id);
    const mail = hasMailbox ? stated.userPrincipalName : null;
    return { mail, accountEnabled: true, userPurpose: 'user', ...stated, id, userType };
  });
  const shared = (file.sharedMailboxes ?? []).map((stated): TenantUser => {
    const id = stated.id ?? guidOf(domain, 'user', stated.userPrincipalName);
    // Exchange creates shared mailboxes with a blocked account
    return {
      mail: stated.userPrincipalName,
      accountEnabled: false,
      ...stated,
      id,
      userType: 'Member',
      userPurpose: 'shared',
    };
  });
  const users = [...people, ...shared];
  const place = (index: number): string =>
    index < people.length ? pointer(['users', index]) : pointer(['sharedMailboxes', index - people.length]);
  refuseDuplicates(
    users.map(({ userPrincipalName }) => userPrincipalName),
    'userPrincipalName',
    place,
  );
  refuseDuplicates(
    users.map(({ id }) => id),
    'id',
    place,
  );
  const id = file.id ?? guidOf(domain, 'tenant', domain);
  const groups = buildGroups(file, domain, users);
  return { id, domain, users, groups, organisationContacts: organisationContacts(file, domain), withoutMailbox };
}

function buildGroups(file: TenantFile, domain: string, users: TenantUser[]): TenantGroup[] {
  const stated = file.groups ?? [];
  const idOf = ({ id, displayName }: { id?: string; displayName: string }): string =>
    id ?? guidOf(domain, 'group', displayName);
  const place = (index: number): string => pointer(['groups', index]);
  refuseDuplicates(
    stated.map(({ displayName }) => displayName),
    'displayName',
    place,
  );
  refuseDuplicates(stated.map(idOf), 'id', place);
  const ids = new Map([
    ...stated.map((group): [string, string] => [group.displayName.toLowerCase(), idOf(group)]),
    ...users.map((user): [string, string] => [user.userPrincipalName.toLowerCase(), user.id]),
  ]);
  return stated.map((group, index) => ({
    id: idOf(group),
    displayName: group.displayName,
    members: group.members.map((member, position) => {
      const id = ids.get(member.toLowerCase());
      if (id !== undefined) return id;
      const where = pointer(['groups', index, 'members', position]);
      throw new TenantError(
        `tenant.json: ${where} names ${JSON.stringify(member)}, which is neither a user nor a group.`,
      );
    }),
  }));
}

function organisationContacts(file: TenantFile, domain: string): TenantOrganisationContact[] {
  const contacts = (file.organisationContacts ?? []).map((stated) => ({
    phones: [],
    ...stated,
    id: stated.id ?? guidOf(domain, 'organisationContact', `${stated.displayName}\n${stated.mail ?? ''}`),
  }));
  refuseDuplicates(
    contacts.map(({ id }) => id),
    'displayName, mail or id',
    (index) => pointer(['organisationContacts', index]),
  );
  return contacts;
}

function refuseDuplicates(values: string[], field: string, place: (index: number) => string): void {
  const seen = new Map<string, number>();
  for (const [index, value] of values.entries()) {
    const earlier = seen.get(value.toLowerCase());
    if (earlier !== undefined)
      throw new TenantError(`tenant.json: ${place(index)} has the same ${field} as ${place(earlier)}.`);
    seen.set(value.toLowerCase(), index);
  }
}
