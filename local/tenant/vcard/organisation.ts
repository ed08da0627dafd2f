import type { Card } from './card.ts';
import { setExtended, setProperty, type Draft } from './draft.ts';
import { extendedIds } from './extended-ids.ts';
import { allTexts, firstText, labelOf, named } from './fields.ts';
import { companyOf } from './names.ts';
import { typesOf } from './property.ts';
import { components, isFilled, list, oneLine } from './values.ts';

/** Company, department, what the person does there, web pages, categories and notes. */
export function readOrganisation(card: Card, draft: Draft): void {
  const [, ...departments] = components(named(card, 'ORG')[0]?.value ?? '');
  setProperty(draft, 'companyName', companyOf(card));
  setProperty(
    draft,
    'department',
    departments
      .map((part) => part.join(', '))
      .filter(isFilled)
      .map(oneLine)
      .join(', '),
  );
  setProperty(draft, 'jobTitle', firstText(card, 'TITLE'));
  setProperty(draft, 'profession', firstText(card, 'ROLE', 'X-PROFESSION', 'X-KADDRESSBOOK-X-PROFESSION'));
  setProperty(draft, 'officeLocation', firstText(card, 'X-OFFICE', 'X-KADDRESSBOOK-X-OFFICE'));
  setProperty(draft, 'personalNotes', allTexts(card, 'NOTE').join('\n'));
  const categories = named(card, 'CATEGORIES').flatMap(({ value }) => list(value).map(oneLine));
  setProperty(draft, 'categories', [...new Set(categories)]);
  readWebPages(card, draft);
}

function readWebPages(card: Card, draft: Draft): void {
  for (const property of named(card, 'URL')) {
    const isPrivate = typesOf(property).has('HOME') || labelOf(card, property) === 'home';
    const address = oneLine(property.value);
    if (isPrivate)
      setExtended(draft, extendedIds.personalHomePage, draft.extended[extendedIds.personalHomePage] ?? address);
    else if (draft.properties.businessHomePage === undefined) setProperty(draft, 'businessHomePage', address);
  }
}
