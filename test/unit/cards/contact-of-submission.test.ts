import { describe, expect, it } from 'vitest';
import { contactOfSubmission } from '../../../shared/cards/contact-of-submission.ts';
import { visitorOf } from '../../../shared/cards/visitor.ts';
import { platformInputSchema } from '../../../shared/cards/visitor-input.ts';
import { missingFields } from '../../../shared/cards/write-contact.ts';

const team = { category: 'Visitenkarte', language: 'de' as const };
const receivedAt = '2026-11-02T12:00:00.000Z';
const contactOf = (entered: Record<string, string>, more: Partial<typeof team> = {}) =>
  contactOfSubmission(
    { receivedAt, consent: { text: 'Ja.', version: 'v1', at: receivedAt } },
    visitorOf(platformInputSchema.parse(entered), 'DE'),
    { ...team, ...more },
  );

describe('the contact of a submission', () => {
  it('has every field, the number as it is dialled, and how it was typed in the notes', () => {
    const entered = {
      ...{ firstName: 'Vera', lastName: 'Müßig', email: 'v@example.org', phone: '0841 99 88-70', company: 'M & S' },
      ...{ jobTitle: 'Chefin', website: 'www.example.org', street: 'Am Anger 1', postalCode: '85049' },
      ...{ city: 'Ingolstadt', country: 'Deutschland', note: 'Bitte\nanrufen' },
    };
    expect(contactOf(entered)).toEqual({
      ...{ givenName: 'Vera', surname: 'Müßig', displayName: 'Vera Müßig', email: 'v@example.org' },
      ...{ businessPhone: '+49841998870', mobilePhone: '', companyName: 'M & S', jobTitle: 'Chefin' },
      ...{ website: 'https://www.example.org', street: 'Am Anger 1', postalCode: '85049', city: 'Ingolstadt' },
      ...{ country: 'Deutschland', categories: ['Visitenkarte'] },
      notes: [
        'Bitte\nanrufen',
        `Über die Visitenkarte erhalten: ${receivedAt}`,
        'Nummer wie eingegeben: 0841 99 88-70',
        'Einwilligung (v1): Ja.',
      ].join('\n'),
    });
  });

  it.each([
    [{ firstName: 'Vera', email: 'v@example.org' }, 'Vera'],
    [{ lastName: 'Müßig', email: 'v@example.org' }, 'Müßig'],
  ])('is called by what there is: %j', (entered, name) => {
    expect(contactOf(entered).displayName).toBe(name);
  });

  it('puts a mobile number where such numbers go, and one that cannot be dialled as it was typed', () => {
    expect(contactOf({ lastName: 'M', phone: '0171 2345678' })).toMatchObject({
      mobilePhone: '+491712345678',
      businessPhone: '',
    });
    expect(contactOf({ lastName: 'M', phone: '123 intern' })).toMatchObject({ businessPhone: '123 intern' });
  });

  it('has no category where none is wanted, and notes in the language of the team', () => {
    const contact = contactOf({ lastName: 'M', phone: '123' }, { category: '', language: 'de' });
    expect(contact.categories).toEqual([]);
    const visitor = visitorOf(platformInputSchema.parse({ lastName: 'M', phone: '123' }), 'DE');
    const english = contactOfSubmission({ receivedAt, consent: undefined }, visitor, { category: '', language: 'en' });
    expect(english.notes).toBe(`Received through the business card: ${receivedAt}`);
  });

  it('completes only what a contact does not have; somebody who has a name keeps it', () => {
    const draft = contactOf({ firstName: 'Vera', lastName: 'M', email: 'v@example.org', phone: '0841 99', city: 'X' });
    const missing = missingFields(draft, new Set(['displayName', 'email', 'notes']));
    expect(Object.keys(missing).sort()).toEqual(['businessPhone', 'categories', 'city']);
    expect(Object.keys(missingFields(draft, new Set(['email'])))).toContain('givenName');
    expect(
      missingFields(
        draft,
        new Set(['givenName', 'surname', 'displayName', 'email', 'businessPhone', 'city', 'notes', 'categories']),
      ),
    ).toEqual({});
  });
});
