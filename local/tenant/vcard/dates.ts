import type { Card } from './card.ts';
import { setExtended, setProperty, type Draft } from './draft.ts';
import { extendedIds } from './extended-ids.ts';
import { firstText, labelOf, named } from './fields.ts';
import { isFilled, oneLine } from './values.ts';

/** Birthday and wedding anniversary. */
export function readDates(card: Card, draft: Draft): void {
  setProperty(draft, 'birthday', readDate(firstText(card, 'BDAY'), draft));
  setExtended(draft, extendedIds.anniversary, readDate(anniversary(card), draft));
}

function anniversary(card: Card): string | undefined {
  const labelled = named(card, 'X-ABDATE').find((each) =>
    /^(anniversary|hochzeitstag)$/.test(labelOf(card, each) ?? ''),
  );
  const stated = firstText(card, 'ANNIVERSARY', 'X-ANNIVERSARY', 'X-MS-ANNIVERSARY', 'X-EVOLUTION-ANNIVERSARY');
  return stated ?? (labelled === undefined ? undefined : oneLine(labelled.value));
}

function readDate(stated: string | undefined, draft: Draft): string | undefined {
  if (!isFilled(stated)) return undefined;
  const date = exchangeDate(stated);
  if (date === undefined) draft.leftovers.push('unreadable date');
  return date;
}

/**
 * A date as Exchange's web client stores it: 11:59 UTC of that day, so that no time zone moves it to another one.
 * Without a year it lies in 1604, as with Apple and ActiveSync.
 */
function exchangeDate(stated: string): string | undefined {
  const found = dateForms.map((form) => form.exec(stated)?.groups).find((groups) => groups !== undefined);
  if (found === undefined) return undefined;
  const day = [found.year ?? '1604', found.month, found.day].map((part) => (part ?? '').padStart(2, '0')).join('-');
  const time = new Date(`${day}T11:59:00Z`);
  const exists = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day) && !day.startsWith('0000');
  return exists ? `${day}T11:59:00Z` : undefined;
}

const dateForms = [
  /^(?<year>\d{4})-?(?<month>\d\d)-?(?<day>\d\d)(?:[T ].*)?$/,
  /^--(?<month>\d\d)-?(?<day>\d\d)(?:[T ].*)?$/,
  /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
];
