import type { Card } from './card.ts';
import { setExtended, setProperty, type Draft } from './draft.ts';
import { extendedIds } from './extended-ids.ts';
import { firstText, named } from './fields.ts';
import { components, isFilled, list, oneLine } from './values.ts';

/** N, FN, NICKNAME and what programs put beside them; fileAs and initials are worked out as Outlook does on import. */
export function readNames(card: Card, draft: Draft): void {
  const name = components(named(card, 'N')[0]?.value ?? '').map(spaced);
  const [surname, givenName, middleName, title, generation] = name;
  const company = companyOf(card);
  const nickName = list(named(card, 'NICKNAME')[0]?.value ?? '').join(', ');
  const fullName = spaced([title, givenName, middleName, surname, generation]);
  const displayName = [firstText(card, 'FN'), fullName, company, nickName, firstText(card, 'EMAIL')].find(isFilled);

  setProperty(draft, 'displayName', displayName);
  setProperty(draft, 'givenName', givenName);
  setProperty(draft, 'middleName', middleName);
  setProperty(draft, 'surname', surname);
  setProperty(draft, 'title', title);
  setProperty(draft, 'generation', generation);
  setProperty(draft, 'nickName', nickName);
  setProperty(draft, 'initials', firstText(card, 'X-INITIALS') ?? initials([givenName, middleName, surname]));
  setProperty(draft, 'yomiGivenName', firstText(card, 'X-PHONETIC-FIRST-NAME'));
  setProperty(draft, 'yomiSurname', firstText(card, 'X-PHONETIC-LAST-NAME'));
  setProperty(draft, 'yomiCompanyName', firstText(card, 'X-PHONETIC-ORG'));

  const lastFirst = [surname, spaced([givenName, middleName])].filter(isFilled).join(', ');
  const { fileAs, mapping } = fileAsOf(card, lastFirst, company, displayName ?? '');
  setProperty(draft, 'fileAs', fileAs);
  setExtended(draft, extendedIds.fileAsMapping, mapping);
}

/** The company of a card; its commas are its own. */
export function companyOf(card: Card): string {
  return oneLine(components(named(card, 'ORG')[0]?.value ?? '')[0]?.join(', ') ?? '');
}

function fileAsOf(
  card: Card,
  lastFirst: string,
  company: string,
  displayName: string,
): { fileAs: string; mapping: string } {
  const stated = firstText(card, 'X-FILE-AS', 'X-EVOLUTION-FILE-AS');
  if (stated !== undefined) return { fileAs: stated, mapping: '' };
  if (lastFirst !== '') return { fileAs: lastFirst, mapping: String(0x8017) };
  if (company !== '') return { fileAs: company, mapping: String(0x3a16) };
  return { fileAs: displayName, mapping: displayName === '' ? '' : String(0x3001) };
}

function initials(names: (string | undefined)[]): string {
  return names
    .filter(isFilled)
    .map((name) => `${Array.from(name)[0] ?? ''}.`)
    .join('');
}

function spaced(names: (string | undefined)[]): string {
  return names.filter(isFilled).map(oneLine).join(' ');
}
