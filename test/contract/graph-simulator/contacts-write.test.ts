import { afterEach, describe, expect, it } from 'vitest';
import { startGraphSimulator } from '../../../local/graph-simulator/simulator.ts';
import { Client, errorMessage, refusal, stage } from './harness.ts';
import { BOB, smallTenant } from './tenant-fixture.ts';

let now = new Date('2026-11-21T12:00:00Z');
const set = stage({ clock: () => now }, true);
const contacts = `/users/${BOB}/contacts`;
const fax = 'String 0x3a24';
const expandFax = `$expand=singleValueExtendedProperties($filter=id eq '${fax}')`;

afterEach(() => {
  now = new Date('2026-11-21T12:00:00Z');
  set().simulator.control.clearQuirks();
});

describe('creating a contact', () => {
  it('answers 201 with the whole contact, names and dates composed', async () => {
    const body = {
      '@odata.type': '#microsoft.graph.contact',
      givenName: 'Ann',
      surname: 'Lee',
      birthday: '1974-07-22',
      emailAddresses: [{ address: 'ann@lee.example', name: 'Ann' }],
      homeAddress: { city: 'Bonn' },
    };
    const created = await set().client.item('POST', contacts, body);
    expect(created).toMatchObject({
      displayName: 'Ann Lee',
      fileAs: 'Lee, Ann',
      birthday: '1974-07-22T00:00:00Z',
      createdDateTime: '2026-11-21T12:00:00Z',
      lastModifiedDateTime: '2026-11-21T12:00:00Z',
      homeAddress: { city: 'Bonn' },
      primaryEmailAddress: { address: 'ann@lee.example' },
    });
    expect(created['@odata.etag']).toMatch(/^W\/"[\w-]+"$/);
    expect(await set().client.item('GET', `${contacts}/${created.id}`)).toMatchObject({ surname: 'Lee' });
  });

  it('repeats freely: the same body twice is two contacts', async () => {
    const { client } = set();
    const [first, second] = [
      await client.item('POST', contacts, { givenName: 'Twin' }),
      await client.item('POST', contacts, { givenName: 'Twin' }),
    ];
    expect(first.id).not.toBe(second.id);
  });

  it('needs a given name or a display name', async () => {
    const answer = await set().client.write('POST', contacts, { emailAddresses: [{ address: 'a@b.example' }] });
    expect(refusal(answer)).toBe('400 ErrorInvalidProperty');
    expect(errorMessage(answer)).toContain('GivenName');
  });

  it.each([
    [
      'emailAddresses',
      [1, 2, 3, 4].map((index) => ({ address: `a${index}@b.example` })),
      'EmailAddresses has 4 entries, that exceeds the max allowed value of 3',
    ],
    ['businessPhones', ['1', '2', '3'], 'BusinessPhones has 3 entries, that exceeds the max allowed value of 2'],
    ['homePhones', ['1', '2', '3'], 'HomePhones'],
    ['imAddresses', ['1', '2', '3', '4'], 'ImAddresses'],
  ])('refuses too many %s', async (name, values, message) => {
    const answer = await set().client.write('POST', contacts, { givenName: 'A', [name]: values });
    expect(answer.status).toBe(400);
    expect(errorMessage(answer)).toContain(message);
  });

  it.each([
    ['an unknown property', { givenName: 'A', fax: '1' }],
    ['a wrong type', { givenName: 5 }],
    ['a bad date', { givenName: 'A', birthday: 'yesterday' }],
  ])('refuses %s', async (_what, body) => {
    expect(refusal(await set().client.write('POST', contacts, body))).toBe('400 RequestBodyRead');
  });

  it('refuses bodies that are no JSON, or have no content type', async () => {
    const { client } = set();
    const json = { 'content-type': 'application/json' };
    const broken = await client.send(`/v1.0${contacts}`, { method: 'POST', headers: json, text: '{' });
    expect(refusal(broken)).toBe('400 BadRequest');
    const untyped = await client.send(`/v1.0${contacts}`, { method: 'POST', text: '{"givenName":"A"}' });
    expect(refusal(untyped)).toBe('400 BadRequest');
    expect(refusal(await client.write('POST', contacts, []))).toBe('400 UnableToDeserializePostBody');
  });

  it('drops a bad address and keeps its name; X.500 addresses stay', async () => {
    const emailAddresses = [
      { address: 'no address', name: 'Ann' },
      { address: '/o=Org/cn=ann', name: 'EX' },
    ];
    const created = await set().client.item('POST', contacts, { givenName: 'A', emailAddresses });
    expect(created['emailAddresses']).toEqual([{ name: 'Ann' }, { address: '/o=Org/cn=ann', name: 'EX' }]);
  });
});

describe('changing a contact', () => {
  it('leaves what is not mentioned, replaces arrays, clears with null and []', async () => {
    const { client } = set();
    const { id } = await client.item('POST', contacts, {
      givenName: 'A',
      jobTitle: 'B',
      businessPhones: ['1', '2'],
      mobilePhone: '3',
    });
    const body = { businessPhones: ['4'], mobilePhone: null, categories: [] };
    expect(await client.item('PATCH', `${contacts}/${id}`, body)).toMatchObject({
      givenName: 'A',
      jobTitle: 'B',
      businessPhones: ['4'],
      mobilePhone: null,
    });
  });

  it('regenerates the display name unless it is sent along', async () => {
    const { client } = set();
    const { id } = await client.item('POST', contacts, { givenName: 'Ann', surname: 'Lee', displayName: 'The boss' });
    const path = `${contacts}/${id}`;
    expect(await client.item('PATCH', path, { jobTitle: 'CEO' })).toMatchObject({ displayName: 'The boss' });
    expect(await client.item('PATCH', path, { surname: 'Low' })).toMatchObject({
      displayName: 'Ann Low',
      fileAs: 'Low, Ann',
    });
    const sent = { surname: 'Law', displayName: 'Kept' };
    expect(await client.item('PATCH', path, sent)).toMatchObject({ displayName: 'Kept' });
  });

  it('changes the etag, and checks If-Match', async () => {
    const { client } = set();
    const created = await client.item('POST', contacts, { givenName: 'A' });
    const path = `${contacts}/${created.id}`;
    now = new Date('2026-11-21T12:00:05Z');
    const changed = await client.item('PATCH', path, { surname: 'B' }, { 'If-Match': created['@odata.etag'] });
    expect(changed['@odata.etag']).not.toBe(created['@odata.etag']);
    expect(changed).toMatchObject({
      lastModifiedDateTime: '2026-11-21T12:00:05Z',
      createdDateTime: '2026-11-21T12:00:00Z',
    });
    const stale = { 'If-Match': created['@odata.etag'] };
    const conflict = '412 ErrorIrresolvableConflict';
    expect(refusal(await client.write('PATCH', path, { surname: 'C' }, stale))).toBe(conflict);
    expect(refusal(await client.write('DELETE', path, undefined, stale))).toBe(conflict);
    expect((await client.write('DELETE', path, undefined, { 'If-Match': '*' })).status).toBe(204);
  });

  it('changes nothing when it is refused', async () => {
    const { client } = set();
    const created = await client.item('POST', contacts, { givenName: 'A' });
    const body = { surname: 'B', singleValueExtendedProperties: [{ id: 'Long 0x3a24', value: '1' }] };
    const answer = await client.write('PATCH', `${contacts}/${created.id}`, body);
    expect(refusal(answer)).toBe('400 ErrorInvalidExtendedProperty');
    const after = await client.item('GET', `${contacts}/${created.id}`);
    expect(after['@odata.etag']).toBe(created['@odata.etag']);
    expect(after['surname']).toBeNull();
  });
});

describe('extended properties', () => {
  it('are written in the body of POST and PATCH, and cleared with null', async () => {
    const { client } = set();
    const write = (value: string | null): unknown => ({
      singleValueExtendedProperties: [{ id: 'String 0x3A24', value }],
    });
    const created = await client.item('POST', `${contacts}?${expandFax}`, { givenName: 'A', ...Object(write('+49')) });
    expect(created['singleValueExtendedProperties']).toEqual([{ id: fax, value: '+49' }]);
    const path = `${contacts}/${created.id}?${expandFax}`;
    const changed = await client.item('PATCH', path, write('+50'));
    expect(changed['singleValueExtendedProperties']).toEqual([{ id: fax, value: '+50' }]);
    expect(await client.item('PATCH', path, write(null))).not.toHaveProperty('singleValueExtendedProperties');
  });

  it('set the twins of native properties', async () => {
    const body = {
      givenName: 'A',
      singleValueExtendedProperties: [
        { id: 'String 0x3a1b', value: '+492' },
        { id: 'String 0x3a1c', value: '+49171' },
      ],
    };
    const created = await set().client.item('POST', contacts, body);
    expect(created).toMatchObject({ businessPhones: ['+492'], mobilePhone: '+49171' });
  });

  it('check values by type', async () => {
    for (const [id, value] of [
      ['Integer 0x8006', 'x'],
      ['SystemTime 0x3a41', 'soon'],
      ['Boolean 0x1', '2'],
    ]) {
      const body = { givenName: 'A', singleValueExtendedProperties: [{ id, value }] };
      expect(refusal(await set().client.write('POST', contacts, body))).toBe('400 ErrorInvalidExtendedProperty');
    }
  });

  it('with new names use up a quota', async () => {
    const { client, simulator } = set();
    const named = (name: string): unknown => ({
      givenName: 'A',
      singleValueExtendedProperties: [{ id: `String {a7b529b5-4b75-47a7-a24f-20743d6c55cd} Name ${name}`, value: '1' }],
    });
    await client.item('POST', contacts, named('One'));
    simulator.control.setNamedPropertyQuota(BOB, 1);
    await client.item('POST', contacts, named('One'));
    const answer = await client.write('POST', contacts, named('Two'));
    expect(refusal(answer)).toBe('403 ErrorQuotaExceeded');
    expect(errorMessage(answer)).toBe('Cannot get ID from name.');
    simulator.control.setNamedPropertyQuota(BOB, 100);
  });
});

describe('a full mailbox', () => {
  it('takes nothing more, can be read, and has room again when something is deleted', async () => {
    const { client, simulator } = set();
    const { id } = await client.item('POST', contacts, { givenName: 'A' });
    simulator.control.setMailboxFull(BOB);
    const full = '403 ErrorQuotaExceeded';
    expect(refusal(await client.write('POST', contacts, { givenName: 'B' }))).toBe(full);
    expect(refusal(await client.write('PATCH', `${contacts}/${id}`, { givenName: 'B' }))).toBe(full);
    expect(refusal(await client.write('POST', `/users/${BOB}/contactFolders`, { displayName: 'C' }))).toBe(full);
    expect(await client.item('GET', `${contacts}/${id}`)).toMatchObject({ givenName: 'A' });
    expect((await client.write('DELETE', `${contacts}/${id}`)).status).toBe(204);
    simulator.control.setMailboxFull(BOB, false);
    await client.item('POST', contacts, { givenName: 'B' });
  });
});

describe('deleting a contact', () => {
  it('answers 204, and 404 the second time', async () => {
    const { client } = set();
    const { id } = await client.item('POST', contacts, { givenName: 'A' });
    expect((await client.write('DELETE', `${contacts}/${id}`)).status).toBe(204);
    expect(refusal(await client.write('DELETE', `${contacts}/${id}`))).toBe('404 ErrorItemNotFound');
    expect(refusal(await client.get(`${contacts}/${id}`))).toBe('404 ErrorItemNotFound');
  });
});

describe('ids', () => {
  it('are mutable unless the request prefers immutable ones; both open the contact', async () => {
    const { client } = set();
    const mutable = await client.item('POST', contacts, { givenName: 'A' });
    const answer = await client.get(`${contacts}/${mutable.id}`, { Prefer: 'IdType="ImmutableId"' });
    expect(answer.headers['preference-applied']).toBe('IdType=ImmutableId');
    const immutable = await client.item('GET', `${contacts}/${mutable.id}`, undefined, {
      Prefer: 'IdType="ImmutableId"',
    });
    expect(immutable.id).not.toBe(mutable.id);
    expect((await client.item('GET', `${contacts}/${immutable.id}`)).id).toBe(mutable.id);
  });

  it('are case-sensitive: some differ in nothing else', async () => {
    const { client, simulator } = set();
    for (let index = 0; index < 60; index += 1) simulator.control.addContact(BOB, { properties: { givenName: 'A' } });
    const { items } = await client.pages(`${contacts}?$select=id&$top=500`);
    const folded = new Set(items.map(({ id }) => id.toLowerCase()));
    expect(folded.size).toBeLessThan(items.length);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  });

  it('are checked for their shape', async () => {
    expect(refusal(await set().client.get(`${contacts}/nonsense`))).toBe('400 ErrorInvalidIdMalformed');
  });

  it('are the same after a restart with the same tenant, and so are change keys', async () => {
    const restarted = await startGraphSimulator({ tenant: smallTenant() });
    const client = new Client(restarted);
    const path = '/users/office@contoso.example/contacts';
    const [before, after] = [await set().client.page(path), await client.page(path)];
    expect(before.value).toHaveLength(1);
    expect(after.value).toEqual(before.value);
    await client.close();
    await restarted.close();
  });
});

it('mutateNothing: writes look as if they worked', async () => {
  const { client, simulator } = set();
  const kept = await client.item('POST', contacts, { givenName: 'Kept' });
  simulator.control.setQuirk('mutateNothing');
  const before = simulator.control.contacts(BOB);
  const lost = await client.item('POST', contacts, { givenName: 'Lost' });
  expect(await client.item('PATCH', `${contacts}/${kept.id}`, { surname: 'X' })).toMatchObject({ surname: 'X' });
  expect((await client.write('DELETE', `${contacts}/${kept.id}`)).status).toBe(204);
  expect(refusal(await client.get(`${contacts}/${lost.id}`))).toBe('404 ErrorItemNotFound');
  expect(simulator.control.contacts(BOB)).toEqual(before);
});
