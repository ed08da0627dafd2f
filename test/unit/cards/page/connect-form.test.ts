import { describe, expect, it } from 'vitest';
import { cardPage } from '../../../../shared/cards/page/card-page.ts';
import { fieldLimits } from '../../../../shared/cards/page/fields.ts';
import { german } from '../../../../shared/cards/page/texts.de.ts';
import { pageInputSchema } from '../../../../shared/cards/visitor-input.ts';
import { submissionFieldNames } from '../../../../shared/profiles/cards-profile.ts';
import { pageWith, profileWith } from './pages.ts';
import { attribute, elementWith, fieldsOf, parsedPage, textIn } from './parsed-page.ts';

const fresh = parsedPage(cardPage(pageWith()).html);
const faulty = parsedPage(
  cardPage(
    pageWith({
      values: { firstName: 'Ben', email: 'ben@', consent: true },
      faults: [
        { pointer: '/lastName', detail: 'Nachname fehlt.' },
        { pointer: '/website', detail: 'Keine Webadresse.' },
        { pointer: '/consent', detail: 'Nicht zugestimmt.' },
        { pointer: '/token', detail: 'Zu lange offen.' },
      ],
    }),
  ).html,
);

describe('the Connect form', () => {
  it('is well-formed', () => {
    expect(fresh.errors).toEqual([]);
    expect(faulty.errors).toEqual([]);
  });

  it('is sent to the card as UTF-8', () => {
    const form = fresh.elements.find(({ tagName }) => tagName === 'form')!;
    const [method, action, charset] = ['method', 'action', 'accept-charset'].map((name) => attribute(form, name));
    expect([method, action, charset]).toEqual(['post', '/api/connect/sales-4fd0', 'utf-8']);
    const elsewhere = parsedPage(cardPage(pageWith({ action: '/other' })).html).elements;
    expect(
      attribute(
        elsewhere.find(({ tagName }) => tagName === 'form')!,
        'action',
      ),
    ).toBe('/other');
  });

  it('has just the fields that the server takes', () => {
    const taken = Object.keys(pageInputSchema.shape);
    expect([...fieldsOf(fresh.elements).keys()].sort()).toEqual(taken.sort());
  });

  it('lets as much be entered as the server takes', () => {
    for (const [name, limit] of Object.entries(fieldLimits)) {
      const [whole, more] = [limit, limit + 1].map((length) => {
        const text = { email: `${'a'.repeat(length - 12)}@example.org`, phone: '1'.repeat(length) }[name];
        const website = `example.org/${'a'.repeat(length - 12)}`;
        return pageInputSchema.safeParse({ [name]: text ?? (name === 'website' ? website : 'a'.repeat(length)) });
      });
      const isRefused = (result: typeof whole): boolean =>
        result?.error?.issues.some(({ path }) => path[0] === name) ?? false;
      expect([isRefused(whole), isRefused(more)], name).toEqual([false, true]);
      expect(attribute(fieldsOf(fresh.elements).get(name)!.element, 'maxlength')).toBe(String(limit));
    }
  });

  it('has a label for every field, and no id twice', () => {
    for (const { elements } of [fresh, faulty]) {
      const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
      expect(ids).toEqual([...new Set(ids)]);
      for (const [name, { element }] of fieldsOf(elements)) {
        if (attribute(element, 'type') === 'hidden') continue;
        const label = elementWith(elements, 'for', attribute(element, 'id') ?? '');
        expect(textIn(label!).trim(), name).not.toBe('');
      }
    }
  });

  it('describes fields only by what is there', () => {
    for (const { elements } of [fresh, faulty]) {
      const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
      const named = elements.flatMap((element) =>
        ['aria-describedby', 'aria-labelledby', 'for'].flatMap((name) => attribute(element, name)?.split(' ') ?? []),
      );
      expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });

  it('asks for a name and the consent, and tells browsers what belongs where', () => {
    const fields = fieldsOf(fresh.elements);
    const required = [...fields].filter(([, { element }]) => attribute(element, 'required') !== undefined);
    expect(required.map(([name]) => name)).toEqual(['firstName', 'lastName', 'consent']);
    expect(submissionFieldNames.map((name) => attribute(fields.get(name)!.element, 'autocomplete'))).toEqual([
      ...['given-name', 'family-name', 'email', 'tel', 'organization', 'organization-title', 'url'],
      ...['address-line1', 'postal-code', 'address-level2', 'country-name', 'off'],
    ]);
    expect(attribute(fields.get('email')!.element, 'aria-describedby')).toBe('reach');
    expect(textIn(elementWith(fresh.elements, 'id', 'reach')!)).toBe(german.form.reach);
  });

  it('carries the site key, the token and the language', () => {
    const fields = fieldsOf(fresh.elements);
    expect(['siteKey', 'token', 'language'].map((name) => fields.get(name)?.value)).toEqual([
      'site-1',
      'token-1',
      'de',
    ]);
  });

  it('hides its trap from people and from those who help them', () => {
    const trap = fieldsOf(fresh.elements).get('homepage2')!.element;
    expect(['tabindex', 'autocomplete', 'type'].map((name) => attribute(trap, name))).toEqual(['-1', 'off', 'text']);
    const box = fresh.elements.find((element) => element.childNodes.includes(trap))!;
    expect(['aria-hidden', 'class'].map((name) => attribute(box, name))).toEqual(['true', 'aside']);
  });

  it('says what the visitor agrees to, and links to the privacy notice where there is one', () => {
    const label = elementWith(fresh.elements, 'for', 'consent')!;
    expect(textIn(label)).toContain('dass Anna Müller meine Angaben speichert');
    expect(attribute(elementWith(fresh.elements, 'class', 'privacy')!, 'href')).toBe('https://example.org/privacy');
    const without = parsedPage(cardPage(pageWith({ profile: profileWith({ privacyUrl: undefined }) })).html);
    expect(elementWith(without.elements, 'class', 'privacy')).toBeUndefined();
  });
});

describe('the Connect form with faults', () => {
  it('tells them all at the top, with links to their fields', () => {
    const summary = elementWith(faulty.elements, 'role', 'alert')!;
    expect(attribute(summary, 'tabindex')).toBe('-1');
    const links = faulty.elements.filter(
      (element) => attribute(element, 'href')?.startsWith('#') && element.tagName === 'a',
    );
    expect(links.map((link) => attribute(link, 'href'))).toEqual(['#lastName', '#website', '#consent', '#connect']);
    expect(textIn(summary)).toContain('Zu lange offen.');
    expect(faulty.elements.indexOf(summary)).toBe(faulty.elements.findIndex(({ tagName }) => tagName === 'main') + 1);
  });

  it('marks and describes each field', () => {
    const fields = fieldsOf(faulty.elements);
    const marked = [...fields].filter(([, { element }]) => attribute(element, 'aria-invalid') === 'true');
    expect(marked.map(([name]) => name)).toEqual(['lastName', 'website', 'consent']);
    for (const [name, { element }] of marked)
      expect(attribute(element, 'aria-describedby')?.split(' ')).toContain(`${name}-fault`);
    expect(textIn(elementWith(faulty.elements, 'id', 'website-fault')!)).toBe('Keine Webadresse.');
  });

  it('keeps what was entered, and hides none of it', () => {
    const fields = fieldsOf(faulty.elements);
    expect([fields.get('firstName')?.value, fields.get('email')?.value]).toEqual(['Ben', 'ben@']);
    const open = (elements: typeof faulty.elements): boolean =>
      attribute(
        elements.find(({ tagName }) => tagName === 'details')!,
        'open',
      ) !== undefined;
    expect([open(fresh.elements), open(faulty.elements)]).toEqual([false, true]);
  });

  it('keeps the consent, unless there is something wrong with that', () => {
    const isChecked = (pointer: string): boolean => {
      const faults = [{ pointer, detail: 'x' }];
      const { elements } = parsedPage(cardPage(pageWith({ values: { consent: true }, faults })).html);
      return attribute(fieldsOf(elements).get('consent')!.element, 'checked') !== undefined;
    };
    expect([isChecked('/email'), isChecked('/consent')]).toEqual([true, false]);
  });

  it('says so in its title', () => {
    const title = faulty.elements.find(({ tagName }) => tagName === 'title')!;
    expect(textIn(title)).toBe('Fehler: Anna Müller – Visitenkarte');
  });
});
