import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorMessage, refusal, stage } from './harness.ts';
import type { Item } from './harness.ts';
import { ANNA, BOB, OFFICE } from './tenant-fixture.ts';

const set = stage({}, true);
const delta = `/users/${BOB}/contacts/delta`;
const immutable = { Prefer: 'IdType="ImmutableId"' };
const removedItem = { '@removed': { reason: 'deleted' } };

/** Ids of fifteen new contacts of Bob. */
let ids: string[] = [];
beforeEach(() => {
  const { control } = set().simulator;
  control.emptyMailbox(BOB);
  ids = Array.from(
    { length: 15 },
    (_, index) => control.addContact(BOB, { properties: { givenName: `G${index}` } }).id,
  );
});
afterEach(() => {
  set().simulator.control.clearQuirks();
});

function names(items: readonly Item[]): unknown[] {
  return items.map((item) => item['givenName'] ?? item['@removed']);
}

describe('a first round', () => {
  it('has pages of ten without Prefer, and ends with a deltaLink', async () => {
    const { pages, items, deltaLink } = await set().client.pages(delta);
    expect(pages.map((page) => page.value.length)).toEqual([10, 5]);
    expect(pages[0]?.['@odata.nextLink']).toMatch(/\/contacts\/delta\?\$skiptoken=[\w-]+$/);
    expect(pages[0]).not.toHaveProperty('@odata.deltaLink');
    expect(deltaLink).toMatch(/\$deltatoken=[\w-]+$/);
    expect(items[0]).toMatchObject({ '@odata.type': '#microsoft.graph.contact', givenName: 'G0' });
  });

  it('honours odata.maxpagesize up to 200, only on the requests that carry it', async () => {
    const { client } = set();
    const first = await client.get(delta, { Prefer: 'odata.maxpagesize=4, IdType="ImmutableId"' });
    expect(first.headers['preference-applied']).toBe('odata.maxpagesize=4, IdType=ImmutableId');
    const four = await client.page(delta, { Prefer: 'odata.maxpagesize=4' });
    expect(four.value).toHaveLength(4);
    expect((await client.page(four['@odata.nextLink'] ?? '')).value).toHaveLength(10);
    expect((await client.page(delta, { Prefer: 'odata.maxpagesize=100000' })).value).toHaveLength(15);
  });

  it('takes $select and bakes it into the links', async () => {
    const { client, simulator } = set();
    const { items, deltaLink } = await client.pages(`${delta}?$select=givenName`);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['@odata.etag', '@odata.type', 'givenName', 'id']);
    simulator.control.patchContact(BOB, ids[0] ?? '', { properties: { surname: 'New' } });
    const [changed] = (await client.page(deltaLink)).value;
    expect(changed).not.toHaveProperty('surname');
    expect(changed).toHaveProperty('givenName', 'G0');
  });

  it.each([
    '$top=5',
    '$expand=singleValueExtendedProperties',
    "$filter=givenName eq 'a'",
    '$orderby=displayName',
    '$search="a"',
    '$skip=1',
    '$count=true',
  ])('refuses %s', async (option) => {
    const answer = await set().client.get(`${delta}?${option}`);
    expect(refusal(answer)).toBe('400 ErrorInvalidUrlQuery');
    expect(errorMessage(answer)).toContain("not supported with change tracking over the 'Contacts' resource");
  });

  it('is the same under its other spellings', async () => {
    for (const spelling of ['delta()', 'microsoft.graph.delta', 'microsoft.graph.delta()']) {
      expect((await set().client.page(`/users/${BOB}/contacts/${spelling}`)).value).toHaveLength(10);
    }
  });

  it('survives changes while it is under way, and tells them in the next round', async () => {
    const { client, simulator } = set();
    const first = await client.page(delta, immutable);
    simulator.control.deleteContact(BOB, ids[2] ?? '');
    simulator.control.deleteContact(BOB, ids[12] ?? '');
    const late = simulator.control.addContact(BOB, { properties: { givenName: 'late' } });
    const rest = await client.pages(first['@odata.nextLink'] ?? '', immutable);
    const shown = new Set([...first.value, ...rest.items].map(({ id }) => id));
    for (const id of ids) expect(shown.has(id)).toBe(id !== ids[12]);
    const next = await client.pages(rest.deltaLink, immutable);
    const removed = next.items.filter((item) => item['@removed'] !== undefined).map(({ id }) => id);
    expect(removed.sort()).toEqual([ids[2], ids[12]].sort());
    expect([...rest.items, ...next.items].map(({ id }) => id)).toContain(late.id);
  });
});

describe('a round of changes', () => {
  it('is empty when nothing happened, with a new deltaLink', async () => {
    const { client } = set();
    const { deltaLink } = await client.pages(delta);
    const page = await client.page(deltaLink);
    expect(page.value).toEqual([]);
    expect(page['@odata.deltaLink']).toBeDefined();
  });

  it('tells each contact once, with its latest state', async () => {
    const { client, simulator } = set();
    const { deltaLink } = await client.pages(delta, immutable);
    simulator.control.patchContact(BOB, ids[0] ?? '', { properties: { surname: 'A' } });
    simulator.control.patchContact(BOB, ids[0] ?? '', { properties: { surname: 'B' } });
    simulator.control.patchContact(BOB, ids[1] ?? '', { properties: { surname: 'C' } });
    simulator.control.deleteContact(BOB, ids[1] ?? '');
    const added = simulator.control.addContact(BOB, { properties: { givenName: 'new' } });
    const { value } = await client.page(deltaLink, immutable);
    expect(value).toMatchObject([
      { id: ids[0], givenName: 'G0', surname: 'B' },
      { id: ids[1], ...removedItem },
      { id: added.id, givenName: 'new' },
    ]);
  });

  it('can be asked for again with the same link', async () => {
    const { client, simulator } = set();
    const { deltaLink } = await client.pages(delta);
    simulator.control.deleteContact(BOB, ids[3] ?? '');
    const [first, second] = [await client.page(deltaLink), await client.page(deltaLink)];
    expect(first.value).toEqual(second.value);
  });

  it('includes own writes and edits of extended properties alone', async () => {
    const { client, simulator } = set();
    const { deltaLink } = await client.pages(delta, immutable);
    await client.item('PATCH', `/users/${BOB}/contacts/${ids[4] ?? ''}`, { jobTitle: 'CEO' });
    simulator.control.patchContact(BOB, ids[5] ?? '', { extended: { 'String 0x3a24': '+49' } });
    expect((await client.page(deltaLink, immutable)).value.map(({ id }) => id)).toEqual([ids[4], ids[5]]);
  });

  it('comes in pages', async () => {
    const { client, simulator } = set();
    const { deltaLink } = await client.pages(delta);
    for (const id of ids) simulator.control.patchContact(BOB, id, { properties: { surname: 'X' } });
    const { pages, items } = await client.pages(deltaLink, { Prefer: 'odata.maxpagesize=6' });
    expect(pages.map((page) => page.value.length)).toEqual([6, 6, 3]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(15);
  });
});

describe('a move', () => {
  it('is a removal here and an addition there; only the immutable id stays', async () => {
    const { client, simulator } = set();
    const there = simulator.control.addContactFolder(BOB, `There ${ids[0]?.slice(-8) ?? ''}`);
    const path = `/users/${BOB}/contactFolders/${there.id}/contacts/delta`;
    const links = {
      here: (await client.pages(delta)).deltaLink,
      there: (await client.pages(path)).deltaLink,
    };
    const before = simulator.control.contact(BOB, ids[0] ?? '');
    const after = simulator.control.moveContact(BOB, before.id, there.id);
    expect(after.id).toBe(before.id);
    expect(after.mutableId).not.toBe(before.mutableId);
    expect((await client.page(links.here)).value).toMatchObject([{ id: before.mutableId, ...removedItem }]);
    expect((await client.page(links.there)).value).toMatchObject([{ id: after.mutableId, givenName: 'G0' }]);
    expect((await client.page(links.here, immutable)).value).toMatchObject([{ id: before.id, ...removedItem }]);
    expect((await client.page(links.there, immutable)).value).toMatchObject([{ id: before.id, givenName: 'G0' }]);
    expect(refusal(await client.get(`/users/${BOB}/contacts/${before.mutableId}`))).toBe('404 ErrorItemNotFound');
    expect((await client.item('GET', `/users/${BOB}/contacts/${before.id}`)).id).toBe(after.mutableId);
  });

  it('there and back is no removal under the immutable id', async () => {
    const { client, simulator } = set();
    const there = simulator.control.addContactFolder(BOB, `Back ${ids[0]?.slice(-8) ?? ''}`);
    const { deltaLink } = await client.pages(delta);
    const before = simulator.control.contact(BOB, ids[1] ?? '');
    simulator.control.moveContact(BOB, before.id, there.id);
    const after = simulator.control.moveContact(BOB, before.id, 'Contacts');
    expect(names((await client.page(deltaLink, immutable)).value)).toEqual(['G1']);
    expect((await client.page(deltaLink)).value).toMatchObject([
      { id: before.mutableId, ...removedItem },
      { id: after.mutableId, givenName: 'G1' },
    ]);
  });
});

describe('tokens', () => {
  it('are opaque', async () => {
    const { deltaLink } = await set().client.pages(delta);
    const token = /deltatoken=(.+)$/.exec(deltaLink)?.[1] ?? '';
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('enumerate');
  });

  it('die on demand, deltaLinks and nextLinks (410 SyncStateNotFound)', async () => {
    const { client, simulator } = set();
    const first = await client.page(delta);
    const { deltaLink } = await client.pages(delta);
    const other = (await client.pages(`/users/${OFFICE}/contacts/delta`)).deltaLink;
    simulator.control.expireSyncState(BOB);
    const answer = await client.get(deltaLink);
    expect(refusal(answer)).toBe('410 SyncStateNotFound');
    expect(errorMessage(answer)).toMatch(/generation=\d+;\[highest=\d+\]/);
    expect(refusal(await client.get(first['@odata.nextLink'] ?? ''))).toBe('410 SyncStateNotFound');
    expect((await client.get(other)).status).toBe(200);
    simulator.control.expireSyncState();
    expect((await client.get(other)).status).toBe(410);
    expect((await client.pages(delta)).items).toHaveLength(15);
  });

  it('come without innerError where a quirk says so', async () => {
    const { client, simulator } = set();
    const { deltaLink } = await client.pages(delta);
    simulator.control.expireSyncState(BOB);
    simulator.control.setQuirk('noInnerError');
    expect((await client.get(deltaLink)).json).toEqual({
      error: { code: 'SyncStateNotFound', message: expect.stringContaining('generation') as string },
    });
  });

  it('belong to one folder, and are refused when damaged', async () => {
    const { client } = set();
    const { deltaLink } = await client.pages(delta);
    expect(refusal(await client.get(deltaLink.replace(BOB, OFFICE)))).toBe('400 ErrorInvalidUrlQuery');
    expect(refusal(await client.get(`${delta}?$deltatoken=nonsense`))).toBe('400 ErrorInvalidUrlQuery');
    const foreign = `R0usmc${'A'.repeat(80)}`;
    expect(refusal(await client.get(`${delta}?$deltatoken=${foreign}`))).toBe('410 SyncStateNotFound');
  });
});

describe('quirks', () => {
  it('emptyFirstPage: nothing but a nextLink', async () => {
    set().simulator.control.setQuirk('emptyFirstPage');
    const { pages, items } = await set().client.pages(delta);
    expect(pages.map((page) => page.value.length)).toEqual([0, 10, 5]);
    expect(items).toHaveLength(15);
  });

  it('partialItems: id, parentFolderId and what changed', async () => {
    const { client, simulator } = set();
    simulator.control.setQuirk('partialItems');
    const { items, deltaLink } = await client.pages(delta);
    expect(items[0]).toHaveProperty('businessPhones');
    simulator.control.patchContact(BOB, ids[0] ?? '', { properties: { jobTitle: 'CEO' } });
    simulator.control.patchContact(BOB, ids[0] ?? '', { properties: { department: 'Board' } });
    simulator.control.addContact(BOB, { properties: { givenName: 'new' } });
    const [changed, added] = (await client.page(deltaLink)).value;
    expect(Object.keys(changed ?? {}).sort()).toEqual(
      ['@odata.etag', '@odata.type', 'department', 'id', 'jobTitle', 'parentFolderId'].sort(),
    );
    expect(added).toHaveProperty('businessPhones');
  });

  it('duplicateItems: an item comes twice', async () => {
    set().simulator.control.setQuirk('duplicateItems');
    const { items } = await set().client.pages(delta);
    expect(items).toHaveLength(17);
    expect(new Set(items.map(({ id }) => id)).size).toBe(15);
  });

  it('shortPages: fewer than asked for', async () => {
    set().simulator.control.setQuirk('shortPages');
    expect((await set().client.page(delta)).value).toHaveLength(5);
  });

  it('unknownRemovals: an id that nobody has seen is removed', async () => {
    const { client, simulator } = set();
    simulator.control.setQuirk('unknownRemovals');
    const { items } = await client.pages(delta);
    const removed = items.filter((item) => item['@removed'] !== undefined);
    expect(removed).toHaveLength(1);
    expect(ids).not.toContain(removed[0]?.id);
  });

  it('lateChanges: a change comes one round later', async () => {
    const { client, simulator } = set();
    const { deltaLink } = await client.pages(delta, immutable);
    simulator.control.setQuirk('lateChanges');
    await client.pages(deltaLink);
    simulator.control.deleteContact(BOB, ids[0] ?? '');
    const first = await client.pages(deltaLink, immutable);
    expect(first.items).toEqual([]);
    const second = await client.pages(first.deltaLink, immutable);
    expect(second.items).toMatchObject([{ id: ids[0], ...removedItem }]);
    expect((await client.pages(second.deltaLink, immutable)).items).toEqual([]);
  });

  it('encodedDollar: %24 in links, which work', async () => {
    set().simulator.control.setQuirk('encodedDollar');
    const first = await set().client.page(delta);
    expect(first['@odata.nextLink']).toContain('?%24skiptoken=');
    const { deltaLink } = await set().client.pages(first['@odata.nextLink'] ?? '');
    expect(deltaLink).toContain('%24deltatoken=');
    expect((await set().client.page(deltaLink)).value).toEqual([]);
  });
});

it('is one token per folder: the default folder does not tell about its children', async () => {
  const { client, simulator } = set();
  const { deltaLink } = await client.pages(`/users/${ANNA}/contacts/delta`);
  simulator.control.addContact(ANNA, { properties: { givenName: 'x' } }, 'Suppliers/North');
  expect((await client.page(deltaLink)).value).toEqual([]);
});
