import type { Tenant, TenantGroup, TenantOrganisationContact, TenantUser } from '../../tenant/tenant.ts';
import { noSuchObject } from '../graph/errors.ts';
import { TrackedCollection } from '../tracked-collection.ts';
import { directoryObject } from './directory-object.ts';
import type { DirectoryObject } from './directory-object.ts';

/** A group and who is directly in it. */
export interface DirectoryGroup {
  object: DirectoryObject;
  /** Object ids of users and groups. */
  members: string[];
}

/** Users, groups and organisational contacts of the tenant. Keys are object ids in lower case. */
export class Directory {
  readonly tenantId: string;
  readonly domain: string;
  readonly users = new TrackedCollection<DirectoryObject>();
  readonly organisationContacts = new TrackedCollection<DirectoryObject>();
  readonly groups = new Map<string, DirectoryGroup>();
  readonly #userIds = new Map<string, string>();
  readonly #userPurposes = new Map<string, TenantUser['userPurpose']>();

  constructor(tenant: Tenant) {
    this.tenantId = tenant.id;
    this.domain = tenant.domain;
    for (const user of tenant.users) this.#register(user, 'seed', tenant.mailboxes.has(user.id.toLowerCase()));
    for (const group of tenant.groups) this.setGroup(group);
    for (const contact of tenant.organisationContacts) {
      this.organisationContacts.seed(contact.id.toLowerCase(), fromOrganisationContact(contact));
    }
  }

  /** The user with this object id or user principal name. */
  user(key: string): DirectoryObject | undefined {
    const lower = key.toLowerCase();
    return this.users.get(lower) ?? this.users.get(this.#userIds.get(lower) ?? '');
  }

  requireUser(key: string): DirectoryObject {
    const user = this.user(key);
    if (user === undefined) throw noSuchObject(key);
    return user;
  }

  requireGroup(id: string): DirectoryGroup {
    const group = this.groups.get(id.toLowerCase());
    if (group === undefined) throw noSuchObject(id);
    return group;
  }

  /** User principal name in lower case. */
  userPrincipalName(id: string): string {
    const name = this.users.get(id.toLowerCase())?.properties['userPrincipalName'];
    return (typeof name === 'string' ? name : id).toLowerCase();
  }

  userPurpose(id: string): TenantUser['userPurpose'] {
    return this.#userPurposes.get(id.toLowerCase()) ?? 'user';
  }

  addUser(user: TenantUser): void {
    this.#register(user, 'add', false);
  }

  /** Changes properties of a user as an administrator would; the next delta round shows them. */
  patchUser(key: string, changes: Record<string, unknown>): void {
    const user = this.requireUser(key);
    Object.assign(user.properties, changes);
    const name = user.properties['userPrincipalName'];
    if (typeof name === 'string') this.#userIds.set(name.toLowerCase(), user.id.toLowerCase());
    this.users.change(user.id.toLowerCase(), Object.keys(changes));
  }

  deleteUser(key: string): void {
    const user = this.requireUser(key);
    this.#userIds.delete(this.userPrincipalName(user.id));
    this.users.remove(user.id.toLowerCase());
  }

  setGroup(group: TenantGroup): void {
    const object = directoryObject('group', group.id, {
      displayName: group.displayName,
      mailNickname: group.displayName.replaceAll(/[^A-Za-z0-9]/g, ''),
      createdDateTime: seededAt,
    });
    this.groups.set(group.id.toLowerCase(), { object, members: [...group.members] });
  }

  #register(user: TenantUser, how: 'seed' | 'add', licensed: boolean): void {
    const key = user.id.toLowerCase();
    this.#userIds.set(user.userPrincipalName.toLowerCase(), key);
    this.#userPurposes.set(key, user.userPurpose);
    this.users[how](key, fromUser(user, licensed));
  }
}

const seededAt = '2024-01-01T00:00:00Z';
const exchangePlan = '4b9405b0-7788-4568-add1-99614e613b69';

function fromUser(user: TenantUser, licensed: boolean): DirectoryObject {
  return directoryObject('user', user.id, {
    ...user,
    createdDateTime: seededAt,
    mailNickname: user.userPrincipalName.split('@')[0],
    proxyAddresses: user.mail === null ? [] : [`SMTP:${user.mail}`],
    imAddresses: user.mail === null ? [] : [user.mail],
    assignedLicenses: licensed ? [{ disabledPlans: [], skuId: exchangePlan }] : [],
  });
}

function fromOrganisationContact(contact: TenantOrganisationContact): DirectoryObject {
  return directoryObject('orgContact', contact.id, {
    ...contact,
    proxyAddresses: typeof contact.mail === 'string' ? [`SMTP:${contact.mail}`] : [],
  });
}
