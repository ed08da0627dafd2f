import type { TenantContact } from '../tenant.ts';
import { readAddresses } from './addresses.ts';
import type { Card } from './card.ts';
import { readDates } from './dates.ts';
import { emptyDraft, type Leftover } from './draft.ts';
import { named } from './fields.ts';
import { readNames } from './names.ts';
import { readEmailAddresses, readImAddresses } from './online.ts';
import { readOrganisation } from './organisation.ts';
import { readPeople } from './people.ts';
import { readTelephones } from './telephones.ts';

/** A card as Exchange keeps it, and what of it found no place there. */
export interface CardContact {
  contact: TenantContact;
  leftovers: Leftover[];
}

/** Turns a card into a Graph contact with its extended properties, the way Outlook imports it. */
export function toContact(card: Card): CardContact {
  const draft = emptyDraft();
  readNames(card, draft);
  readOrganisation(card, draft);
  readEmailAddresses(card, draft);
  readImAddresses(card, draft);
  readTelephones(card, draft);
  readAddresses(card, draft);
  readDates(card, draft);
  readPeople(card, draft);
  const { leftovers, ...contact } = draft;
  return { contact, leftovers };
}

/** Whether a card is a distribution list rather than a contact. */
export function isDistributionList(card: Card): boolean {
  const kinds = named(card, 'KIND', 'X-ADDRESSBOOKSERVER-KIND').map(({ value }) => value.trim().toLowerCase());
  return kinds.includes('group');
}
