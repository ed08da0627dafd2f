import { describe, expect, it } from 'vitest';
import { BOB } from './graph-simulator/tenant-fixture.ts';
import {
  addContact,
  control,
  created,
  existing,
  home,
  inBob,
  jana,
  nobody,
  open,
  stageWriter,
} from './source-graph-writer-stage.ts';

stageWriter();

describe('contacts like a person', () => {
  it('have the address in any case or one of the numbers as one of its notations, oldest first', async () => {
    const ids = [
      addContact({ givenName: 'A', emailAddresses: [{ address: 'x@y.example' }, { address: 'JANA@fuchs.EXAMPLE' }] }),
      addContact({ givenName: 'B', businessPhones: ['1', '0841 / 123-45'] }),
      addContact({ givenName: 'C', homePhones: ['+49 (0) 841 12345'] }),
      addContact({ givenName: 'D', mobilePhone: '+49(841)12345' }),
    ];
    addContact({ givenName: 'E', mobilePhone: '841 12345', emailAddresses: [{ address: 'ana@fuchs.example' }] });
    addContact({ givenName: 'F', mobilePhone: '49 841 12345' });
    const source = open();
    const phones = ['+4984112345', '0841 12345', ''];
    const found = await source.contactsLike(home, { email: ' Jana@Fuchs.example', phones });
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(source.count.requests).toBe(2);
    const byNational = await source.contactsLike(home, { email: '', phones: ['0841/12345'] });
    expect(byNational.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it('are nobody where nothing is known of the person, without a request', async () => {
    addContact({ givenName: 'A', emailAddresses: [{ name: 'A' }], mobilePhone: 'none' });
    const source = open();
    expect(await source.contactsLike(home, { email: '', phones: ['', '-', 'none'] })).toEqual([]);
    expect(source.count.requests).toBe(0);
  });

  it('name what they have, the address as a whole', async () => {
    await created();
    const all = new Set(Object.keys(jana));
    expect((await existing(jana.email)).filled).toEqual(all);
    addContact({
      surname: ' ',
      emailAddresses: [{ address: 'b@b.example' }],
      businessPhones: [],
      businessAddress: { state: 'Bavaria', street: null },
    });
    const some = new Set(['email', 'street', 'postalCode', 'city', 'country']);
    expect((await existing('b@b.example')).filled).toEqual(some);
  });

  it('are found in a large folder, a request for every 500 and one for the matches', async () => {
    for (let index = 0; index < 1201; index += 1) addContact({ givenName: 'A', mobilePhone: String(index) });
    const source = open();
    expect(await source.contactsLike(home, { email: '', phones: ['1200'] })).toHaveLength(1);
    expect(source.count.requests).toBe(4);
    expect(await source.contactsLike(home, { email: '', phones: ['1201'] })).toEqual([]);
    expect(source.count.requests).toBe(7);
  });

  it('are not taken for none when the list breaks off', async () => {
    for (let index = 0; index < 501; index += 1) addContact({ givenName: 'A', mobilePhone: '1' });
    for (const status of [400, 410, 503]) {
      control().clearFaults();
      control().addFault({ match: { path: '\\$skip=500' }, effect: { status } });
      await expect(open().contactsLike(home, { email: '', phones: ['1'] })).rejects.toMatchObject({
        kind: 'unavailable',
      });
    }
  });

  it('leave out what was deleted meanwhile', async () => {
    const id = addContact({ givenName: 'A', mobilePhone: '1' });
    addContact({ givenName: 'B', mobilePhone: '1' });
    control().addFault({ match: { path: `/contacts/${id}` }, effect: { status: 404 } });
    expect(await open().contactsLike(home, { email: '', phones: ['1'] })).toHaveLength(1);
  });
});

describe('completing a contact', () => {
  const sparse = {
    givenName: 'Jana',
    displayName: 'Die Füchsin',
    fileAs: 'Fuchs: Jana',
    emailAddresses: [{ address: 'jana@fuchs.example', name: 'J' }],
    homePhones: ['030 1'],
    homeAddress: { city: 'Bonn' },
    birthday: '1974-07-22T00:00:00Z',
    personalNotes: 'Mine\n',
    categories: ['VIP'],
  };

  it('writes only what is missing; everything else stays byte for byte', async () => {
    control().addContact(BOB, { properties: sparse, extended: { 'String 0x3a21': '030 999' } });
    const [before] = inBob();
    const contact = await existing('jana@fuchs.example');
    const source = open();
    await source.completeContact(BOB, contact, jana);
    expect(source.count.requests).toBe(2);
    const [after] = inBob();
    const volatile = { '@odata.etag': '', changeKey: '', lastModifiedDateTime: '' };
    expect({ ...after?.properties, ...volatile }).toEqual({
      ...before?.properties,
      ...volatile,
      surname: jana.surname,
      companyName: jana.companyName,
      jobTitle: jana.jobTitle,
      businessPhones: [jana.businessPhone],
      mobilePhone: jana.mobilePhone,
      businessHomePage: jana.website,
      businessAddress: {
        street: jana.street,
        postalCode: jana.postalCode,
        city: jana.city,
        countryOrRegion: jana.country,
      },
    });
    expect(after?.extended).toEqual(before?.extended);
  });

  it('is one request when the name stays, and none when nothing is missing', async () => {
    addContact(sparse);
    const contact = await existing('jana@fuchs.example');
    const source = open();
    await source.completeContact(BOB, contact, { ...nobody, mobilePhone: '+49170' });
    expect(source.count.requests).toBe(1);
    await source.completeContact(BOB, contact, { givenName: 'X', notes: 'X', categories: ['X'], surname: '' });
    expect(source.count.requests).toBe(1);
    expect(inBob()[0]?.properties).toMatchObject({ givenName: 'Jana', mobilePhone: '+49170' });
  });

  it('works in any folder', async () => {
    const folder = await open().folderNamed(BOB, 'Elsewhere');
    addContact(sparse, 'Elsewhere');
    const [contact] = await open().contactsLike({ mailbox: BOB, folder }, { email: 'jana@fuchs.example', phones: [] });
    await open().completeContact(BOB, contact!, { companyName: 'ACME' });
    expect(inBob()[0]?.properties).toMatchObject({ companyName: 'ACME' });
  });

  it('is a conflict when somebody changed the contact, and changes nothing', async () => {
    const id = addContact(sparse);
    const contact = await existing('jana@fuchs.example');
    control().patchContact(BOB, id, { properties: { jobTitle: 'Boss' } });
    const before = inBob();
    for (const fields of [{ mobilePhone: '1' }, { surname: 'Fuchs' }]) {
      const error = { kind: 'conflict', code: 'ErrorIrresolvableConflict' };
      await expect(open().completeContact(BOB, contact, fields)).rejects.toMatchObject(error);
    }
    expect(inBob()).toEqual(before);
    control().deleteContact(BOB, id);
    const gone = { kind: 'notFound', code: 'ErrorItemNotFound' };
    await expect(open().completeContact(BOB, contact, { mobilePhone: '1' })).rejects.toMatchObject(gone);
  });

  it('tells when nobody knows whether it was done', async () => {
    addContact(sparse);
    const contact = await existing('jana@fuchs.example');
    control().addFault({ match: { method: 'PATCH' }, effect: { status: 503, tookEffect: true } });
    const source = open();
    await expect(source.completeContact(BOB, contact, { mobilePhone: '1' })).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(source.count.requests).toBe(1);
    expect(inBob()[0]?.properties).toMatchObject({ mobilePhone: '1' });
  });
});
