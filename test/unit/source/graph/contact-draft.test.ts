import { describe, expect, it } from 'vitest';
import type { ContactDraft } from '../../../../shared/contacts/contact-draft.ts';
import { filledFields, shownName, toGraphContact, unfilled } from '../../../../shared/source/graph/contact-draft.ts';

const empty: ContactDraft = {
  givenName: '',
  surname: '',
  displayName: '',
  companyName: '',
  jobTitle: '',
  email: '',
  businessPhone: '',
  mobilePhone: '',
  website: '',
  street: '',
  postalCode: '',
  city: '',
  country: '',
  notes: '',
  categories: [],
};

describe('a draft as a contact of Graph', () => {
  it('leaves empty fields out, so that nothing is cleared', () => {
    expect(toGraphContact(empty)).toEqual({});
    expect(toGraphContact({ ...empty, notes: ' \n', categories: ['', ' '] })).toEqual({});
    expect(toGraphContact({ city: 'Bonn' })).toEqual({ businessAddress: { city: 'Bonn' } });
  });

  it('has one address, one number and each category once', () => {
    const fields = { email: 'a@b.example', businessPhone: '030 1', categories: ['Card', ' Card', 'VIP'] };
    expect(toGraphContact({ ...fields, displayName: 'Ann' })).toEqual({
      displayName: 'Ann',
      emailAddresses: [{ address: 'a@b.example', name: 'Ann' }],
      businessPhones: ['030 1'],
      categories: ['Card', 'VIP'],
    });
    expect(toGraphContact(fields).emailAddresses).toEqual([{ address: 'a@b.example', name: 'a@b.example' }]);
  });
});

describe('the name that is shown', () => {
  it.each([
    [{ displayName: 'Dr. Lee', givenName: 'Ann', surname: 'Lee' }, 'Dr. Lee'],
    [{ givenName: 'Ann', surname: 'Lee', companyName: 'ACME' }, 'Ann Lee'],
    [{ surname: 'Lee' }, 'Lee'],
    [{ companyName: 'ACME', email: 'a@b.example' }, 'ACME'],
    [{ businessPhone: '030 1', website: 'https://a.example' }, '030 1'],
    [{ website: 'https://a.example' }, 'https://a.example'],
    [{ notes: 'x', city: 'Bonn', displayName: ' ' }, undefined],
  ])('of %j is %s', (fields, name) => {
    expect(shownName({ ...empty, ...fields })).toBe(name);
  });
});

describe('what a contact has', () => {
  it.each([
    [{ displayName: 'A', surname: null, jobTitle: ' ' }, ['displayName']],
    [{ emailAddresses: [{ name: 'Ann' }] }, ['email']],
    [{ emailAddresses: [{}], businessPhones: [''], businessAddress: {}, categories: [] }, []],
    [{ businessPhones: ['', '030 2'] }, ['businessPhone']],
    [{ businessAddress: { state: 'Bavaria' } }, ['street', 'postalCode', 'city', 'country']],
    [{ businessAddress: { street: null, city: '' } }, []],
    [{ homePhones: ['1'], homeAddress: { city: 'Bonn' } }, []],
    [{ categories: 'x', givenName: 7 }, ['categories']],
  ])('in %j is %j', (item, fields) => {
    expect([...filledFields(item)]).toEqual(fields);
  });

  it('is not written again', () => {
    const left = unfilled({ givenName: 'A', notes: 'B', city: 'C' }, new Set(['notes', 'jobTitle'] as const));
    expect(left).toEqual({ givenName: 'A', city: 'C' });
  });
});
