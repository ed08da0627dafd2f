import { typesOf, type CardProperty } from './property.ts';

/** What kind of number a property holds, said in vCard's own words however its program says it. */
export function telephoneTypes(property: CardProperty, label: string | undefined): Set<string> {
  const stated = [...typesOf(property)].flatMap((type) => {
    const bare = type.replace(/^X-(EVOLUTION-)?/, '');
    return typesByDialect.get(bare) ?? [bare];
  });
  return new Set([...stated, ...(typesByLabel.get(label ?? '') ?? [])]);
}

/** Types that are no vCard standard: Outlook's, Apple's, Google's and Evolution's. */
const typesByDialect = new Map<string, string[]>([
  ['APPLEWATCH', ['CELL']],
  ['BUSINESS', ['WORK']],
  ['COMPANY', ['MAIN']],
  ['HOMEFAX', ['HOME', 'FAX']],
  ['IPHONE', ['CELL']],
  ['MOBILE', ['CELL']],
  ['OTHERFAX', ['FAX']],
  ['RADIO', ['CAR']],
  ['TELEX', ['TLX']],
  ['TEXTPHONE', ['TTYTDD']],
  ['WORKFAX', ['WORK', 'FAX']],
]);

/** Labels of Apple and Google, and the ones that German users type. */
const typesByLabel = new Map<string, string[]>([
  ['work', ['WORK']],
  ['home', ['HOME']],
  ['mobile', ['CELL']],
  ['iphone', ['CELL']],
  ['main', ['MAIN']],
  ['pager', ['PAGER']],
  ['car', ['CAR']],
  ['assistant', ['ASSISTANT']],
  ['fax', ['FAX']],
  ['workfax', ['WORK', 'FAX']],
  ['homefax', ['HOME', 'FAX']],
  ['otherfax', ['FAX']],
  ['arbeit', ['WORK']],
  ['büro', ['WORK']],
  ['durchwahl', ['WORK']],
  ['geschäftlich', ['WORK']],
  ['firma', ['MAIN']],
  ['zentrale', ['MAIN']],
  ['privat', ['HOME']],
  ['zuhause', ['HOME']],
  ['handy', ['CELL']],
  ['mobil', ['CELL']],
  ['auto', ['CAR']],
  ['telefax', ['FAX']],
  ['faxgeschäftlich', ['WORK', 'FAX']],
  ['faxprivat', ['HOME', 'FAX']],
  ['assistenz', ['ASSISTANT']],
  ['sekretariat', ['ASSISTANT']],
]);
