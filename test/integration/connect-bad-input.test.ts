import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newSigningSecret, signaturesOf } from '../../shared/webhooks/signature.ts';
import { Secret } from '../../shared/secrets/secret.ts';
import {
  createCard,
  createTeam,
  pageBody,
  PAGE,
  press,
  readForm,
  settledSubmission,
  submissionsOf,
  taken,
  visitor,
  type Form,
  type MadeCard,
} from './stage/cards.ts';
import { ANNA, office } from './stage/office.ts';
import { createConnection } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office() });
const problem = z.looseObject({ status: z.number(), errors: z.array(z.object({ pointer: z.string() })).optional() });
let connection = '';
let profile = '';
let card: MadeCard;
let other: MadeCard;
let form: Form;
let secret: Secret;
let before: unknown;

beforeAll(async () => {
  connection = await createConnection(set());
  profile = await createTeam(set(), connection);
  card = await createCard(set(), profile);
  other = await createCard(set(), profile, { displayName: 'Other' });
  form = await readForm(set(), card.id);
  const made = z.object({ text: z.string() });
  secret = new Secret((await set().admin.ask(made, 'POST', `/profiles/${profile}/signing-secrets`)).text);
  before = set().simulator.control.contacts(ANNA);
});

afterAll(async () => {
  // Whatever was refused has left nothing behind.
  expect(await submissionsOf(set(), profile)).toEqual([]);
  expect(set().simulator.control.contacts(ANNA)).toEqual(before);
});

function send(headers: Record<string, string>, body: string | Uint8Array, id = card.id) {
  return set()
    .wire.caller({})
    .raw({ method: 'POST', path: `/connect/${id}`, headers: { origin: PAGE, ...headers }, body });
}

const json = { 'content-type': 'application/json' };
const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a submission is refused', () => {
  it.each([
    ['a JSON that is too large', json, () => JSON.stringify(pageBody(form, { note: 'x'.repeat(40_000) })), 413],
    ['a form that is too large', urlencoded, () => `note=${'x'.repeat(40_000)}`, 413],
    ['brackets without end', json, () => '['.repeat(20_000), 400],
    ['a nested object', json, () => JSON.stringify(pageBody(form, { note: { a: { b: 1 } } })), 400],
    ['text', { 'content-type': 'text/plain' }, () => JSON.stringify(pageBody(form)), 415],
    ['a form in parts', { 'content-type': 'multipart/form-data; boundary=x' }, () => '--x--', 415],
    ['nothing said about its type', {}, () => JSON.stringify(pageBody(form)), 415],
    ['compressed', { ...json, 'content-encoding': 'gzip' }, () => new Uint8Array([31, 139, 8, 0]), 415],
    ['no JSON', json, () => '{"firstName":', 400],
    ['nothing', json, () => '', 400],
    ['a form that is not UTF-8', urlencoded, () => new Uint8Array([102, 61, 0xff, 0xfe]), 400],
    ['a field sent twice', urlencoded, () => 'firstName=a&firstName=b', 400],
  ])('that is %s', async (_name, headers, body, status) => {
    const reply = await send(headers, body());
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  });

  it.each([
    ['/firstName', { firstName: '' }],
    ['/firstName', { firstName: 'x'.repeat(10_000) }],
    ['/firstName', { firstName: null }],
    ['/firstName', { firstName: 7 }],
    ['/lastName', { lastName: 'a\u0000b' }],
    ['/lastName', { lastName: 'a\r\nBcc: x@example.org' }],
    ['/lastName', { lastName: 'abc\u202egnp' }],
    ['/lastName', { lastName: '\ud800' }],
    ['/email', { email: 'nobody' }],
    ['/email', { email: 'a@b.example\r\nBcc: c@d.example' }],
    ['/email', { email: '', phone: '' }],
    ['/phone', { phone: 'call me' }],
    ['/phone', { phone: '1'.repeat(100) }],
    ['/website', { website: 'javascript:alert(1)' }],
    ['/website', { website: 'https://user:pass@evil.example' }],
    ['/note', { note: 'x'.repeat(2001) }],
    ['/consent', { consent: false }],
    ['/consent', { consent: undefined }],
    ['/siteKey', { siteKey: 'wrong' }],
    ['/siteKey', { siteKey: undefined }],
    ['/token', { token: 'wrong' }],
    ['/token', { token: undefined }],
    ['/language', { language: 'fr' }],
    ['/admin', { admin: true }],
  ])('whose %s is wrong: %j', async (pointer, more) => {
    const reply = await press(set(), card.id, pageBody(form, more));
    expect(reply.status).toBe(400);
    expect(problem.parse(reply.json).errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('whose token is of another card, or too fresh', async () => {
    const foreign = await press(set(), other.id, pageBody({ ...form, siteKey: other.siteKey }));
    expect([foreign.status, foreign.text]).toEqual([400, expect.stringContaining('out of date')]);
    const fresh = z.object({ token: z.string() });
    const { token } = await set().wire.caller({}).ask(fresh, 'GET', `/connect/${card.id}`);
    const fast = await press(set(), card.id, pageBody({ ...form, token }));
    expect([fast.status, fast.text]).toEqual([400, expect.stringContaining('faster than people type')]);
  });

  it.each([
    'https://evil.example',
    'null',
    'https://www.contoso.example.evil.example',
    'http://www.contoso.example',
    'https://www.contoso.example:8443',
    'https://WWW.contoso.example',
    'https://contoso.example',
    '',
  ])('that comes from a page of %j', async (origin) => {
    const reply = await press(set(), card.id, pageBody(form), { origin });
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('that comes from no page at all and is not signed', async () => {
    const reply = await set().wire.caller({}).send('POST', `/connect/${card.id}`, pageBody(form));
    expect(reply.status).toBe(403);
  });

  it('in the words of the visitor where it was sent by a form', async () => {
    const body = new URLSearchParams({ firstName: '<b>Jörg</b>', lastName: '', email: 'x', ...form, language: 'de' });
    const reply = await send({ ...urlencoded, accept: 'text/html', origin: set().host.url }, body.toString());
    expect([reply.status, reply.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect(reply.text).toContain('&lt;b&gt;Jörg&lt;/b&gt;');
    expect(reply.text).not.toContain('<b>Jörg');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('a card that is not to be seen', () => {
  it('is not found, whatever the reason, in the same words', async () => {
    const disabled = await createCard(set(), profile, { connectEnabled: false });
    const inactive = await createCard(set(), await createTeam(set(), connection, { status: 'inactive' }));
    const ids = ['nothing', `${card.id}x`, '..%2f', 'a'.repeat(150), disabled.id, inactive.id];
    const replies = await Promise.all(ids.map((id) => press(set(), id, pageBody(form))));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([404]));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  });
});

describe('a signed submission', () => {
  const content = { firstName: 'Petra', lastName: 'Post', email: 'petra@post.example' };

  function signed(more: { id?: string; seconds?: number; by?: Secret; body?: string; sent?: string } = {}) {
    const body = more.body ?? JSON.stringify(content);
    const timestamp = String(Math.floor(Date.now() / 1000) + (more.seconds ?? 0));
    const message = { id: more.id ?? 'msg_1', timestamp, body: Buffer.from(body) };
    const headers = {
      ...json,
      'webhook-id': message.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signaturesOf(message, [more.by ?? secret]),
    };
    return set()
      .wire.caller({})
      .raw({ method: 'POST', path: `/connect/${card.id}`, headers, body: more.sent ?? body });
  }

  it.each([
    ['with another secret', { by: newSigningSecret() }],
    ['too old', { seconds: -301 }],
    ['from the future', { seconds: 301 }],
    ['with a dot in its id', { id: 'a.1' }],
    ['with an altered body', { sent: JSON.stringify({ ...content, lastName: 'Fake' }) }],
    ['with a reordered body', { sent: JSON.stringify({ email: content.email, lastName: 'Post', firstName: 'Petra' }) }],
  ])('%s is refused', async (_name, more) => {
    expect((await signed(more)).status).toBe(401);
  });

  it('with a field that is wrong is refused, with its name', async () => {
    const reply = await signed({ body: JSON.stringify({ ...content, email: 'x' }) });
    expect([reply.status, problem.parse(reply.json).errors?.[0]?.pointer]).toEqual([400, '/email']);
  });
});

describe('what is taken', () => {
  it('is nothing when a program filled in the trap, although it is told otherwise', async () => {
    const reply = await press(set(), card.id, pageBody(form, { homepage2: 'https://spam.example' }));
    expect([reply.status, taken.parse(reply.json).id.length]).toEqual([202, 32]);
  });

  it('is what the limits allow, and one card does not slow another', async () => {
    const limits = { perAddressIn10Minutes: 100, perCardAndHour: 3, perCardAndDay: 3, perProfileAndHour: 100 };
    const team = await createTeam(set(), connection, { limits });
    const [busy, calm] = [await createCard(set(), team), await createCard(set(), team)];
    const [busyForm, calmForm] = [await readForm(set(), busy.id), await readForm(set(), calm.id)];
    const storm = Array.from({ length: 20 }, (_, index) =>
      press(set(), busy.id, pageBody(busyForm, { lastName: `Sturm ${index}` })),
    );
    const replies = await Promise.all(storm);
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(3);
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(17);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    const reply = await press(set(), calm.id, pageBody(calmForm, visitor));
    expect(reply.status).toBe(202);
    for (const { id } of await submissionsOf(set(), team)) await settledSubmission(set(), team, id);
    before = set().simulator.control.contacts(ANNA);
  });

  it('is written once for a platform that repeats itself with the same id, through its own field names', async () => {
    const fieldMap = {
      firstName: '/contact/firstname',
      lastName: '/contact/lastname',
      email: '/contact/email',
      owner: '/employee/email',
    };
    const team = await createTeam(set(), connection, { fieldMap });
    const mapped = await createCard(set(), team);
    const made = z.object({ text: z.string() });
    const { text } = await set().admin.ask(made, 'POST', `/profiles/${team}/signing-secrets`);
    const body = JSON.stringify({
      date: 'x',
      contact: { firstname: 'Petra', lastname: 'Post', email: 'p@post.example', phone: null },
      employee: { email: ANNA },
    });
    const press1 = () => {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const headers = {
        ...json,
        'webhook-id': 'evt-1',
        'webhook-timestamp': timestamp,
        'webhook-signature': signaturesOf({ id: 'evt-1', timestamp, body: Buffer.from(body) }, [new Secret(text)]),
      };
      return set()
        .wire.caller({})
        .raw({ method: 'POST', path: `/connect/${mapped.id}`, headers, body });
    };
    const replies = [await press1(), await press1(), ...(await Promise.all([press1(), press1()]))];
    expect(new Set(replies.map(({ status, text: answer }) => `${status} ${answer}`)).size).toBe(1);
    const [submission, second] = await submissionsOf(set(), team);
    expect(second).toBeUndefined();
    const settled = await settledSubmission(set(), team, submission!.id);
    expect(settled.targets.map(({ state }) => state)).toEqual(['created']);
    before = set().simulator.control.contacts(ANNA);
  });
});
