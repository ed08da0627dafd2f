import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEMO_CLIENT_ID } from '../../../local/graph-simulator/demo.ts';
import { refusal, stage } from './harness.ts';
import type { WireAnswer } from './harness.ts';
import { ANNA, BOB, DORA, NORTH, OFFICE, SALES, userId } from './tenant-fixture.ts';

const set = stage();
const sight = z.looseObject({ id: z.string(), mutableId: z.string(), folder: z.string() });

afterEach(async () => {
  for (const what of ['faults', 'quirks', 'requests', 'outbox', 'violations']) await control('DELETE', `/${what}`);
});

async function control(method: string, path: string, body?: unknown): Promise<WireAnswer> {
  return set().client.send(`/_control${path}`, { method, token: null, ...(body === undefined ? {} : { body }) });
}

describe('the control over HTTPS', () => {
  it('counts requests', async () => {
    await set().client.token();
    await control('DELETE', '/requests');
    await set().client.get(`/users/${ANNA}/contacts`, { Prefer: 'IdType="ImmutableId"' });
    expect((await control('GET', '/requests')).json).toMatchObject({
      total: 1,
      parts: 0,
      tokens: 0,
      throttled: 0,
      byOperation: { 'users.listContacts': 1 },
      byMailbox: { [ANNA]: 1 },
      byStatus: { 200: 1 },
      maxConcurrency: { [ANNA]: 1 },
      recent: [{ method: 'GET', prefer: 'IdType="ImmutableId"', inBatch: false, status: 200 }],
    });
  });

  it('adds, lists and clears faults', async () => {
    const fault = { match: { path: '/contacts', times: 1 }, effect: { status: 503 } };
    expect((await control('POST', '/faults', fault)).status).toBe(200);
    expect((await set().client.get(`/users/${ANNA}/contacts`)).status).toBe(503);
    expect((await control('GET', '/faults')).json).toMatchObject([{ ...fault, matched: 1, fired: 1 }]);
    expect((await control('POST', '/faults', [fault, fault])).json).toMatchObject({ ids: [2, 3] });
    expect((await control('DELETE', '/faults')).status).toBe(204);
    expect((await control('GET', '/faults')).json).toEqual([]);
  });

  it('switches quirks', async () => {
    await control('POST', '/quirks', { quirk: 'emptyFirstPage' });
    expect((await control('GET', '/quirks')).json).toMatchObject({ on: ['emptyFirstPage'] });
    await control('POST', '/quirks', { quirk: 'emptyFirstPage', on: false });
    expect((await control('GET', '/quirks')).json).toMatchObject({ on: [] });
  });

  it('edits contacts as a user does', async () => {
    const path = `/mailboxes/${BOB}/contacts`;
    const { deltaLink } = await set().client.pages(`/users/${BOB}/contacts/delta`);
    const added = sight.parse((await control('POST', path, { properties: { givenName: 'Neu' } })).json);
    const patched = await control('PATCH', `${path}/${added.id}`, {
      properties: { surname: 'Y' },
      extended: { 'String 0x3a24': '1' },
    });
    expect(patched.json).toMatchObject({ properties: { displayName: 'Neu Y' }, extended: { 'String 0x3a24': '1' } });
    expect((await set().client.page(deltaLink)).value).toMatchObject([{ id: added.mutableId, surname: 'Y' }]);
    expect((await control('GET', `${path}/${added.id}`)).json).toMatchObject({ folder: 'Contacts' });
    await control('POST', `/mailboxes/${BOB}/folders`, { displayName: 'Sub' });
    expect((await control('POST', `${path}/${added.id}/move`, { folder: 'Sub' })).json).toMatchObject({
      folder: 'Contacts/Sub',
    });
    expect((await control('GET', `/mailboxes/${BOB}/folders`)).json).toMatchObject([
      { path: 'Contacts', contacts: 0 },
      { path: 'Contacts/Sub', contacts: 1 },
    ]);
    expect((await control('DELETE', `${path}/${added.id}`)).status).toBe(204);
    expect((await control('GET', path)).json).toEqual([]);
    expect((await control('DELETE', `/mailboxes/${BOB}/folders/Sub`)).status).toBe(204);
  });

  it('empties a mailbox, folders included', async () => {
    const { client } = set();
    const { deltaLink } = await client.pages(`/users/${ANNA}/contacts/delta`);
    expect((await control('POST', `/mailboxes/${ANNA}/empty`)).json).toEqual({ deleted: 29 });
    expect((await client.page(`/users/${ANNA}/contacts`)).value).toEqual([]);
    const { items } = await client.pages(deltaLink, { Prefer: 'odata.maxpagesize=200' });
    expect(items).toHaveLength(25);
    expect(items.every((item) => item['@removed'] !== undefined)).toBe(true);
  });

  it('takes mailboxes away', async () => {
    await control('PATCH', `/mailboxes/${OFFICE}`, { enabled: false });
    expect((await control('GET', '/mailboxes')).json).toEqual([ANNA, BOB]);
    expect((await set().client.get(`/users/${OFFICE}/contacts`)).status).toBe(404);
    await control('PATCH', `/mailboxes/${OFFICE}`, { enabled: true, full: true });
    const write = () => set().client.write('POST', `/users/${OFFICE}/contacts`, { givenName: 'A' });
    expect(refusal(await write())).toBe('403 ErrorQuotaExceeded');
    await control('PATCH', `/mailboxes/${OFFICE}`, { full: false });
    expect((await write()).status).toBe(201);
    expect((await set().client.get(`/users/${OFFICE}/contacts`)).status).toBe(200);
  });

  it('changes apps: scope, roles, secrets', async () => {
    const { client } = set();
    await control('PATCH', `/apps/${DEMO_CLIENT_ID}`, { mailboxScope: [BOB] });
    expect(refusal(await client.get(`/users/${ANNA}/contacts`))).toBe('403 ErrorAccessDenied');
    expect((await client.get(`/users/${BOB}/contacts`)).status).toBe(200);
    await control('PATCH', `/apps/${DEMO_CLIENT_ID}`, { mailboxScope: null, secretsExpired: true });
    expect((await client.get(`/users/${ANNA}/contacts`)).status).toBe(200);
    expect((await client.askToken()).status).toBe(401);
    await control('PATCH', `/apps/${DEMO_CLIENT_ID}`, { secretsExpired: false });
    const app = { clientId: 'new-app', secrets: [{ value: 's' }], certificates: [], federated: [], roles: [] };
    expect((await control('POST', '/apps', app)).status).toBe(204);
    expect((await client.askToken({ client_id: 'new-app', client_secret: 's' })).status).toBe(200);
  });

  it('issues and expires tokens, and forgets sync states', async () => {
    const { client } = set();
    const grant = { audience: 'api://patchbay', subject: 'someone', clientId: 'spa', roles: ['Connector.Reader'] };
    expect((await control('POST', '/tokens', grant)).json).toHaveProperty('token');
    const { deltaLink } = await client.pages(`/users/${BOB}/contacts/delta`);
    await control('DELETE', '/sync-states', { mailbox: BOB });
    expect((await client.get(deltaLink)).status).toBe(410);
    await control('DELETE', '/tokens');
    expect((await client.get('/users')).status).toBe(401);
    client.forgetToken();
  });

  it('shows the outbox', async () => {
    const toRecipients = [{ emailAddress: { address: 'a@b.example' } }];
    await set().client.write('POST', `/users/${BOB}/sendMail`, { message: { subject: 'Hello', toRecipients } });
    expect((await control('GET', '/outbox')).json).toMatchObject([{ mailbox: BOB, message: { subject: 'Hello' } }]);
  });

  it('edits users and groups', async () => {
    const { client } = set();
    const fresh = { id: userId(77), userPrincipalName: 'fritz@contoso.example', displayName: 'Fritz' };
    expect((await control('POST', '/users', fresh)).status).toBe(204);
    await control('PATCH', '/users/fritz@contoso.example', { accountEnabled: false });
    expect(await client.item('GET', '/users/fritz@contoso.example?$select=id,accountEnabled')).toMatchObject({
      accountEnabled: false,
    });
    await control('PUT', `/groups/${SALES}/members`, [userId(77)]);
    expect((await client.page(`/groups/${SALES}/transitiveMembers`)).value.map(({ id }) => id)).toEqual([userId(77)]);
    await control('PUT', `/groups/${SALES}/members`, [userId(1), NORTH]);
    expect((await control('DELETE', '/users/fritz@contoso.example')).status).toBe(204);
    expect((await client.get('/users/fritz@contoso.example')).status).toBe(404);
  });

  it('sets limits and latency', async () => {
    expect((await control('PATCH', '/limits', { concurrentPerMailbox: 1, latencyMs: 300 })).status).toBe(204);
    await set().client.token();
    const answers = await Promise.all([1, 2].map(() => set().client.get(`/users/${BOB}/contacts`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
    await control('PATCH', '/limits', { concurrentPerMailbox: 4, latencyMs: 0 });
  });

  it('lists its operations', async () => {
    const { json } = await control('GET', '');
    expect(json).toContain('POST /_control/mailboxes/{mailbox}/empty');
  });

  it('explains what it does not take', async () => {
    expect((await control('GET', '/nonsense')).status).toBe(404);
    expect((await control('POST', '/quirks', { quirk: 'nonsense' })).status).toBe(400);
    expect((await control('POST', '/faults', { match: {}, effect: { statu: 1 } })).text).toContain('statu');
    expect((await control('GET', `/mailboxes/${DORA}/contacts`)).status).toBe(404);
    expect((await control('PATCH', '/apps/nobody', {})).status).toBe(204);
    expect((await control('PATCH', '/apps/nobody', { roles: [] })).text).toContain('no app registration nobody');
  });
});
