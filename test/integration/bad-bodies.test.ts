import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultBody } from './stage/bodies.ts';
import { wrongBodies, wrongTexts, type ValidBody } from './stage/mutations.ts';
import { ANNA, office } from './stage/office.ts';
import { expectRefused, type Wrong } from './stage/refusals.ts';
import { snapshot } from './stage/rows.ts';
import { runNow } from './stage/runs.ts';
import { createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office() });
let connection = '';
let profile = '';
let mailbox = '';
let before: string[] = [];

beforeAll(async () => {
  connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
  expect((await runNow(set().admin, profile)).state).toBe('succeeded');
  const list = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
  const { items } = await set().admin.ask(list, 'GET', `/profiles/${profile}/mailboxes`);
  mailbox = items.find(({ name }) => name === ANNA)?.id ?? '';
});

beforeEach(async () => {
  before = await snapshot(set().azurite.connectionString);
});

afterEach(async () => {
  expect(await snapshot(set().azurite.connectionString)).toEqual(before);
});

/** The routes that take a body, by name. */
const takers: Record<string, () => { method: string; path: string; valid: ValidBody; most: number }> = {
  'POST /connections': () => ({
    method: 'POST',
    path: '/connections',
    valid: defaultBody.connection(set()),
    most: 256 * 1024,
  }),
  'PUT /connections/{id}': () => ({
    ...{ method: 'PUT', path: `/connections/${connection}`, most: 256 * 1024 },
    valid: defaultBody.connection(set(), true),
  }),
  'POST /profiles': () => ({
    method: 'POST',
    path: '/profiles',
    valid: defaultBody.profile(connection),
    most: 512 * 1024,
  }),
  'PUT /profiles/{id}': () => ({
    ...{ method: 'PUT', path: `/profiles/${profile}`, most: 512 * 1024 },
    valid: defaultBody.profile(connection),
  }),
  'PUT /profiles/{id}/accounts': () => ({
    ...{ method: 'PUT', path: `/profiles/${profile}/accounts`, most: 8 * 1024 * 1024 },
    valid: defaultBody.accounts,
  }),
  'PUT /profiles/{id}/mailboxes/{mailbox}': () => ({
    ...{ method: 'PUT', path: `/profiles/${profile}/mailboxes/${mailbox}`, most: 256 * 1024 },
    valid: { body: { enabled: true } },
  }),
  'POST /keys': () => ({ method: 'POST', path: '/keys', valid: defaultBody.key(profile), most: 256 * 1024 }),
};

describe.each(Object.keys(takers))('%s refuses', (name) => {
  const taker = () => takers[name]!();
  const json = { 'content-type': 'application/json' };

  it('every field that is wrong, and names it', async () => {
    const { method, path, valid } = taker();
    const requests = wrongBodies(valid).map(({ name: wrong, body, pointer }): Wrong => {
      return { name: wrong, pointer, send: () => set().admin.raw({ method, path, headers: json, body }) };
    });
    expect(requests.length).toBeGreaterThan(10);
    await expectRefused(requests);
  });

  it('a body that is no JSON, or one to be afraid of', async () => {
    const { method, path, valid } = taker();
    const requests = wrongTexts(JSON.stringify(valid.body)).map(([wrong, body]): Wrong => {
      return { name: wrong, send: () => set().admin.raw({ method, path, headers: json, body }) };
    });
    await expectRefused(requests);
  });

  it('a body that is missing, too large, compressed or of another type', async () => {
    const { method, path, valid, most } = taker();
    const body = JSON.stringify(valid.body);
    const send =
      (headers: Record<string, string>, text: string | Uint8Array = body) =>
      () =>
        set().admin.raw({ method, path, headers, body: text });
    const types = [
      '',
      'text/plain',
      'text/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/xml',
    ];
    const charsets = ['utf-16', 'iso-8859-1', 'utf-7'];
    await expectRefused([
      { name: 'no body', pointer: '', send: () => set().admin.raw({ method, path, headers: json }) },
      { name: 'an empty body', pointer: '', send: send(json, '') },
      ...types.map((type) => ({
        name: `type "${type}"`,
        statuses: [415],
        send: send(type === '' ? {} : { 'content-type': type }),
      })),
      ...charsets.map((charset) => ({
        name: charset,
        statuses: [415],
        send: send({ 'content-type': `application/json; charset=${charset}` }),
      })),
      { name: 'gzip', statuses: [415], send: send({ ...json, 'content-encoding': 'gzip' }) },
      { name: 'brotli', statuses: [415], send: send({ ...json, 'content-encoding': 'br' }) },
      { name: 'one byte too large', statuses: [413], send: send(json, body.padEnd(most + 1)) },
      { name: 'far too large', statuses: [413], send: send(json, new Uint8Array(most + 1_000_000)) },
    ]);
  });
});
