import type { Card } from './card.ts';
import { setProperty, type Draft } from './draft.ts';
import { firstText, labelOf, named } from './fields.ts';
import { typesOf, type CardProperty } from './property.ts';
import { isFilled, oneLine } from './values.ts';

/** Spouse, assistant, manager and children, for which every program has a name of its own. */
export function readPeople(card: Card, draft: Draft): void {
  setProperty(draft, 'spouseName', stated(card, 'SPOUSE') ?? related(card, /^(spouse|partner|ehefrau|ehemann)$/)[0]);
  setProperty(draft, 'assistantName', stated(card, 'ASSISTANT') ?? related(card, /^(assistant|assistenz)$/)[0]);
  setProperty(draft, 'manager', stated(card, 'MANAGER') ?? related(card, /^(manager|vorgesetzte)r?$/)[0]);
  const children = named(card, 'X-MS-CHILD').map(({ value }) => oneLine(value));
  setProperty(draft, 'children', [...children, ...related(card, /^(child|kind)$/)].filter(isFilled));
}

function stated(card: Card, person: 'SPOUSE' | 'ASSISTANT' | 'MANAGER'): string | undefined {
  const kde = { SPOUSE: 'SPOUSESNAME', ASSISTANT: 'ASSISTANTSNAME', MANAGER: 'MANAGERSNAME' }[person];
  return firstText(card, `X-${person}`, `X-MS-${person}`, `X-EVOLUTION-${person}`, `X-KADDRESSBOOK-X-${kde}`);
}

/** Names from Apple's labelled X-ABRELATEDNAMES and vCard 4.0's RELATED, which may point to another card instead. */
function related(card: Card, kind: RegExp): string[] {
  return named(card, 'X-ABRELATEDNAMES', 'RELATED')
    .filter((property) => kinds(card, property).some((each) => kind.test(each)))
    .map(({ value }) => oneLine(value))
    .filter((name) => name !== '' && !/^(urn|https?|mailto):/i.test(name));
}

function kinds(card: Card, property: CardProperty): string[] {
  return [labelOf(card, property) ?? '', ...[...typesOf(property)].map((type) => type.toLowerCase())];
}
