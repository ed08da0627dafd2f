import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactFields } from '../../../../shared/contacts/contact.ts';
import { fromGraphContact } from '../../../../shared/source/graph/contact.ts';
import { fieldSources } from '../../../../shared/source/graph/fields.ts';
import { planContacts, selectWithExtended } from '../../../../shared/source/graph/plan.ts';

const all = planContacts(contactFields, true);
const set = '{00062004-0000-0000-C000-000000000046}';

const whole = {
  '@odata.etag': 'W/"EQAAABYAAAA+1/2="',
  id: 'AAMkAG=',
  categories: ['Kunde', '', null],
  title: 'Dr.',
  displayName: ' Anna Muster ',
  initials: 'A.M.',
  givenName: 'Anna',
  surname: 'Muster',
  middleName: 'B.',
  nickName: 'Anni',
  generation: 'jun.',
  birthday: '1974-07-21T22:00:00Z',
  companyName: 'ACME',
  jobTitle: 'CEO',
  department: 'Board',
  officeLocation: '1.01',
  businessHomePage: 'https://acme.example',
  spouseName: 'Max',
  fileAs: 'Muster, Anna',
  businessPhones: ['+49 30 1', '+49 30 2'],
  homePhones: ['+49 30 3', '+49 30 4'],
  mobilePhone: '+49 170 5',
  emailAddresses: [{ name: 'a', address: 'a@x.de' }, { address: 'b@x.de' }, { address: 'c@x.de' }],
  imAddresses: ['im1', 'im2', 'im3'],
  homeAddress: { street: 'H 1', city: 'Berlin', postalCode: '1', state: null, countryOrRegion: 'DE' },
  businessAddress: { street: 'B 1' },
  otherAddress: { city: 'Ulm' },
  singleValueExtendedProperties: [
    { id: `Integer ${set} Id 0x08022`, value: '2' },
    { id: 'SystemTime 0x3A41', value: '2001-05-11T22:00:00Z' },
    { id: `Integer ${set} Id 0x8006`, value: '32791' },
    { id: 'String 0x3a2e', value: 'assistant' },
    { id: 'String 0x3A24', value: 'business fax' },
    { id: 'String 0x3a57', value: 'company' },
    { id: 'String 0x3a25', value: 'home fax' },
    { id: 'String 0x3a23', value: 'other fax' },
    { id: 'String 0x3a1f', value: 'other' },
    { id: 'String 0x3a21', value: 'pager' },
    { id: 'String 0x3a1d', value: ' radio ' },
    { id: 'String 0x9999', value: 'nobody asked' },
  ],
};

describe('fromGraphContact', () => {
  it('maps all 41 fields', () => {
    const contact = fromGraphContact(whole, all);
    expect(contact).toMatchObject({ id: 'AAMkAG=', version: 'EQAAABYAAAA+1/2=', categories: ['Kunde'] });
    expect(Object.keys(contact.values).sort()).toEqual([...contactFields].sort());
    expect(contact.values).toEqual({
      DisplayName: 'Anna Muster',
      Initials: 'A.M.',
      GivenName: 'Anna',
      Surname: 'Muster',
      MiddleName: 'B.',
      NickName: 'Anni',
      CompleteName: 'Dr. Anna B. Muster jun.',
      Birthday: '1974-07-22',
      Generation: 'jun.',
      CompanyName: 'ACME',
      JobTitle: 'CEO',
      Department: 'Board',
      OfficeLocation: '1.01',
      BusinessHomePage: 'https://acme.example',
      PostalAddressIndex: '2',
      SpouseName: 'Max',
      WeddingAnniversary: '2001-05-12',
      FileAs: 'Muster, Anna',
      FileAsMapping: '32791',
      PhoneNumbers_AssistantPhone: 'assistant',
      PhoneNumbers_BusinessFax: 'business fax',
      PhoneNumbers_BusinessPhone: '+49 30 1',
      PhoneNumbers_BusinessPhone2: '+49 30 2',
      PhoneNumbers_CompanyMainPhone: 'company',
      PhoneNumbers_HomeFax: 'home fax',
      PhoneNumbers_HomePhone: '+49 30 3',
      PhoneNumbers_HomePhone2: '+49 30 4',
      PhoneNumbers_MobilePhone: '+49 170 5',
      PhoneNumbers_OtherFax: 'other fax',
      PhoneNumbers_OtherTelephone: 'other',
      PhoneNumbers_Pager: 'pager',
      PhoneNumbers_RadioPhone: 'radio',
      EmailAddresses_EmailAddress1: 'a@x.de',
      EmailAddresses_EmailAddress2: 'b@x.de',
      EmailAddresses_EmailAddress3: 'c@x.de',
      PhysicalAddresses_Home: 'H 1, 1 Berlin, DE',
      PhysicalAddresses_Business: 'B 1',
      PhysicalAddresses_Other: 'Ulm',
      ImAddresses_ImAddress1: 'im1',
      ImAddresses_ImAddress2: 'im2',
      ImAddresses_ImAddress3: 'im3',
    });
  });

  it('leaves out what is empty and what was not asked for', () => {
    const item = {
      id: 'a',
      '@odata.etag': 'W/"1"',
      displayName: null,
      givenName: '',
      surname: ' ',
      jobTitle: 'CEO',
      businessPhones: [],
    };
    expect(fromGraphContact(item, all).values).toEqual({ JobTitle: 'CEO' });
    expect(fromGraphContact(whole, planContacts(['GivenName'], false))).toEqual({
      id: 'AAMkAG=',
      version: 'EQAAABYAAAA+1/2=',
      categories: [],
      values: { GivenName: 'Anna' },
    });
  });

  it('gives items without an ETag a version that follows their content', () => {
    const version = (displayName: string) => fromGraphContact({ id: 'a', displayName }, all).version;
    expect(version('x')).toBe(version('x'));
    expect(version('x')).not.toBe(version('y'));
  });

  it('never throws and gives trimmed texts, whatever the properties hold', () => {
    const properties = [...all.properties, 'singleValueExtendedProperties', '@odata.etag'];
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.record({ id: fc.constantFrom('String 0x3A24', 'SystemTime 0x3a41', 'x'), value: fc.jsonValue() })),
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.dictionary(fc.constantFrom(...properties), junk), (id, rest) => {
        const contact = fromGraphContact({ ...rest, id }, all);
        expect(contact.id).toBe(id);
        for (const text of [...Object.values(contact.values), ...contact.categories]) {
          expect(typeof text).toBe('string');
          expect(text).toBe(text.trim());
          expect(text).not.toBe('');
        }
      }),
    );
  });
});

describe('planContacts', () => {
  it('asks for what the fields need and nothing else', () => {
    const plan = planContacts(['PhoneNumbers_BusinessPhone2', 'PhoneNumbers_BusinessPhone', 'CompleteName'], true);
    expect(plan.properties).toEqual([
      'title',
      'givenName',
      'middleName',
      'surname',
      'generation',
      'businessPhones',
      'categories',
    ]);
    expect(plan.expand).toBeUndefined();
    expect(selectWithExtended(plan)).not.toContain('singleValueExtendedProperties');
  });

  it('is the same in whatever order fields are asked for', () => {
    const there = planContacts(['DisplayName', 'PhoneNumbers_Pager', 'Surname'], false);
    const back = planContacts(['Surname', 'PhoneNumbers_Pager', 'DisplayName'], false);
    expect([back.properties, back.expand]).toEqual([there.properties, there.expand]);
  });

  it('selects something even if only extended properties are needed', () => {
    const plan = planContacts(['PhoneNumbers_Pager'], false);
    expect(plan.properties).toEqual(['displayName']);
    expect(plan.expand).toBe("singleValueExtendedProperties($filter=id eq 'String 0x3a21')");
  });

  it('needs extended properties for exactly the 11 fields that v1.0 lacks', () => {
    const extended = contactFields.filter((field) => fieldSources[field].from.startsWith('extended'));
    expect(extended).toHaveLength(11);
    expect(planContacts(contactFields, false).expand?.match(/id eq/g)).toHaveLength(11);
  });
});
