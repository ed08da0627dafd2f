import { afterEach, describe, expect, it } from 'vitest';
import { refusal, stage } from './harness.ts';
import { ANNA, BOB } from './tenant-fixture.ts';

const set = stage({}, true);
const list = `/users/${ANNA}/contacts`;
const fax = 'String 0x3a24';
const guid = '{00062004-0000-0000-c000-000000000046}';
const card = 'String {A7B529B5-4B75-47A7-A24F-20743D6C55CD} Name CardId';
const cardAnswered = 'String {a7b529b5-4b75-47a7-a24f-20743d6c55cd} Name CardId';

function expand(...ids: string[]): string {
  const filter = ids.map((id) => `id eq '${id}'`).join(' or ');
  return `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=${filter})`)}`;
}

afterEach(() => {
  set().simulator.control.clearQuirks();
});

describe('a list of contacts', () => {
  it('has pages of ten and nextLinks with $skip', async () => {
    const { pages, items } = await set().client.pages(list);
    expect(pages.map((page) => page.value.length)).toEqual([10, 10, 5]);
    expect(pages[0]?.['@odata.nextLink']).toContain('$skip=10');
    expect(new Set(items.map(({ id }) => id)).size).toBe(25);
  });

  it('takes $top up to 1,000, $skip, $count and $select', async () => {
    const { client } = set();
    expect((await client.page(`${list}?$top=1000`)).value).toHaveLength(25);
    expect(refusal(await client.get(`${list}?$top=1001`))).toBe('400 ErrorInvalidUrlQuery');
    const page = await client.page(`${list}?$skip=24&$top=5&$count=true&$select=surname`);
    expect(page['@odata.count']).toBe(25);
    expect(Object.keys(page.value[0] ?? {}).sort()).toEqual(['@odata.etag', 'id', 'surname']);
    expect((await client.page(`${list}?$skip=100`)).value).toEqual([]);
    expect(refusal(await client.get(`${list}?$select=phone`))).toBe('400 BadRequest');
  });

  it('shows every property with its empty value', async () => {
    const [first] = (await set().client.page(`${list}?$top=1`)).value;
    expect(first).toMatchObject({ birthday: null, homePhones: [], homeAddress: {}, mobilePhone: '+4917100000' });
    expect(first?.['@odata.etag']).toBe(`W/"${String(first?.['changeKey'])}"`);
    expect(first).not.toHaveProperty('singleValueExtendedProperties');
  });

  it('shifts its pages when contacts are deleted meanwhile', async () => {
    const { client, simulator } = set();
    for (let index = 0; index < 20; index += 1)
      simulator.control.addContact(BOB, { properties: { givenName: `${index}` } });
    const first = await client.page(`/users/${BOB}/contacts`);
    simulator.control.deleteContact(BOB, first.value[0]?.id ?? '');
    const second = await client.page(first['@odata.nextLink'] ?? '');
    expect(second.value).toHaveLength(9);
    expect(second.value[0]?.['givenName']).toBe('11');
    simulator.control.emptyMailbox(BOB);
  });

  it('sorts and filters', async () => {
    const { client } = set();
    const sorted = await client.page(`${list}?$orderby=displayName desc&$top=2&$select=displayName`);
    expect(sorted.value.map(({ displayName }) => displayName)).toEqual(['Person 00024', 'Person 00023']);
    const filtered = await client.page(`${list}?$filter=mobilePhone eq '%2B4917100007'&$select=surname`);
    expect(filtered.value).toMatchObject([{ surname: '00007' }]);
    const paged = await client.pages(`${list}?$filter=startswith(displayName,'person 0001')&$top=4`);
    expect(paged.pages.map((page) => page.value.length)).toEqual([4, 4, 2]);
  });

  it('filters collections as far as Graph does: whole addresses and categories, no numbers', async () => {
    const { client, simulator } = set();
    const properties = { givenName: 'E', emailAddresses: [{ address: 'A_b@c.example' }], categories: ['Card'] };
    simulator.control.addContact(BOB, { properties });
    const search = (filter: string) => client.get(`/users/${BOB}/contacts?$filter=${encodeURIComponent(filter)}`);
    for (const filter of ["emailAddresses/any(a:a/address eq 'a_b@c.example')", "categories/any(c:c eq 'Card')"])
      expect((await search(filter)).json).toMatchObject({ value: [{ givenName: 'E' }] });
    for (const filter of [
      "emailAddresses/any(a:startswith(a/address,'a_b'))",
      "emailAddresses/any(a:a/name eq 'a')",
      "emailAddresses/any(a:a/address gt 'a')",
      "businessPhones/any(p:p eq '1')",
    ])
      expect(refusal(await search(filter)), filter).toBe('400 ErrorInvalidUrlQueryFilter');
    simulator.control.emptyMailbox(BOB);
  });

  it('refuses options that it does not know', async () => {
    expect(refusal(await set().client.get(`${list}?$search="a"`))).toBe('501 NotImplemented');
    expect(refusal(await set().client.get(`${list}?$limit=5`))).toBe('400 BadRequest');
  });

  it('counts distribution lists that it never returns', async () => {
    set().simulator.control.setQuirk('distributionLists');
    const page = await set().client.page(`${list}?$count=true&$top=100`);
    expect(page['@odata.count']).toBe(page.value.length + 1);
  });
});

describe('extended properties', () => {
  it('are expanded in lists and items, with normalised ids, only those found', async () => {
    const { client, simulator } = set();
    const extended = { [fax]: '+4930999', [card]: 'X-1', [`Integer ${guid} Id 0x00008022`]: '2' };
    const added = simulator.control.addContact(BOB, { properties: { givenName: 'F' }, extended });
    const wanted = expand('String 0x3A24', 'String 0x3a25', card, `Integer ${guid.toUpperCase()} Id 0x8022`);
    const [shown] = (await client.page(`/users/${BOB}/contacts?${wanted}&$select=id`)).value;
    expect(shown?.['singleValueExtendedProperties']).toEqual([
      { id: fax, value: '+4930999' },
      { id: cardAnswered, value: 'X-1' },
      { id: `Integer ${guid} Id 0x8022`, value: '2' },
    ]);
    const selected = `$select=id,singleValueExtendedProperties&${expand(fax)}`;
    const one = await client.item('GET', `/users/${BOB}/contacts/${added.id}?${selected}`);
    expect(one['singleValueExtendedProperties']).toHaveLength(1);
    const none = await client.item('GET', `/users/${BOB}/contacts/${added.id}?${expand('String 0x3a25')}`);
    expect(none).not.toHaveProperty('singleValueExtendedProperties');
    const documented32bit = await client.item(
      'GET',
      `/users/${BOB}/contacts/${added.id}?${expand('String 0x3a24001f')}`,
    );
    expect(documented32bit).not.toHaveProperty('singleValueExtendedProperties');
  });

  it('refuse ids that are none', async () => {
    const { client } = set();
    const refused = '400 ErrorInvalidExtendedProperty';
    expect(refusal(await client.get(`${list}?${expand(`Long ${guid} Id 0x8022`)}`))).toBe(refused);
    expect(refusal(await client.get(`${list}?${expand('0x3a24')}`))).toBe(refused);
    expect(refusal(await client.get(`${list}?$expand=singleValueExtendedProperties`))).toBe('400 BadRequest');
    expect(refusal(await client.get(`${list}?$expand=nonsense`))).toBe('400 BadRequest');
  });

  it('find contacts: value without regard to case, name with; the property is not in the answer', async () => {
    const { client, simulator } = set();
    simulator.control.addContact(BOB, { properties: { givenName: 'C' }, extended: { [card]: 'Find-Me' } });
    const search = (id: string, comparison: string): Promise<unknown[]> => {
      const filter = `singleValueExtendedProperties/any(ep: ep/id eq '${id}' and ${comparison})`;
      return client.page(`/users/${BOB}/contacts?$filter=${encodeURIComponent(filter)}`).then((page) => page.value);
    };
    const found = await search(card, "ep/value eq 'find-me'");
    expect(found).toHaveLength(1);
    expect(found[0]).not.toHaveProperty('singleValueExtendedProperties');
    expect(await search(card.replace('CardId', 'cardid'), "ep/value eq 'find-me'")).toHaveLength(0);
    expect(await search(card, "startswith(ep/value, 'find')")).toHaveLength(1);
    expect(await search(`Integer ${guid} Id 0x8022`, 'cast(ep/value,Edm.Int32) gt 1')).toHaveLength(1);
    expect(await search(`Integer ${guid} Id 0x8022`, 'cast(ep/value,Edm.Int32) gt 2')).toHaveLength(0);
  });

  it('show the twins of native properties', async () => {
    const { client, simulator } = set();
    const properties = {
      givenName: 'T',
      businessPhones: ['+491', '+492'],
      emailAddresses: [{ address: 'a@b.example' }],
    };
    const { id } = simulator.control.addContact(BOB, { properties });
    const ids = ['String 0x3a08', 'String 0x3a1b', `String ${guid} Id 0x8083`, 'String 0x3a06'];
    const shown = await client.item('GET', `/users/${BOB}/contacts/${id}?${expand(...ids)}`);
    const values = ['+491', '+492', 'a@b.example', 'T'].map((value, index) => ({ id: ids[index], value }));
    expect(shown['singleValueExtendedProperties']).toEqual(values);
  });
});

describe('slots', () => {
  it('collapse: a second number without a first is at index 0', async () => {
    const { client, simulator } = set();
    const extended = { 'String 0x3a1b': '+492', [`String ${guid} Id 0x8093`]: 'second@b.example' };
    const { id } = simulator.control.addContact(BOB, { properties: { givenName: 'S' }, extended });
    const path = `/users/${BOB}/contacts/${id}`;
    expect(await client.item('GET', path)).toMatchObject({
      businessPhones: ['+492'],
      emailAddresses: [{ address: 'second@b.example' }],
      primaryEmailAddress: null,
      secondaryEmailAddress: { address: 'second@b.example' },
    });
    simulator.control.setQuirk('emptySlots');
    expect(await client.item('GET', path)).toMatchObject({ businessPhones: ['', '+492'] });
  });
});
