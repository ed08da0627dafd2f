import type { TenantContact, TenantFolder, TenantMailbox } from '../../tenant/tenant.ts';
import { GraphError } from '../graph/errors.ts';
import { applyContactBody } from './contact-changes.ts';
import { parseContactBody } from './contact-body.ts';
import type { ContactFolder } from './contact-folder.ts';
import { writeExtended } from './extended-properties.ts';
import { normaliseExtendedPropertyId } from './extended-property-id.ts';
import { Mailbox } from './mailbox.ts';

const seededAt = new Date('2024-01-01T00:00:00Z');
const maximum: Record<string, number> = { businessPhones: 2, homePhones: 2, imAddresses: 3, emailAddresses: 3 };

/** The mailboxes of the tenant, keyed by the user's object id; each is built when it is first asked for. */
export class Mailboxes {
  readonly #sources: ReadonlyMap<string, TenantMailbox>;
  readonly #built = new Map<string, Mailbox>();
  readonly #disabled = new Set<string>();
  readonly #refusals = new Map<string, number>();

  constructor(sources: ReadonlyMap<string, TenantMailbox>) {
    this.#sources = sources;
  }

  /**
   * The mailbox of a user; throws the 404 of a user without one. Graph answers such a user now with
   * `MailboxNotEnabledForRESTAPI`, now with `ResourceNotFound` (graph.md, section 6).
   */
  require(userId: string): Mailbox {
    const mailbox = this.find(userId);
    if (mailbox !== undefined) return mailbox;
    const refusals = (this.#refusals.get(userId) ?? 0) + 1;
    this.#refusals.set(userId, refusals);
    throw refusals % 2 === 1
      ? new GraphError(
          404,
          'MailboxNotEnabledForRESTAPI',
          'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
        )
      : new GraphError(404, 'ResourceNotFound', 'Resource could not be discovered.');
  }

  find(userId: string): Mailbox | undefined {
    const key = userId.toLowerCase();
    if (this.#disabled.has(key)) return undefined;
    const built = this.#built.get(key);
    if (built !== undefined) return built;
    const source = this.#sources.get(key);
    return source === undefined ? undefined : this.#build(key, source.contacts);
  }

  /** Takes a user's mailbox away, or gives it back as it was; a user who never had one gets an empty one. */
  setEnabled(userId: string, enabled: boolean): void {
    const key = userId.toLowerCase();
    if (!enabled) this.#disabled.add(key);
    else this.#disabled.delete(key);
    if (enabled && this.find(key) === undefined) {
      this.#build(key, { displayName: 'Contacts', contacts: [], folders: [] });
    }
  }

  /** Object ids of the users who have a mailbox now. */
  ids(): string[] {
    const ids = new Set([...this.#sources.keys(), ...this.#built.keys()].map((id) => id.toLowerCase()));
    return [...ids].filter((id) => !this.#disabled.has(id));
  }

  /** Every mailbox that was used so far. */
  built(): Iterable<Mailbox> {
    return this.#built.values();
  }

  #build(key: string, source: TenantFolder): Mailbox {
    const mailbox = new Mailbox(key, source.displayName);
    fill(mailbox, mailbox.defaultFolder, source);
    this.#built.set(key, mailbox);
    return mailbox;
  }
}

function fill(mailbox: Mailbox, folder: ContactFolder, source: TenantFolder): void {
  for (const contact of source.contacts) insert(mailbox, folder, contact);
  for (const child of source.folders) fill(mailbox, mailbox.createFolder(folder, child.displayName, 'seed'), child);
}

function insert(mailbox: Mailbox, folder: ContactFolder, source: TenantContact): void {
  const contact = mailbox.newContact(folder, seededAt);
  applyContactBody(contact, parseContactBody(withinLimits(source.properties)));
  for (const [id, value] of Object.entries(source.extended)) {
    writeExtended(contact, normaliseExtendedPropertyId(id), value);
  }
  mailbox.insert(contact, 'seed');
}

/** Real exports may hold more numbers than Exchange has room for; Outlook drops those too. */
function withinLimits(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      const most = maximum[name];
      return [name, most !== undefined && Array.isArray(value) ? value.slice(0, most) : value];
    }),
  );
}
