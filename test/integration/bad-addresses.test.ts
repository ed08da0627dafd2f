import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allRoutes } from '../../functions/http/routes.ts';
import { ANNA, office } from './stage/office.ts';
import { expectRefused, type Wrong } from './stage/refusals.ts';
import { snapshot } from './stage/rows.ts';
import { entriesOf, runNow } from './stage/runs.ts';
import { createCard, createTeam } from './stage/cards.ts';
import { createPresence } from './stage/presence.ts';
import { createConnection, createKey, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';
import { cursors, encodeWide, forged, limits, numbers, positions, wrongParts } from './stage/wrong-texts.ts';

const set = stage({ tenant: office() });
const routes = allRoutes(() => {
  throw new Error('Only the list is of interest.');
});
const ids: Record<string, string> = {};
let other = '';
let otherRun = '';
let before: string[] = [];

beforeAll(async () => {
  const { admin } = set();
  ids['connection'] = await createConnection(set());
  const body = profileBody(ids['connection']);
  ids['profile'] = await createProfile(admin, body);
  const first = await runNow(admin, ids['profile']);
  expect(first.state).toBe('succeeded');
  ids['run'] = first.id;
  other = await createProfile(
    admin,
    profileBody(ids['connection'], { name: 'Other', sources: { shared: [{ mailbox: 'office@contoso.example' }] } }),
  );
  otherRun = (await runNow(admin, other)).id;
  ids['team'] = await createTeam(set(), ids['connection']);
  await createCard(set(), ids['team']);
  ids['presence'] = await createPresence(set(), ids['connection'], { enabled: false });
  before = await snapshot(set().azurite.connectionString);
});

afterAll(async () => {
  expect(await snapshot(set().azurite.connectionString)).toEqual(before);
});

/** Which of the things that exist a path is about. */
function kindOf(path: string): string {
  if (path.startsWith('/connections')) return 'connection';
  if (/\/(?:cards|submissions|signing-secrets)/.test(path)) return 'team';
  return /\/(?:presence|destinations)/.test(path) ? 'presence' : 'profile';
}

/** The path of a route with everything in it existing, but for what `wrong` puts in place of one part. */
function pathOf(path: string, name?: string, wrong = ''): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, part: string) => {
    if (part === name) return wrong;
    if (part === 'id') return ids[kindOf(path)] ?? '';
    if (part === 'run') return ids['run'] ?? '';
    return part === 'book' ? 'company' : 'nothing';
  });
  return filled;
}

describe('a path with a wrong part', () => {
  // What visitors of cards may ask has tests of its own.
  const withParts = routes.filter(({ path, role }) => path.includes('{') && role !== 'public');

  it.each(withParts.map((route) => `${route.method} ${route.path}`))('%s finds nothing', async (name) => {
    const route = withParts.find(({ method, path }) => `${method} ${path}` === name)!;
    const parts = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => part);
    const requests = parts
      .flatMap((part) =>
        wrongParts.map((wrong): Wrong & { isShorter: boolean } => {
          const path = pathOf(route.path, part, wrong);
          const body = route.body === undefined ? {} : { body: '{}', headers: { 'content-type': 'application/json' } };
          const send = () => set().admin.raw({ method: route.method, path, ...body });
          // `.` and `..` shorten the path before anything looks at it, so that it may even be the one of another route.
          const isShorter = new URL(`http://x/api${path}`).pathname !== `/api${path}`;
          return { name: path, send, statuses: isShorter ? [200, 400, 404] : [400, 404], isShorter };
        }),
      )
      .filter(({ isShorter }) => !isShorter || (route.method !== 'DELETE' && !route.path.includes('/cards/')));
    await expectRefused(requests);
  });
});

describe('a list', () => {
  const lists = routes.filter(({ query }) => 'cursor' in query.shape);

  it.each(lists.map(({ path }) => path))('%s refuses a wrong limit, cursor or anything else', async (path) => {
    const ask = (query: string) => () => set().admin.raw({ method: 'GET', path: `${pathOf(path)}?${query}` });
    await expectRefused([
      ...limits.map((limit) => ({
        name: `limit=${limit}`,
        pointer: '/query/limit',
        send: ask(`limit=${encodeWide(limit)}`),
      })),
      ...cursors.map((cursor) => ({
        name: `cursor=${cursor.slice(0, 40)}`,
        pointer: '/query/cursor',
        send: ask(`cursor=${cursor.replaceAll(' ', '%20')}`),
      })),
      { name: 'unknown', pointer: '/query/top', send: ask('top=1') },
      { name: 'OData', pointer: '/query/$filter', send: ask("$filter=PartitionKey%20ne%20'x'") },
      { name: 'in other letters', pointer: '/query/Limit', send: ask('Limit=1') },
      { name: 'twice', pointer: '/query/limit', send: ask('limit=1&limit=2') },
    ]);
  });

  it.each(lists.map(({ path }) => path))('%s shows nothing of other lists to whoever forges a cursor', async (path) => {
    const whole = await set().admin.send('GET', pathOf(path));
    const page = z.object({ items: z.array(z.unknown()), next: z.string().nullable() });
    const known = new Set(page.parse(whole.json).items.map((item) => JSON.stringify(item)));
    for (const position of positions) {
      const { status, json } = await set().admin.send('GET', `${pathOf(path)}?cursor=${forged(position)}`);
      expect([position, status === 200 || status === 400]).toEqual([position, true]);
      const shown = status === 200 ? page.parse(json).items.map((item) => JSON.stringify(item)) : [];
      expect([position, shown.filter((item) => !known.has(item))]).toEqual([position, []]);
    }
  });

  it.each(lists.map(({ path }) => path))('%s is the same page by page', async (path) => {
    const page = z.object({ items: z.array(z.unknown()), next: z.string().nullable() });
    const whole = await set().admin.ask(page, 'GET', pathOf(path));
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const { items, next }: { items: unknown[]; next: string | null } = await set().admin.ask(
        page,
        'GET',
        `${pathOf(path)}?${query}`,
      );
      paged.push(...items);
      cursor = next;
    }
    expect(paged).toEqual(whole.items);
  });
});

describe('a query', () => {
  it('for a number is refused when it is missing, empty, too long or of the wrong account', async () => {
    const path = pathOf('/profiles/{id}/lookup');
    const ask = (query: string) => () => set().admin.raw({ method: 'GET', path: `${path}?${query}` });
    const texts = ['%00', 'a%0ab', '%e2%80%ae', '%e2%81%a6', '%20a', 'a%20', '', 'x'.repeat(201)];
    await expectRefused([
      { name: 'nothing', pointer: '/query/number', send: () => set().admin.raw({ method: 'GET', path }) },
      { name: 'no number', pointer: '/query/number', send: ask('number=') },
      { name: 'a long number', pointer: '/query/number', send: ask(`number=${'1'.repeat(201)}`) },
      ...texts.map((text) => ({
        name: `account ${text}`,
        pointer: '/query/account',
        send: ask(`number=1&account=${text}`),
      })),
      { name: 'unknown', pointer: '/query/num', send: ask('number=1&num=2') },
    ]);
  });

  it('for a number finds nobody, and nothing breaks, whatever is asked for', async () => {
    for (const number of numbers) {
      const query = new URLSearchParams({ number, account: "x' or '1" }).toString();
      const reply = await set().admin.send('GET', `${pathOf('/profiles/{id}/lookup')}?${query}`);
      expect([number, reply.status, reply.json]).toEqual([number, 200, { number, matches: [] }]);
    }
  });

  it('for another form of the simulation is refused', async () => {
    const path = pathOf('/profiles/{id}/simulate');
    const ask = (query: string) => () => set().admin.raw({ method: 'POST', path: `${path}?${query}` });
    await expectRefused([
      ...['xml', 'JSON', '', 'csv,json', 'csv%00'].map((form) => ({
        name: form,
        pointer: '/query/format',
        send: ask(`format=${form}`),
      })),
      { name: 'unknown', pointer: '/query/write', send: ask('write=true') },
    ]);
  });
});

describe('what belongs to another profile', () => {
  it('is not found under this one', async () => {
    const { admin } = set();
    const profile = ids['profile'] ?? '';
    const wrong = [
      ['GET', `/profiles/${profile}/runs/${otherRun}`],
      ['POST', `/profiles/${profile}/runs/${otherRun}/release`],
      ['GET', `/profiles/${other}/runs/${ids['run'] ?? ''}`],
      ['GET', `/profiles/${other}/books/account:anna/entries`],
      ['GET', `/profiles/${other}|account|anna/books/company/entries`],
      ['GET', `/profiles/${other}/books/company|x/entries`],
      ['GET', `/profiles/${other}/books/account:/entries`],
      ['GET', `/profiles/${other}/books/account/entries`],
    ] as const;
    for (const [method, path] of wrong) {
      expect([path, [400, 404].includes((await admin.send(method, path)).status)]).toEqual([path, true]);
    }
    const mailboxes = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
    const { items } = await admin.ask(mailboxes, 'GET', `/profiles/${profile}/mailboxes`);
    const anna = items.find(({ name }) => name === ANNA)?.id ?? '';
    expect((await admin.send('PUT', `/profiles/${other}/mailboxes/${anna}`, { enabled: false })).status).toBe(404);
  });

  it('is not shown by a cursor from there', async () => {
    const { admin } = set();
    const page = z.object({ next: z.string().nullable() });
    const { next } = await admin.ask(
      page,
      'GET',
      `/profiles/${ids['profile'] ?? ''}/books/account:anna/entries?limit=5`,
    );
    const reply = await admin.send('GET', `/profiles/${other}/books/company/entries?cursor=${next ?? ''}`);
    const own = new Set((await entriesOf(admin, other, 'company')).map(({ id }) => id));
    const items = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(reply.json).items;
    expect(items.filter(({ id }) => !own.has(id))).toEqual([]);
  });

  it('is out of reach of a phone, however it writes the path', async () => {
    const { id, api } = await createKey(set(), { name: 'walker', role: 'phone', profile: other });
    const target = ids['profile'] ?? '';
    const paths = [
      `/profiles/${other}/../${target}/books`,
      `/profiles/${other}/%2e%2e/${target}/books`,
      `/profiles/${other}%2f..%2f${target}/books`,
      `/profiles/${other}%2f%2e%2e%2f${target}/books`,
      `/profiles/${other}/books/../../${target}/books`,
      `/profiles/${target}%00/books`,
      `//profiles/${target}/books`,
      `/PROFILES/${target}/books`,
      `/profiles/${target}/books/`,
      `/profiles/${target.toUpperCase()}/books`,
      `/profiles/${other},${target}/books`,
    ];
    for (const path of paths) {
      const { status, text } = await api.raw({ method: 'GET', path });
      expect([path, [400, 401, 403, 404].includes(status), text.includes('anna')]).toEqual([path, true, false]);
    }
    expect((await set().admin.send('DELETE', `/keys/${id}`)).status).toBe(204);
  });
});
