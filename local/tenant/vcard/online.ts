import type { Card } from './card.ts';
import { setProperty, type Draft } from './draft.ts';
import { named } from './fields.ts';
import { preferredFirst } from './property.ts';
import { isFilled, oneLine } from './values.ts';

/** EMAIL, as Graph's `{name, address}`: three at most. */
export function readEmailAddresses(card: Card, draft: Draft): void {
  const addresses = preferredFirst(named(card, 'EMAIL'))
    .map(({ value }) => oneLine(value).replace(/^mailto:/i, ''))
    .filter(isFilled);
  const name = draft.properties.displayName;
  const kept = addresses.slice(0, 3).map((address) => ({ name: typeof name === 'string' ? name : address, address }));
  if (kept.length > 0) draft.properties.emailAddresses = kept;
  for (const _address of addresses.slice(3)) draft.leftovers.push('e-mail address');
}

/** Instant messaging addresses under all their names: three at most. */
export function readImAddresses(card: Card, draft: Draft): void {
  const addresses = named(card, ...imNames)
    .map(({ value }) => oneLine(value))
    .filter(isFilled);
  const distinct = [...new Set(addresses)];
  setProperty(draft, 'imAddresses', distinct.slice(0, 3));
  for (const _address of distinct.slice(3)) draft.leftovers.push('instant messaging address');
}

const imNames = [
  'IMPP',
  'X-MS-IMADDRESS',
  'X-SKYPE',
  'X-SKYPE-USERNAME',
  'X-JABBER',
  'X-GOOGLE-TALK',
  'X-GTALK',
  'X-MSN',
  'X-AIM',
  'X-ICQ',
  'X-YAHOO',
  'X-QQ',
];
