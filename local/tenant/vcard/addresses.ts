import type { Card } from './card.ts';
import { setExtended, setProperty, type Draft } from './draft.ts';
import { extendedIds, type ExtendedId } from './extended-ids.ts';
import { labelOf, named } from './fields.ts';
import { typesOf, type CardProperty } from './property.ts';
import { components, isFilled, oneLine } from './values.ts';

interface AddressSlot {
  property: 'homeAddress' | 'businessAddress' | 'otherAddress';
  postBox: ExtendedId;
  /** PidLidPostalAddressId: which address is the mailing address. */
  index: '1' | '2' | '3';
}

const home: AddressSlot = { property: 'homeAddress', postBox: extendedIds.homePostBox, index: '1' };
const business: AddressSlot = { property: 'businessAddress', postBox: extendedIds.businessPostBox, index: '2' };
const other: AddressSlot = { property: 'otherAddress', postBox: extendedIds.otherPostBox, index: '3' };

/** Every ADR; one whose slot is taken becomes the other address if that is free. */
export function readAddresses(card: Card, draft: Draft): void {
  const crowdedOut: CardProperty[] = [];
  for (const property of named(card, 'ADR')) {
    if (!place(property, slotOf(card, property), draft)) crowdedOut.push(property);
  }
  for (const property of crowdedOut) {
    if (!place(property, other, draft)) draft.leftovers.push('postal address');
  }
  const stated = oneLine(named(card, 'X-MS-OL-DEFAULT-POSTAL-ADDRESS')[0]?.value ?? '');
  if (/^[0-3]$/.test(stated)) draft.extended[extendedIds.mailingAddress] = stated;
}

function slotOf(card: Card, property: CardProperty): AddressSlot {
  const types = typesOf(property);
  const label = labelOf(card, property) ?? '';
  if (types.has('HOME') || ['home', 'privat'].includes(label)) return home;
  if (types.has('WORK') || ['work', 'arbeit', 'firma', 'büro'].includes(label)) return business;
  return other;
}

function place(property: CardProperty, slot: AddressSlot, draft: Draft): boolean {
  const [postBox, extended, street, city, state, postalCode, country] = components(property.value).map((part) =>
    part.join(', '),
  );
  // Outlook keeps the room in the extended part of the business address; elsewhere it is a line of the street
  const room = slot === business ? extended : undefined;
  const lines = [slot === business ? undefined : extended, street].filter(isFilled);
  const address = { street: lines.join('\n'), city, state, postalCode, countryOrRegion: country };
  const filled = Object.entries(address).filter((entry): entry is [string, string] => isFilled(entry[1]));
  if (filled.length === 0 && !isFilled(postBox) && !isFilled(room)) return true;
  if (draft.properties[slot.property] !== undefined) return false;

  draft.properties[slot.property] = Object.fromEntries(filled);
  setExtended(draft, slot.postBox, postBox);
  if (draft.properties.officeLocation === undefined) setProperty(draft, 'officeLocation', oneLine(room ?? ''));
  if (typesOf(property).has('PREF')) setExtended(draft, extendedIds.mailingAddress, slot.index);
  return true;
}
