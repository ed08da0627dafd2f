import { describe, expect, it } from 'vitest';
import { refusal, stage } from './harness.ts';
import { ANNA, BOB } from './tenant-fixture.ts';

const set = stage({}, true);
const folders = `/users/${ANNA}/contactFolders`;

describe('contact folders', () => {
  it('are listed from below the default folder, which is in no list', async () => {
    const { client } = set();
    expect((await client.page(`/users/${BOB}/contactFolders`)).value).toEqual([]);
    const { value } = await client.page(folders);
    expect(value.map(({ displayName }) => displayName)).toEqual(['Suppliers']);
    const [first] = (await client.page(`/users/${ANNA}/contacts?$top=1`)).value;
    expect(value[0]?.['parentFolderId']).toBe(first?.['parentFolderId']);
  });

  it('have children, and contacts of their own', async () => {
    const { client } = set();
    const [suppliers] = (await client.page(folders)).value;
    const children = await client.page(`${folders}/${suppliers?.id ?? ''}/childFolders`);
    expect(children.value).toMatchObject([{ displayName: 'North', parentFolderId: suppliers?.id }]);
    const north = children.value[0]?.id ?? '';
    expect((await client.page(`${folders}/${suppliers?.id ?? ''}/contacts`)).value).toHaveLength(3);
    expect((await client.page(`${folders}/${north}/contacts`)).value).toHaveLength(1);
    const nested = `${folders}/${suppliers?.id ?? ''}/childFolders/${north}/contacts`;
    expect((await client.page(nested)).value).toHaveLength(1);
    expect((await client.page(`${nested}/delta`))['@odata.deltaLink']).toBeDefined();
    expect((await client.page(`${folders}?$expand=childFolders`)).value).toMatchObject([
      { childFolders: [{ displayName: 'North' }] },
    ]);
  });

  it('know the default folder by its id and as `contacts`', async () => {
    const { client } = set();
    const byName = await client.item('GET', `${folders}/contacts`);
    expect(byName).toMatchObject({ displayName: 'Contacts' });
    expect((await client.item('GET', `${folders}/${byName.id}?$select=displayName`)).id).toBe(byName.id);
    expect((await client.page(`${folders}/${byName.id}/contacts?$count=true`))['@odata.count']).toBe(25);
  });

  it('are created, renamed and deleted', async () => {
    const { client } = set();
    const { deltaLink } = await client.pages(`${folders}/delta`);
    const created = await client.item('POST', folders, { displayName: 'Cards' });
    expect(refusal(await client.write('POST', folders, { displayName: 'cards' }))).toBe('409 ErrorFolderExists');
    const child = await client.item('POST', `${folders}/${created.id}/childFolders`, { displayName: 'Old' });
    const inside = await client.item('POST', `${folders}/${child.id}/contacts`, { givenName: 'A' });
    const renamed = await client.item('PATCH', `${folders}/${created.id}`, { displayName: 'Business cards' });
    expect(renamed).toMatchObject({ id: created.id, displayName: 'Business cards' });
    const changes = await client.pages(deltaLink);
    expect(changes.items.map(({ id }) => id)).toEqual([child.id, created.id]);
    expect((await client.write('DELETE', `${folders}/${created.id}`)).status).toBe(204);
    expect(refusal(await client.write('DELETE', `${folders}/${created.id}`))).toBe('404 ErrorItemNotFound');
    expect(refusal(await client.get(`${folders}/${child.id}`))).toBe('404 ErrorItemNotFound');
    expect(refusal(await client.get(`/users/${ANNA}/contacts/${inside.id}`))).toBe('404 ErrorItemNotFound');
    const removals = await client.pages(changes.deltaLink);
    expect(removals.items.map((item) => item['@removed'])).toEqual([{ reason: 'deleted' }, { reason: 'deleted' }]);
  });

  it('page by ten and filter by name', async () => {
    const { client, simulator } = set();
    for (let index = 0; index < 12; index += 1) simulator.control.addContactFolder(BOB, `Folder ${index}`);
    const { pages, items } = await client.pages(`/users/${BOB}/contactFolders`);
    expect(pages.map((page) => page.value.length)).toEqual([10, 2]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(12);
    const one = await client.page(`/users/${BOB}/contactFolders?$filter=displayName eq 'folder 7'`);
    expect(one.value).toHaveLength(1);
  });

  it('protect the default folder and check ids', async () => {
    const { client } = set();
    expect(refusal(await client.write('DELETE', `${folders}/contacts`))).toBe('403 ErrorDeleteDistinguishedFolder');
    expect(refusal(await client.get(`${folders}/nonsense`))).toBe('400 ErrorInvalidIdMalformed');
    const foreign = (await client.page(`/users/${BOB}/contactFolders`)).value[0]?.id ?? '';
    expect(refusal(await client.get(`${folders}/${foreign}/contacts`))).toBe('404 ErrorItemNotFound');
    expect(refusal(await client.write('POST', folders, {}))).toBe('400 BadRequest');
  });
});
