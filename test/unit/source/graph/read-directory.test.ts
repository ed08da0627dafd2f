import { describe, expect, it } from 'vitest';
import { contactFields } from '../../../../shared/contacts/contact.ts';
import type { ContactField } from '../../../../shared/contacts/contact.ts';
import { openGraphSource } from '../../../../shared/source/graph/graph-source.ts';
import type { ContactPage, ReadContacts } from '../../../../shared/source/source.ts';
import { answerBatch, base, failure, json, partsOf, readAll, stubGraph } from './stub.ts';
import type { Answer, Stub } from './stub.ts';

const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter.repeat(8)}-0000-0000-0000-000000000000`);
const [a = '', b = '', c = '', d = '', e = ''] = ids;
const link = `${base}/users/delta?$deltatoken=1`;
const end = (value: object[]) => json({ value, '@odata.deltaLink': link });

function read(
  kind: 'users' | 'organisationContacts',
  answers: readonly (Response | Answer)[],
  request: Partial<ReadContacts> = {},
): { stub: Stub; pages: Promise<ContactPage[]> } {
  const stub = stubGraph(answers);
  const asked = {
    feed: { kind },
    fields: contactFields,
    categories: true,
    position: undefined,
    holds: () => false,
    ...request,
  };
  return { stub, pages: readAll(openGraphSource(stub.options), asked) };
}

const user = (id: string, more: object = {}) => ({
  id,
  displayName: 'N',
  accountEnabled: true,
  userType: 'Member',
  ...more,
});

describe('the users of the directory', () => {
  it('map what Graph knows of them; the rest is absent', async () => {
    const whole = user(a, {
      displayName: 'Anna Muster',
      givenName: 'Anna',
      surname: 'Muster',
      mail: 'anna@x.de',
      businessPhones: ['+49 30 1'],
      mobilePhone: '+49 170 1',
      faxNumber: '+49 30 9',
      jobTitle: 'CEO',
      department: 'Board',
      companyName: 'ACME',
      officeLocation: '1.01',
    });
    const { stub, pages } = read('users', [end([whole])]);
    const [page] = await pages;
    expect(page).toMatchObject({ phase: 'proving', last: true, confirmed: [], removed: [] });
    expect(page?.contacts[0]).toMatchObject({ id: a, categories: [] });
    expect(page?.contacts[0]?.values).toEqual({
      DisplayName: 'Anna Muster',
      GivenName: 'Anna',
      Surname: 'Muster',
      CompleteName: 'Anna Muster',
      CompanyName: 'ACME',
      JobTitle: 'CEO',
      Department: 'Board',
      OfficeLocation: '1.01',
      PhoneNumbers_BusinessPhone: '+49 30 1',
      PhoneNumbers_MobilePhone: '+49 170 1',
      PhoneNumbers_BusinessFax: '+49 30 9',
      EmailAddresses_EmailAddress1: 'anna@x.de',
    });
    expect(stub.sent[0]?.url).toBe(
      `${base}/users/delta?$select=displayName,accountEnabled,userType,givenName,surname,companyName,jobTitle,department,officeLocation,faxNumber,businessPhones,mobilePhone,mail`,
    );
    expect(stub.sent[0]?.headers.get('prefer')).toBe('IdType="ImmutableId", odata.maxpagesize=200');
  });

  it('select only what the fields need', async () => {
    const { stub, pages } = read('users', [end([])], {
      fields: ['DisplayName', 'EmailAddresses_EmailAddress1', 'PhoneNumbers_Pager'],
    });
    await pages;
    expect(stub.sent[0]?.url).toBe(`${base}/users/delta?$select=displayName,accountEnabled,userType,mail`);
  });

  it('count guests and the disabled as removed, in a full round what was never set as empty', async () => {
    const { stub, pages } = read('users', [
      end([
        user(a),
        user(b, { accountEnabled: false }),
        user(c, { userType: 'Guest' }),
        { id: d, displayName: 'old', accountEnabled: true },
      ]),
    ]);
    const [page] = await pages;
    expect(page?.contacts.map(({ id }) => id)).toEqual([a, d]);
    expect(page?.removed).toEqual([b, c]);
    expect(stub.sent).toHaveLength(1);
  });

  it('are read again by id when a change names them in part', async () => {
    const fields: ContactField[] = ['DisplayName', 'PhoneNumbers_MobilePhone'];
    const [first] = await read('users', [end([])], { fields }).pages;
    const { stub, pages } = read(
      'users',
      [
        end([
          user(a, { mobilePhone: '1' }),
          { id: b, mobilePhone: '2' },
          { id: c, accountEnabled: false },
          { id: d, '@removed': { reason: 'changed' } },
          { id: e },
        ]),
        answerBatch((url) => {
          if (url.includes(e)) return { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } };
          return {
            status: 200,
            body: url.includes(b) ? user(b, { mobilePhone: '2' }) : user(c, { accountEnabled: false }),
          };
        }),
      ],
      { fields, position: first?.position },
    );
    const [page] = await pages;
    expect(page).toMatchObject({ phase: 'changing', last: true });
    expect(page?.contacts).toMatchObject([
      { id: a },
      { id: b, values: { DisplayName: 'N', PhoneNumbers_MobilePhone: '2' } },
    ]);
    expect(page?.removed).toEqual([d, e, c]);
    expect(stub.sent[0]?.url).toBe(link);
    expect(partsOf(stub.sent[1])[0]?.url).toBe(
      `/users/${b}?$select=id,displayName,accountEnabled,userType,mobilePhone`,
    );
  });

  it('have a version that follows the values that are used', async () => {
    const version = async (more: object) =>
      (await read('users', [end([user(a, more)])]).pages)[0]?.contacts[0]?.version;
    expect(await version({ jobTitle: 'x' })).toBe(await version({ jobTitle: 'x ', unused: 1 }));
    expect(await version({ jobTitle: 'x' })).not.toBe(await version({ jobTitle: 'y' }));
  });

  it('ask for a resync when the token is too old, and name the permission when it is missing', async () => {
    const [first] = await read('users', [end([])]).pages;
    await expect(
      read('users', [failure(410, 'resyncRequired')], { position: first?.position }).pages,
    ).rejects.toMatchObject({ kind: 'resync' });
    await expect(read('users', [failure(403, 'Authorization_RequestDenied')]).pages).rejects.toThrow(/User\.Read\.All/);
  });
});

describe('organisation contacts', () => {
  it('map typed phones and their address', async () => {
    const contact = {
      id: a,
      displayName: 'Supplier',
      mail: 's@y.de',
      phones: [
        { type: 'mobile', number: '1' },
        { type: 'business', number: '2' },
        { type: 'businessFax', number: '3' },
        { type: 'home', number: '4' },
      ],
      addresses: [{ street: 'S 1', city: 'Ulm', postalCode: '89', officeLocation: 'R 7' }],
    };
    const { stub, pages } = read('organisationContacts', [
      end([contact, { id: b, displayName: 'X', phones: null, addresses: [] }]),
    ]);
    const [page] = await pages;
    expect(page?.contacts[0]?.values).toEqual({
      DisplayName: 'Supplier',
      OfficeLocation: 'R 7',
      PhoneNumbers_BusinessPhone: '2',
      PhoneNumbers_MobilePhone: '1',
      PhoneNumbers_BusinessFax: '3',
      EmailAddresses_EmailAddress1: 's@y.de',
      PhysicalAddresses_Business: 'S 1, 89 Ulm',
    });
    expect(page?.contacts[1]?.values).toEqual({ DisplayName: 'X' });
    expect(stub.sent[0]?.url).toMatch(/\/v1\.0\/contacts\/delta\?\$select=displayName,/);
  });

  it('are read again under their own address', async () => {
    const { stub, pages } = read(
      'organisationContacts',
      [end([{ id: a }]), answerBatch(() => ({ status: 200, body: { id: a, displayName: 'S' } }))],
      { fields: ['DisplayName'] },
    );
    expect((await pages)[0]?.contacts[0]?.values).toEqual({ DisplayName: 'S' });
    expect(partsOf(stub.sent[1])[0]?.url).toBe(`/contacts/${a}?$select=id,displayName`);
  });
});
