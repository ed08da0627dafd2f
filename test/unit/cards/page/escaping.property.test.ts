import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CardPage } from '../../../../shared/cards/page/card-page.ts';
import { cardPage } from '../../../../shared/cards/page/card-page.ts';
import { submissionFieldNames } from '../../../../shared/profiles/cards-profile.ts';
import { pageWith, profileWith, wildName, wildText } from './pages.ts';
import { attribute, elementWith, fieldsOf, parsedPage, skeletonOf, textIn } from './parsed-page.ts';

const record = (text: fc.Arbitrary<string>): fc.Arbitrary<Record<(typeof submissionFieldNames)[number], string>> =>
  fc.tuple(...submissionFieldNames.map(() => text)).map((texts) => {
    const [firstName = '', lastName = '', email = '', phone = '', company = '', jobTitle = '', ...rest] = texts;
    const [website = '', street = '', postalCode = '', city = '', country = '', note = ''] = rest;
    const first = { firstName, lastName, email, phone, company, jobTitle };
    return { ...first, website, street, postalCode, city, country, note };
  });

const given = fc.record({
  ...{
    displayName: wildName,
    title: wildName,
    company: wildName,
    consent: wildName,
    token: wildText,
    siteKey: wildText,
  },
  ...{ id: wildName, detail: wildName, values: record(wildText.map((text) => `${text}x`)) },
});
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

const tame: Given = {
  ...{ displayName: 'x x', title: 'x', company: 'x', consent: 'x', token: 'x', siteKey: 'x', id: 'x', detail: 'x' },
  values: { firstName: 'x', lastName: 'x', email: 'x', phone: 'x', company: 'x', jobTitle: 'x', website: 'x', street: 'x', postalCode: 'x', city: 'x', country: 'x', note: 'x' },
}; // prettier-ignore

function pageOf({ displayName, title, company, consent, token, siteKey, id, detail, values }: Given): CardPage {
  const { card, ...page } = pageWith({ body: { displayName, title, company } });
  return {
    ...page,
    card: { ...card, id, siteKey },
    profile: profileWith({ consent: { de: consent, en: consent } }),
    token,
    values,
    faults: [{ pointer: '/email', detail }, { pointer: '', detail }], // prettier-ignore
  };
}

/** What a parser makes of text, which no escaping can prevent: HTML has no NUL, and UTF-8 no half surrogates. */
const asCarried = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');
const skeleton = skeletonOf(parsedPage(cardPage(pageOf(tame)).html).elements);

test('whatever people and cards are called, the page is built the same', () => {
  fc.assert(
    fc.property(given, (texts) => {
      const { elements } = parsedPage(cardPage(pageOf(texts)).html);
      expect(skeletonOf(elements)).toEqual(skeleton);
    }),
    { numRuns: 300 },
  );
});

test('every value comes back as it was sent', () => {
  fc.assert(
    fc.property(given, (texts) => {
      const fields = fieldsOf(parsedPage(cardPage(pageOf(texts)).html).elements);
      for (const name of submissionFieldNames) expect(fields.get(name)?.value).toBe(asCarried(texts.values[name]));
      expect(fields.get('token')?.value).toBe(asCarried(texts.token));
      expect(fields.get('siteKey')?.value).toBe(asCarried(texts.siteKey));
    }),
    { numRuns: 300 },
  );
});

test('the page shows names and faults as they are, and leads only to places of its own card', () => {
  fc.assert(
    fc.property(given, (texts) => {
      const { elements } = parsedPage(cardPage(pageOf(texts)).html);
      const heading = elements.find(({ tagName }) => tagName === 'h1')!;
      expect(textIn(heading)).toBe(asCarried(texts.displayName));
      expect(textIn(elementWith(elements, 'id', 'email-fault')!)).toBe(asCarried(texts.detail));
      const targets = elements.flatMap((element) => attribute(element, 'href') ?? attribute(element, 'action') ?? []);
      const own = encodeURIComponent(texts.id.toWellFormed());
      const expected = ['#', 'data:,', 'tel:', 'mailto:', 'https://', `/api/cards/${own}`, `/api/connect/${own}`];
      expect(targets.filter((target) => !expected.some((start) => target.startsWith(start)))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
