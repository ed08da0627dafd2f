import type { Card } from './card.ts';
import { setExtended, setProperty, type Draft } from './draft.ts';
import { extendedIds, type ExtendedId } from './extended-ids.ts';
import { labelOf, named } from './fields.ts';
import { telephoneTypes } from './telephone-types.ts';
import { preferredFirst, type CardProperty } from './property.ts';
import { oneLine } from './values.ts';

/** Where a number belongs: one of Graph's own properties or an extended one. */
type Slot = 'businessPhones' | 'homePhones' | 'mobilePhone' | ExtendedId;

/**
 * Every TEL and X-MS-TEL. A number whose slot is taken goes to "other telephone" (a fax to "other fax") if that is
 * free, as in Outlook, and is left out otherwise; preferred numbers choose first.
 */
export function readTelephones(card: Card, draft: Draft): void {
  const taken = new Map<Slot, string[]>();
  const crowdedOut: { slot: Slot; number: string }[] = [];
  for (const property of preferredFirst(named(card, 'TEL', 'X-MS-TEL'))) {
    const number = numberOf(property);
    const slot = slotOf(telephoneTypes(property, labelOf(card, property)));
    if (number !== '' && !take(taken, slot, number)) crowdedOut.push({ slot, number });
  }
  for (const { slot, number } of crowdedOut) {
    const refuge = refugeOf(slot);
    if (refuge === undefined || !take(taken, refuge, number)) {
      draft.leftovers.push(faxes.includes(slot) ? 'fax number' : 'telephone number');
    }
  }
  for (const [slot, numbers] of taken) {
    if (slot === 'businessPhones' || slot === 'homePhones') setProperty(draft, slot, numbers);
    else if (slot === 'mobilePhone') setProperty(draft, slot, numbers[0]);
    else setExtended(draft, slot, numbers[0]);
  }
}

/** In order of precedence: a "home fax" is a fax, a "work mobile" a mobile. */
const slotRules: { slot: Slot; all: string[] }[] = [
  { slot: extendedIds.homeFax, all: ['FAX', 'HOME'] },
  { slot: extendedIds.businessFax, all: ['FAX', 'WORK'] },
  { slot: extendedIds.otherFax, all: ['FAX'] },
  { slot: extendedIds.pager, all: ['PAGER'] },
  { slot: extendedIds.assistantPhone, all: ['ASSISTANT'] },
  { slot: extendedIds.companyMainPhone, all: ['MAIN'] },
  { slot: extendedIds.radioPhone, all: ['CAR'] },
  { slot: extendedIds.callbackPhone, all: ['CALLBACK'] },
  { slot: extendedIds.textTelephone, all: ['TTYTDD'] },
  { slot: extendedIds.telex, all: ['TLX'] },
  { slot: 'mobilePhone', all: ['CELL'] },
  { slot: 'homePhones', all: ['HOME'] },
  { slot: 'businessPhones', all: ['WORK'] },
  { slot: extendedIds.isdn, all: ['ISDN'] },
];

const faxes: Slot[] = [extendedIds.homeFax, extendedIds.businessFax, extendedIds.otherFax];
const neverVoice: Slot[] = [extendedIds.pager, extendedIds.textTelephone, extendedIds.telex, extendedIds.isdn];

function slotOf(types: Set<string>): Slot {
  return slotRules.find(({ all }) => all.every((type) => types.has(type)))?.slot ?? extendedIds.otherPhone;
}

function refugeOf(slot: Slot): Slot | undefined {
  if (faxes.includes(slot)) return extendedIds.otherFax;
  return neverVoice.includes(slot) ? undefined : extendedIds.otherPhone;
}

function take(taken: Map<Slot, string[]>, slot: Slot, number: string): boolean {
  const numbers = taken.get(slot) ?? [];
  const room = slot === 'businessPhones' || slot === 'homePhones' ? 2 : 1;
  if (numbers.length >= room) return false;
  taken.set(slot, [...numbers, number]);
  return true;
}

/** The number as typed; of a `tel:` address the number and its extension. */
function numberOf(property: CardProperty): string {
  const value = oneLine(property.value);
  const uri = /^tel:(?<number>[^;]*)(?<parameters>.*)$/i.exec(value)?.groups;
  if (uri?.number === undefined) return value;
  const extension = /;ext=(?<digits>[^;]+)/i.exec(uri.parameters ?? '')?.groups?.digits;
  const number = uri.number.replace(/%20/g, ' ');
  return extension === undefined ? number : `${number} ext. ${extension}`;
}
