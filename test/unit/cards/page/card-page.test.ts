import { describe, expect, it } from 'vitest';
import { cardNotFoundPage, cardPage, type CardPage } from '../../../../shared/cards/page/card-page.ts';
import { initialsOf } from '../../../../shared/cards/page/initials.ts';
import { german } from '../../../../shared/cards/page/texts.de.ts';
import type { CardBody } from '../../../../shared/cards/card.ts';
import { pageWith, pixel } from './pages.ts';
import { attribute, elementWith, parsedPage, textIn } from './parsed-page.ts';

type Given = Partial<CardPage> & { body?: Partial<CardBody> };
const elementsOf = (given?: Given): ReturnType<typeof parsedPage>['elements'] =>
  parsedPage(cardPage(pageWith(given)).html).elements;
const tagsOf = (given?: Given): string[] => elementsOf(given).map(({ tagName }) => tagName);
const linksOf = (given?: Given): (string | undefined)[] =>
  elementsOf(given)
    .filter(({ tagName }) => tagName === 'a')
    .map((element) => attribute(element, 'href'));
const textOf = (given?: Given): string => textIn(elementsOf(given).find(({ tagName }) => tagName === 'main')!);

describe('the card', () => {
  it('shows who it is and the ways to reach them', () => {
    expect(linksOf()).toEqual([
      '/api/cards/sales-4fd0?language=en',
      ...['tel:+49841123456', 'tel:+491701234567', 'mailto:anna@example.org', 'https://www.example.org/team/'],
      ...['#connect', '/api/cards/sales-4fd0/card.vcf', 'https://example.org/privacy'],
    ]);
    for (const text of ['Anna Müller', 'Leiterin Vertrieb', 'Muster GmbH', 'example.org/team'])
      expect(textOf()).toContain(text);
    const image = elementsOf().find(({ tagName }) => tagName === 'img')!;
    expect(attribute(image, 'src')).toBe(`data:image/png;base64,${pixel}`);
    expect(attribute(image, 'alt')).toBe('Foto von Anna Müller');
  });

  it('leaves out what it does not have', () => {
    const bare = {
      title: '',
      company: '',
      email: undefined,
      phone: '',
      mobile: '',
      website: undefined,
      photo: undefined,
    };
    expect(tagsOf({ body: bare })).not.toContain('img');
    expect(textIn(elementWith(elementsOf({ body: bare }), 'class', 'portrait')!)).toBe('AM');
    expect(elementWith(elementsOf({ body: bare }), 'class', 'ways')).toBeUndefined();
  });

  it('shows a number that cannot be dialled as text', () => {
    const body = { phone: 'bitte über die Zentrale', mobile: '' };
    expect(textOf({ body })).toContain('bitte über die Zentrale');
    expect(linksOf({ body }).filter((link) => link?.startsWith('tel:'))).toEqual([]);
  });

  it('has no form where Connect is switched off', () => {
    expect(tagsOf({ body: { connectEnabled: false } })).not.toContain('form');
    expect(linksOf({ body: { connectEnabled: false } })).not.toContain('#connect');
  });

  it.each([
    ['Anna Müller', 'AM'],
    ['Müller, Anna', 'AM'],
    ['anna maria müller', 'AM'],
    ['Zentrale', 'Z'],
    ['"Anna" (Müller)', ''],
    ['👩‍🚀 Öz', 'Ö'],
    ['E\u0301mile Zola', 'E\u0301Z'],
  ])('has for a photo of %s the letters "%s"', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('the page', () => {
  it('has no script, no style of elements and nothing from elsewhere', () => {
    for (const given of [{}, { outcome: 'sent' }, { outcome: 'tooMany' }] as const) {
      expect(tagsOf(given)).not.toContain('script');
      const names = elementsOf(given).flatMap(({ attrs }) => attrs.map(({ name }) => name));
      expect(names.filter((name) => name.startsWith('on') || name === 'style')).toEqual([]);
      const sources = elementsOf(given).flatMap((element) => attribute(element, 'src') ?? []);
      expect(sources.every((source) => source.startsWith('data:'))).toBe(true);
    }
  });

  it('is in its language, and leads to the other one', () => {
    const english = elementsOf({ language: 'en' });
    expect(
      attribute(
        english.find(({ tagName }) => tagName === 'html')!,
        'lang',
      ),
    ).toBe('en');
    const link = elementWith(english, 'hreflang', 'de')!;
    expect([attribute(link, 'href'), textIn(link)]).toEqual(['/api/cards/sales-4fd0?language=de', 'Deutsch']);
  });

  it('thanks for what was sent, says what happens next and leads back', () => {
    const given = { outcome: 'sent', language: 'de' } as const;
    expect(textOf(given)).toContain(german.sent.title);
    expect(textOf(given)).toContain('Ihre Kontaktdaten für Anna Müller sind eingegangen.');
    expect(textOf(given)).toContain(german.sent.next);
    expect(linksOf(given)).toContain('/api/cards/sales-4fd0?language=de');
    expect(tagsOf(given)).not.toContain('form');
  });

  it('keeps what was entered where a limit was reached', () => {
    const kept = { outcome: 'tooMany', values: { firstName: 'Ben' } } as const;
    expect(textOf(kept)).toContain(german.tooMany.kept);
    expect(tagsOf(kept)).toContain('form');
    expect(textOf({ outcome: 'tooMany' })).not.toContain(german.tooMany.kept);
    expect(tagsOf({ outcome: 'tooMany' })).not.toContain('form');
    expect(linksOf({ outcome: 'tooMany' })).toContain('/api/cards/sales-4fd0?language=de');
  });

  it('has one title among its headings', () => {
    for (const given of [{}, { outcome: 'sent' }, { outcome: 'tooMany', values: {} }] as const)
      expect(tagsOf(given).filter((tag) => tag === 'h1')).toHaveLength(1);
  });

  it('that is not found names nothing', () => {
    const { elements, errors } = parsedPage(cardNotFoundPage('de').html);
    expect(errors).toEqual([]);
    const main = elements.find(({ tagName }) => tagName === 'main')!;
    expect(textIn(main).trim()).toBe(`${german.notFound.title}${german.notFound.text}`);
  });
});
