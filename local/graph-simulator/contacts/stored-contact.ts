import { digest } from './identifiers.ts';
import type { ContactFolder } from './contact-folder.ts';
import type { EmailAddress, PhysicalAddress, TextProperty } from './contact-body.ts';

/** Numbered places of a multi-value property; Exchange keeps each in a property of its own, null = empty. */
export type Slots<T> = (T | null)[];

/** What a contact says; absent = not set. */
export interface ContactProperties extends Partial<Record<TextProperty, string | null | undefined>> {
  /** `yyyy-MM-ddTHH:mm:ssZ` */
  birthday?: string | null | undefined;
  categories?: string[];
  children?: string[];
  businessPhones?: Slots<string>;
  homePhones?: Slots<string>;
  imAddresses?: Slots<string>;
  emailAddresses?: Slots<EmailAddress>;
  homeAddress?: PhysicalAddress | null;
  businessAddress?: PhysicalAddress | null;
  otherAddress?: PhysicalAddress | null;
}

/** The part of a contact that clients write. */
export interface ContactContent {
  properties: ContactProperties;
  /** Single-value extended properties without a twin among `properties`: normalised id to value. */
  extended: Record<string, string>;
}

/** A contact in a mailbox. */
export interface StoredContact extends ContactContent {
  readonly immutableId: string;
  /** Changes with every move. */
  mutableId: string;
  folder: ContactFolder;
  /** `yyyy-MM-ddTHH:mm:ssZ`, as is `modified`. */
  created: string;
  modified: string;
  /** Rises with every change. */
  version: number;
  /** Computed when first asked for; see `changeKey`. */
  cachedChangeKey: string | undefined;
}

/**
 * The contact's change key. It is derived from the content, so that a restarted simulator shows the same key for a
 * contact that is still the same.
 */
export function changeKey(contact: StoredContact): string {
  contact.cachedChangeKey ??= `EQAAABYAAAD${digest(
    JSON.stringify([contact.properties, contact.extended, contact.folder.id, contact.version]),
    27,
  )}AAA`;
  return contact.cachedChangeKey;
}

/** The contact's `@odata.etag`. */
export function etag(contact: StoredContact): string {
  return `W/"${changeKey(contact)}"`;
}

/** A copy of a contact's content that can be changed without touching the contact. */
export function draftOf(contact: ContactContent): ContactContent {
  return { properties: structuredClone(contact.properties), extended: { ...contact.extended } };
}

/** Notes that the contact has changed. */
export function touch(contact: StoredContact, now: Date): void {
  contact.version += 1;
  contact.cachedChangeKey = undefined;
  contact.modified = seconds(now);
}

/** A time as Exchange writes it: whole seconds, UTC. */
export function seconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
