import { afterEach, describe, expect, it } from 'vitest';
import { errorMessage, refusal, stage } from './harness.ts';
import {
  ANNA,
  BOB,
  DORA,
  NORTH,
  OFFICE,
  SALES,
  TENANT_ID,
  largeTenant,
  smallTenant,
  user,
  userId,
} from './tenant-fixture.ts';

const eventual = { ConsistencyLevel: 'eventual' };
let now = new Date('2026-11-21T12:00:00Z');

describe('the organisation', () => {
  const set = stage();

  it('names the tenant and its domain', async () => {
    const { value } = await set().client.page('/organization?$select=id,displayName,verifiedDomains');
    expect(value).toMatchObject([{ id: TENANT_ID, verifiedDomains: [{ name: 'contoso.example', isDefault: true }] }]);
  });
});

describe('users', () => {
  const set = stage({ tenant: { ...largeTenant(250, 0), groups: [] } }, true);

  it('come in pages of 100, or of $top up to 999', async () => {
    const { pages, items } = await set().client.pages('/users');
    expect(pages.map((page) => page.value.length)).toEqual([100, 100, 50]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(250);
    expect(pages[0]?.['@odata.nextLink']).toMatch(/^https:\/\/localhost:\d+\/v1\.0\/users\?\$skiptoken=/);
    expect((await set().client.page('/users?$top=999')).value).toHaveLength(250);
    expect(refusal(await set().client.get('/users?$top=1000'))).toBe('400 BadRequest');
  });

  it('keep the other options in nextLinks', async () => {
    const { pages } = await set().client.pages('/users?$select=id,mail&$top=200');
    expect(pages).toHaveLength(2);
    expect(pages[1]?.value[0]).toEqual({ id: userId(201), mail: 'user201@contoso.example', '@odata.etag': '' });
  });

  it('have only the default properties without $select', async () => {
    const [first] = (await set().client.page('/users?$top=1')).value;
    expect(first).not.toHaveProperty('accountEnabled');
    expect(first).not.toHaveProperty('userType');
    expect(first).not.toHaveProperty('proxyAddresses');
    expect(first).toHaveProperty('userPrincipalName');
  });

  it('have exactly what is selected, id included', async () => {
    const [first] = (await set().client.page('/users?$top=1&$select=userType,accountEnabled')).value;
    expect(first).toEqual({ userType: 'Member', accountEnabled: true, id: '', '@odata.etag': '' });
    expect(refusal(await set().client.get('/users?$select=nonsense'))).toBe('400 BadRequest');
  });

  it('cannot be listed with mailboxSettings (501) or skipped', async () => {
    expect(refusal(await set().client.get('/users?$select=mailboxSettings'))).toBe('501 NotImplemented');
    expect(refusal(await set().client.get('/users?$skip=5'))).toBe('400 BadRequest');
  });

  it('sort', async () => {
    const { value } = await set().client.page('/users?$orderby=displayName desc&$top=2&$select=displayName');
    expect(value.map(({ displayName }) => displayName)).toEqual(['user99', 'user98']);
  });

  it('forget nextLinks that are not theirs', async () => {
    expect(refusal(await set().client.get('/users?$skiptoken=nonsense'))).toBe('400 BadRequest');
  });
});

describe('filters on users', () => {
  const set = stage({}, true);
  const plain = "/users?$filter=accountEnabled eq true and userType eq 'Member'&$select=id";

  it('plain ones need nothing', async () => {
    expect((await set().client.page(plain)).value).toHaveLength(4);
    expect((await set().client.page(`/users?$filter=mail eq '${ANNA.toUpperCase()}'`)).value).toHaveLength(1);
    expect((await set().client.page(`/users?$filter=userPrincipalName in ('${ANNA}','${BOB}')`)).value).toHaveLength(2);
    const proxy = `/users?$filter=proxyAddresses/any(p:p eq 'SMTP:${ANNA}')`;
    expect((await set().client.page(proxy)).value).toHaveLength(1);
    expect((await set().client.page("/users?$filter=startswith(displayName,'an')")).value).toHaveLength(1);
  });

  it.each([
    ["$filter=userType ne 'Guest'"],
    ["$filter=not(userType eq 'Guest')"],
    ["$filter=endswith(mail,'@contoso.example')"],
    ['$filter=accountEnabled eq true&$orderby=displayName'],
    ['$search="displayName:anna"'],
  ])('advanced ones need ConsistencyLevel and $count: %s', async (query) => {
    const { client } = set();
    const unsupported = '400 Request_UnsupportedQuery';
    expect(refusal(await client.get(`/users?${query}`))).toBe(unsupported);
    expect(refusal(await client.get(`/users?${query}`, eventual))).toBe(unsupported);
    expect(refusal(await client.get(`/users?${query}&$count=true`))).toBe(unsupported);
    const page = await client.page(`/users?${query}&$count=true`, eventual);
    expect(page['@odata.count']).toBe(page.value.length);
    expect(page.value.length).toBeGreaterThan(0);
  });

  it('advanced ones need the header on every page', async () => {
    const first = await set().client.page("/users?$filter=userType ne 'Guest'&$count=true&$top=1", eventual);
    const next = first['@odata.nextLink'] ?? '';
    expect(refusal(await set().client.get(next))).toBe('400 Request_UnsupportedQuery');
    expect((await set().client.page(next, eventual)).value).toHaveLength(1);
  });

  it('refuse what they cannot read', async () => {
    for (const filter of ['mail eq', "mail like 'a'", "nonsense eq 'a'", "mail eq 'a' or", "(mail eq 'a'", '§']) {
      expect(refusal(await set().client.get(`/users?$filter=${encodeURIComponent(filter)}`))).toBe('400 BadRequest');
    }
  });
});

describe('one user', () => {
  const set = stage();

  it('is found by id and by user principal name', async () => {
    const { client } = set();
    expect((await client.item('GET', `/users/${ANNA}`)).id).toBe(userId(1));
    expect((await client.item('GET', `/users/${userId(1).toUpperCase()}?$select=id,faxNumber`)).id).toBe(userId(1));
    const guest = encodeURIComponent('carl_partner.example#EXT#@contoso.example');
    expect((await client.item('GET', `/users/${guest}`)).id).toBe(userId(3));
    expect((await client.item('GET', `/users('${ANNA}')`)).id).toBe(userId(1));
  });

  it('is missing: Request_ResourceNotFound in the directory, ErrorInvalidUser in Exchange', async () => {
    const { client } = set();
    expect(refusal(await client.get('/users/nobody@contoso.example'))).toBe('404 Request_ResourceNotFound');
    expect(refusal(await client.get('/users/nobody@contoso.example/contacts'))).toBe('404 ErrorInvalidUser');
  });

  it('shows mailbox settings, alone and selected', async () => {
    const { client } = set();
    const settings = await client.item('GET', `/users/${OFFICE}/mailboxSettings?$select=timeZone,userPurpose`);
    expect(settings).toMatchObject({ timeZone: 'W. Europe Standard Time', userPurpose: 'shared' });
    expect(settings).not.toHaveProperty('workingHours');
    expect(await client.item('GET', `/users/${ANNA}/mailboxSettings`)).toHaveProperty('workingHours');
    const selected = await client.item('GET', `/users/${ANNA}?$select=id,mailboxSettings`);
    expect(selected).toMatchObject({ mailboxSettings: { userPurpose: 'user' } });
  });
});

describe('a mailbox that is missing', () => {
  const set = stage();

  it('answers with two codes in turn', async () => {
    const { client } = set();
    const codes = [];
    for (let index = 0; index < 4; index += 1) codes.push(refusal(await client.get(`/users/${DORA}/contacts`)));
    const one = '404 MailboxNotEnabledForRESTAPI';
    expect(codes).toEqual([one, '404 ResourceNotFound', one, '404 ResourceNotFound']);
  });

  it('can be taken away and given back', async () => {
    const { client, simulator } = set();
    simulator.control.setMailboxEnabled(ANNA, false);
    expect((await client.get(`/users/${ANNA}/contacts`)).status).toBe(404);
    simulator.control.setMailboxEnabled(ANNA, true);
    expect((await client.page(`/users/${ANNA}/contacts`)).value).toHaveLength(10);
    simulator.control.setMailboxEnabled(DORA, true);
    expect((await client.page(`/users/${DORA}/contacts`)).value).toHaveLength(0);
    simulator.control.setMailboxEnabled(DORA, false);
  });
});

describe('groups', () => {
  const set = stage({}, true);

  it('show themselves', async () => {
    const group = await set().client.item('GET', `/groups/${SALES}?$select=id,displayName`);
    expect(group).toMatchObject({ id: SALES, displayName: 'Sales' });
    expect(refusal(await set().client.get(`/groups/${userId(1)}`))).toBe('404 Request_ResourceNotFound');
  });

  it('list transitive members of mixed types, each once, although they contain each other', async () => {
    const { items } = await set().client.pages(`/groups/${SALES}/transitiveMembers?$top=1`);
    expect(items.map((member) => [member['@odata.type'], member.id])).toEqual([
      ['#microsoft.graph.user', userId(1)],
      ['#microsoft.graph.group', NORTH],
      ['#microsoft.graph.user', userId(2)],
      ['#microsoft.graph.group', SALES],
    ]);
  });

  it('cast to users only as an advanced query', async () => {
    const path = `/groups/${SALES}/transitiveMembers/microsoft.graph.user?$select=id,mail`;
    expect(refusal(await set().client.get(path))).toBe('400 Request_UnsupportedQuery');
    const page = await set().client.page(`${path}&$count=true`, eventual);
    expect(page.value.map(({ mail }) => mail)).toEqual([ANNA, BOB]);
    expect(page['@odata.count']).toBe(2);
  });

  it('show members as mere ids to an app that may not read users', async () => {
    const { client, simulator } = set();
    const clientId = '22222222-aaaa-4bbb-8ccc-000000000009';
    const nothing = { certificates: [], federated: [] };
    simulator.control.addApp({ ...nothing, clientId, secrets: [{ value: 's' }], roles: ['GroupMember.Read.All'] });
    const token = await client.freshToken({ client_id: clientId, client_secret: 's' });
    const { json } = await client.send(`/v1.0/groups/${NORTH}/transitiveMembers`, { token });
    expect(json).toHaveProperty('value.0', { '@odata.type': '#microsoft.graph.user', id: userId(2) });
  });
});

describe('organisational contacts', () => {
  const set = stage({}, true);

  it('are the root /contacts', async () => {
    const { value } = await set().client.page('/contacts?$select=id,displayName,phones');
    expect(value).toHaveLength(3);
    expect(value[0]).toMatchObject({ displayName: 'Partner 1', phones: [{ type: 'business', number: '+49401' }] });
    expect(await set().client.item('GET', `/contacts/${value[1]?.id ?? ''}`)).toMatchObject({
      displayName: 'Partner 2',
    });
  });

  it('have delta rounds', async () => {
    const { items, deltaLink } = await set().client.pages('/contacts/delta?$select=displayName');
    expect(items).toHaveLength(3);
    expect((await set().client.page(deltaLink)).value).toEqual([]);
    expect(errorMessage(await set().client.get('/contacts/delta?$top=5'))).toContain('$top');
  });
});

describe('delta rounds over users', () => {
  const set = stage({ tenant: smallTenant(), clock: () => now, pageSizes: { directoryDelta: 2 } }, true);
  afterEach(() => {
    now = new Date('2026-11-21T12:00:00Z');
    set().client.forgetToken();
  });

  it('report changed properties, additions and removals', async () => {
    const { client, simulator } = set();
    const first = await client.pages('/users/delta?$select=displayName,accountEnabled,mail');
    expect(first.pages.map((page) => page.value.length)).toEqual([2, 2, 1]);
    simulator.control.patchUser(ANNA, { accountEnabled: false });
    simulator.control.addUser(user(90, 'emil@contoso.example'));
    simulator.control.deleteUser(BOB);
    const second = await client.pages(first.deltaLink);
    expect(second.items).toEqual([
      expect.objectContaining({ id: userId(1), accountEnabled: false }),
      expect.objectContaining({ id: userId(90), displayName: 'emil', mail: 'emil@contoso.example' }),
      expect.objectContaining({ id: userId(2), '@removed': { reason: 'changed' } }),
    ]);
    expect(second.items[0]).not.toHaveProperty('displayName');
    expect((await client.page(second.deltaLink)).value).toEqual([]);
  });

  it('filter by id only', async () => {
    const { items } = await set().client.pages(`/users/delta?$filter=id eq '${userId(4)}'`);
    expect(items.map(({ id }) => id)).toEqual([userId(4)]);
    expect(refusal(await set().client.get("/users/delta?$filter=mail eq 'a'"))).toBe('400 BadRequest');
  });

  it('live for seven days (410 with a fresh address)', async () => {
    const { client } = set();
    const { deltaLink } = await client.pages('/users/delta');
    now = new Date('2026-11-28T12:00:01Z');
    client.forgetToken();
    const answer = await client.get(deltaLink);
    expect(refusal(answer)).toBe('410 resyncRequired');
    expect(answer.headers['location']).toContain('/users/delta');
  });
});
