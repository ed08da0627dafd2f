import { parseNumbers } from '../phonebook/numbers.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import type { Visitor } from './submission.ts';
import type { VisitorFields } from './visitor-input.ts';

/** What is kept of what was entered: the number as typed, and as it is dialled where the numbering plan has it. */
export function visitorOf(input: VisitorFields, defaultCountry: CardsProfile['defaultCountry']): Visitor {
  const [number] = input.phone === '' ? [] : parseNumbers(input.phone, 'business', { defaultCountry });
  const { firstName, lastName, email, phone, company, jobTitle } = input;
  const { website, street, postalCode, city, country, note } = input;
  return {
    ...{ firstName, lastName, email, phone, phoneE164: number?.e164 ?? '', company, jobTitle },
    ...{ website, street, postalCode, city, country, note },
  };
}
