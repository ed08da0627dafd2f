import type { Contact, ContactField, PhoneField } from '../contacts/contact.ts';
import { phoneFields } from '../contacts/contact.ts';
import { compileMapping } from '../mapping/mapping.ts';
import type { ContactsProfile } from '../profiles/contacts-profile.ts';
import { key, shortHash } from '../storage/keys.ts';
import type { Entry } from './entry.ts';
import { numberKindOf } from './number-kinds.ts';
import { createNumberParser } from './numbers.ts';

/** Why a contact does not become an entry. */
export type SkipReason = 'excludedCategory' | 'withoutNumber';

/** How contacts become entries under one profile: pure, compiled once per run. */
export interface Projection {
  /** The fields to ask the source for. */
  fields: readonly ContactField[];
  /** Whether categories must be asked for too. */
  categories: boolean;
  /** Changes whenever the same contact could give another entry; part of every checkpoint. */
  version: string;
  /** Record field names, then labels, then `local_id`: the columns of a simulation. */
  columns: string[];
  /** The entry of a contact in a book, or why it has none. `account` is undefined for the company book. */
  project(contact: Contact, feed: string, account: string | undefined): Entry | SkipReason;
  /** Record and labels alone, whatever is left out. */
  render(contact: Contact, account: string | undefined): Pick<Entry, 'record' | 'labels'>;
  /** The values under `columns` of a rendered or stored entry. */
  cells(rendered: Pick<Entry, 'record' | 'labels'>, account: string | undefined): Entry['record'][string][];
}

/** Fields every entry needs whatever the mapping uses: what a caller is shown by. */
const shownFields: readonly ContactField[] = ['DisplayName', 'CompanyName', 'EmailAddresses_EmailAddress1'];
const mostNumbers = 40;

export function projectionOf(profile: ContactsProfile): Projection {
  const mapping = compileMapping(profile.mapping);
  const phones = phoneFields.filter((field) => mapping.fields.includes(field));
  const parse = createNumberParser(profile.numbers.defaultCountry);
  const excluded = new Set(profile.exclude.categories.map((category) => category.toLowerCase()));
  const { withoutNumber } = profile.exclude;
  const version = shortHash(
    JSON.stringify([mapping.version, profile.numbers.defaultCountry, [...excluded], withoutNumber]),
  );
  return {
    version,
    fields: [...new Set([...mapping.fields, ...shownFields])],
    categories: excluded.size > 0,
    columns: mapping.columns,
    render: (contact, account) => mapping.render(contact.values, account ?? ''),
    cells: (rendered, account) => mapping.cells(rendered, account ?? ''),
    project(contact, feed, account) {
      if (contact.categories.some((category) => excluded.has(category.toLowerCase()))) return 'excludedCategory';
      const numbers = phones.flatMap((field) => numbersOf(contact, field, parse)).slice(0, mostNumbers);
      if (withoutNumber && numbers.length === 0) return 'withoutNumber';
      const { record, labels } = mapping.render(contact.values, account ?? '');
      return {
        key: entryKey(feed, contact.id),
        contact: contact.id,
        version: entryVersion(version, contact.version),
        displayName: displayNameOf(contact, numbers),
        company: contact.values.CompanyName ?? '',
        email: contact.values.EmailAddresses_EmailAddress1 ?? '',
        record,
        labels,
        numbers,
      };
    },
  };
}

/** The version of an entry: of its contact at the source and of the projection that made it. */
export function entryVersion(projection: string, contact: string): string {
  return `${projection} ${contact}`;
}

/** The row key of an entry: one contact of one feed; the same contact in another folder is another entry. */
export function entryKey(feed: string, contact: string): string {
  return key('e', feed, contact);
}

/** The part of an entry's key that names the contact, the same in every folder. */
export function contactPart(entry: string): string {
  return entry.slice(entry.lastIndexOf('|') + 1);
}

function numbersOf(
  contact: Contact,
  field: PhoneField,
  parse: ReturnType<typeof createNumberParser>,
): Entry['numbers'] {
  const raw = contact.values[field];
  return raw === undefined ? [] : parse(raw, numberKindOf[field]);
}

function displayNameOf({ values }: Contact, numbers: Entry['numbers']): string {
  return (
    values.DisplayName ||
    [values.GivenName, values.Surname].filter(Boolean).join(' ') ||
    values.CompanyName ||
    values.EmailAddresses_EmailAddress1 ||
    numbers[0]?.raw ||
    ''
  );
}
