import type { Card } from './card.ts';
import type { CardProperty } from './property.ts';
import { isFilled, oneLine, text } from './values.ts';

/** The properties of these names in the card's own order. */
export function named(card: Card, ...names: string[]): CardProperty[] {
  return card.properties.filter(({ name }) => names.includes(name));
}

/** The first of these names that has a text, on one line. */
export function firstText(card: Card, ...names: string[]): string | undefined {
  const texts = names.flatMap((name) => named(card, name).map(({ value }) => oneLine(value)));
  return texts.find(isFilled);
}

/** Every non-empty text of these names, line breaks kept. */
export function allTexts(card: Card, ...names: string[]): string[] {
  return named(card, ...names)
    .map(({ value }) => text(value))
    .filter(isFilled);
}

/**
 * What Apple and Google call a property in a line of its own (`item1.X-ABLabel`), in lower case without spaces and
 * without Apple's brackets: `_$!<WorkFAX>!$_` is `workfax`.
 */
export function labelOf(card: Card, property: CardProperty): string | undefined {
  if (property.group === '') return undefined;
  const label = named(card, 'X-ABLABEL').find(({ group }) => group === property.group);
  return label === undefined ? undefined : plainLabel(text(label.value));
}

function plainLabel(label: string): string {
  const inner = /^_\$!<(.*)>!\$_$/.exec(label)?.[1] ?? label;
  return inner.toLowerCase().replace(/[\s.:-]/g, '');
}
