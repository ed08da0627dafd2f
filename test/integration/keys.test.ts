import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { waitFor } from './stage/wait.ts';
import { office } from './stage/office.ts';
import { allStoredRows } from './stage/rows.ts';
import { runNow } from './stage/runs.ts';
import { createConnection, createKey, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office() });
let connection = '';
let profile = '';
let other = '';

beforeAll(async () => {
  connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
  other = await createProfile(set().admin, profileBody(connection, { name: 'Other' }));
  await runNow(set().admin, profile);
});

function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

describe('the key of a phone', () => {
  it('opens the books of its own profile, as a header and as a password', async () => {
    const { text, api } = await createKey(set(), { name: 'phones', role: 'phone', profile });
    const paths = ['/books', '/books/company/entries?limit=1', '/books/account:anna/entries', '/lookup?number=1'];
    const withPassword = set().wire.caller(basic('any:user', text));
    expect((await withPassword.send('GET', `/profiles/${profile}/books`)).status).toBe(401);
    const phone = set().wire.caller(basic('', text));
    for (const path of paths) {
      expect((await api.send('GET', `/profiles/${profile}${path}`)).status, path).toBe(200);
      expect((await phone.send('GET', `/profiles/${profile}${path}`)).status, path).toBe(200);
      expect((await api.send('GET', `/profiles/${other}${path}`)).status, path).toBe(403);
      expect((await phone.send('GET', `/profiles/${other}${path}`)).status, path).toBe(403);
      expect((await phone.send('GET', `/profiles/nothing${path}`)).status, path).toBe(403);
    }
    expect((await api.send('GET', '/profiles')).status).toBe(403);
    expect((await api.send('GET', `/profiles/${profile}`)).status).toBe(403);
    expect((await phone.send('GET', `/profiles/${profile}`)).status).toBe(401);
  });

  it('asks for a password where phones may, and nowhere else', async () => {
    const nobody = set().wire.caller({});
    const challenge = async (path: string) => (await nobody.send('GET', path)).headers.get('www-authenticate');
    expect(await challenge(`/profiles/${profile}/books`)).toMatch(/^Basic realm="patchbay", charset="UTF-8", Bearer/);
    expect(await challenge('/profiles')).toBe('Bearer realm="patchbay"');
  });

  it('must name its profile, which must exist', async () => {
    const { admin } = set();
    const create = async (body: object) =>
      (await admin.send('POST', '/keys', { name: 'x', role: 'phone', ...body })).status;
    expect(await create({})).toBe(400);
    expect(await create({ profile: 'nothing' })).toBe(404);
    expect(await create({ profile: null })).toBe(400);
  });
});

describe('keys', () => {
  it('two of a name are valid at a time, so that one can replace the other', async () => {
    const { admin } = set();
    const first = await createKey(set(), { name: 'rotated', role: 'reader' });
    const second = await createKey(set(), { name: 'rotated', role: 'reader' });
    expect((await admin.send('POST', '/keys', { name: 'rotated', role: 'reader' })).status).toBe(409);
    const status = async (key: typeof first) => (await key.api.send('GET', `/profiles/${profile}/books`)).status;
    expect([await status(first), await status(second)]).toEqual([200, 200]);
    expect((await admin.send('DELETE', `/keys/${first.id}`)).status).toBe(204);
    expect([await status(first), await status(second)]).toEqual([401, 200]);
    expect((await admin.send('DELETE', `/keys/${first.id}`)).status).toBe(404);
    const third = await createKey(set(), { name: 'rotated', role: 'reader' });
    expect([await status(first), await status(third)]).toEqual([401, 200]);
  });

  it('end when they expire', async () => {
    const expiresAt = new Date(Date.now() + 1500).toISOString();
    const { api } = await createKey(set(), { name: 'short', role: 'reader', expiresAt });
    const status = async () => (await api.send('GET', `/profiles/${profile}/books`)).status;
    expect(await status()).toBe(200);
    await waitFor('the end of the key', async () => (await status()) === 401);
  });

  it('of a role for one profile are good for that alone', async () => {
    const { api } = await createKey(set(), { name: 'bound operator', role: 'operator', profile });
    const status = async (method: string, path: string) => (await api.send(method, path)).status;
    expect(await status('GET', `/profiles/${profile}/runs`)).toBe(200);
    expect(await status('GET', `/profiles/${other}/runs`)).toBe(403);
    expect(await status('POST', `/connections/${connection}/test`)).toBe(403);
    expect(await status('GET', '/deadletters')).toBe(403);
  });

  it('are shown without their texts and stored as hashes', async () => {
    const { admin, azurite } = set();
    const { text } = await createKey(set(), { name: 'shown once', role: 'admin' });
    const list = await admin.send('GET', '/keys');
    const names = z.object({
      items: z.array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          role: z.string(),
          profile: z.string().optional(),
          createdAt: z.string(),
          expiresAt: z.string().optional(),
        }),
      ),
    });
    expect(names.parse(list.json).items.map(({ name }) => name)).toContain('shown once');
    const rows = JSON.stringify(await allStoredRows(azurite.connectionString));
    expect(rows.includes(text) || rows.includes(text.slice(text.lastIndexOf('_') + 1))).toBe(false);
  });

  it('are refused in any other place than the header', async () => {
    const { text } = await createKey(set(), { name: 'misplaced', role: 'admin' });
    const { wire } = set();
    const status = async (headers: Record<string, string>, query = '') =>
      (await wire.caller(headers).send('GET', `/profiles${query}`)).status;
    expect(await status({ 'x-api-key': text })).toBe(200);
    expect(await status({}, `?x-api-key=${text}`)).toBe(401);
    expect(await status({}, `?code=${text}`)).toBe(401);
    expect(await status({ 'x-functions-key': text })).toBe(401);
    expect(await status({ cookie: `x-api-key=${text}` })).toBe(401);
    expect(await status({ authorization: text })).toBe(401);
    expect(await status({ authorization: `Bearer ${text}` })).toBe(401);
    expect(await status({ 'x-api-key': text, authorization: `Bearer ${text}` })).toBe(401);
    expect(await status({ 'x-api-key': `${text}x` })).toBe(401);
    expect(await status({ 'x-api-key': text.slice(0, -1) })).toBe(401);
    expect(await status({ 'x-api-key': text.toUpperCase() })).toBe(401);
  });
});
