import type { TenantUser } from '../../tenant/tenant.ts';
import type { TokenGrant } from '../entra/access-tokens.ts';
import type { AppRegistration } from '../entra/app-registration.ts';
import type { RegisteredApp } from '../entra/authority.ts';
import { CalendarControl } from './calendar-control.ts';
import { MailboxEdits } from './mailbox-edits.ts';
import type { ContactEdit, ContactSight, FolderSight } from './mailbox-edits.ts';
import type { SimulatorParts } from './traffic-control.ts';

/**
 * Steers a simulator from the same process; `/_control/...` offers the same to other processes. A mailbox or user is
 * named by user principal name or object id.
 */
export class SimulatorControl extends CalendarControl {
  readonly #edits: MailboxEdits;

  constructor(parts: SimulatorParts) {
    super(parts);
    this.#edits = new MailboxEdits(parts.world);
  }

  addApp(app: AppRegistration): void {
    this.parts.authority.register(app);
  }

  /** Roles of an app: Entra ID puts them into new tokens only. */
  setRoles(clientId: string, roles: readonly string[]): void {
    this.#app(clientId).roles = [...roles];
  }

  /** Mailboxes that an app's Exchange roles reach; undefined = all. */
  setScope(clientId: string, mailboxes: readonly string[] | undefined): void {
    this.#app(clientId).mailboxScope = mailboxes === undefined ? undefined : [...mailboxes];
  }

  setSecretExpired(clientId: string, expired = true): void {
    this.#app(clientId).secretsExpired = expired;
  }

  /** Graph refuses every access token issued so far. */
  expireTokens(): void {
    this.parts.tokens.expireAll();
  }

  /** A signed token for any API of the tenant, e.g. of a person with roles in Patchbay's own. */
  async issueToken(grant: TokenGrant): Promise<string> {
    return (await this.parts.tokens.issue(grant)).token;
  }

  /** Delta links given out so far are answered with 410: of one mailbox, or of all. */
  expireSyncState(mailbox?: string): void {
    this.#edits.expireSyncState(mailbox);
  }

  /** Takes a user's mailbox away (404) or gives it back; a user without one gets an empty one. */
  setMailboxEnabled(user: string, enabled: boolean): void {
    this.parts.world.mailboxes.setEnabled(this.parts.world.directory.requireUser(user).id, enabled);
  }

  /** User principal names of the users with a mailbox. */
  get mailboxes(): string[] {
    return this.parts.world.mailboxes.ids().map((id) => this.parts.world.directory.userPrincipalName(id));
  }

  /** A full mailbox refuses whatever is to be stored in it. */
  setMailboxFull(mailbox: string, full = true): void {
    this.#edits.mailbox(mailbox).full = full;
  }

  /** How many named extended properties a mailbox may hold. */
  setNamedPropertyQuota(mailbox: string, quota: number): void {
    this.#edits.mailbox(mailbox).namedPropertyQuota = quota;
  }

  /** Deletes every contact of a mailbox; returns how many there were. */
  emptyMailbox(mailbox: string): number {
    return this.#edits.empty(mailbox);
  }

  contacts(mailbox: string): ContactSight[] {
    return this.#edits.contacts(mailbox);
  }

  contact(mailbox: string, id: string): ContactSight {
    return this.#edits.contact(mailbox, id);
  }

  /** @param folder id, path below the default folder, or name; absent = the default folder */
  addContact(mailbox: string, contact: ContactEdit, folder?: string): ContactSight {
    return this.#edits.addContact(mailbox, contact, folder);
  }

  patchContact(mailbox: string, id: string, contact: ContactEdit): ContactSight {
    return this.#edits.patchContact(mailbox, id, contact);
  }

  deleteContact(mailbox: string, id: string): void {
    this.#edits.deleteContact(mailbox, id);
  }

  moveContact(mailbox: string, id: string, folder: string): ContactSight {
    return this.#edits.moveContact(mailbox, id, folder);
  }

  contactFolders(mailbox: string): FolderSight[] {
    return this.#edits.folders(mailbox);
  }

  addContactFolder(mailbox: string, displayName: string, parent?: string): FolderSight {
    return this.#edits.addFolder(mailbox, displayName, parent);
  }

  deleteContactFolder(mailbox: string, folder: string): void {
    this.#edits.deleteFolder(mailbox, folder);
  }

  addUser(user: TenantUser): void {
    this.parts.world.directory.addUser(user);
  }

  patchUser(user: string, changes: Record<string, unknown>): void {
    this.parts.world.directory.patchUser(user, changes);
  }

  deleteUser(user: string): void {
    this.parts.world.directory.deleteUser(user);
  }

  /** @param members object ids of users and groups */
  setGroupMembers(groupId: string, members: readonly string[]): void {
    this.parts.world.directory.requireGroup(groupId).members = [...members];
  }

  #app(clientId: string): RegisteredApp {
    const app = this.parts.authority.app(clientId);
    if (app === undefined) throw new Error(`no app registration ${clientId}`);
    return app;
  }
}
