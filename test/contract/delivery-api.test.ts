import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startReceiver, type Receiver } from '../../local/receiver/receiver.ts';
import { startStarfaceSimulator, type StarfaceSimulator } from '../../local/starface-simulator/starface-simulator.ts';
import { simulatedUser } from '../../local/starface-simulator/telephone-system.ts';
import { ANNA, office } from '../integration/stage/office.ts';
import { createPresence, event, presenceWhen, readNow } from '../integration/stage/presence.ts';
import { createConnection, createKey } from '../integration/stage/setup.ts';
import { stage } from '../integration/stage/stage.ts';
import { waitFor } from '../integration/stage/wait.ts';
import { formsOf } from '../integration/stage/leaks.ts';

const set = stage({ tenant: office() });
const hour = 3600;
const password = 'Kanarie-Passwort-ÄÖ/+=';
const lines: string[] = [];
let profile = '';
let path = '';
let secret = '';
let receiver: Receiver;
let pbx: StarfaceSimulator;

const viewSchema = z.object({
  id: z.string(),
  destination: z.looseObject({ kind: z.string(), url: z.string() }),
  health: z.object({
    failingSince: z.string().nullable(),
    lastFailure: z.string().nullable(),
    disabledSince: z.string().nullable(),
  }),
});
const outcomeSchema = z.looseObject({ outcome: z.string(), detail: z.string() });

beforeAll(async () => {
  const connection = await createConnection(set());
  profile = await createPresence(set(), connection, { categories: { enabled: true } });
  path = `/profiles/${profile}/destinations`;
  receiver = await startReceiver({ secret: () => secret, print: (line) => lines.push(line) });
  pbx = await startStarfaceSimulator({ users: [simulatedUser(11, ANNA)], password });
  set().secrets.push({ name: 'the password of a destination', text: password });
});

afterAll(async () => {
  await Promise.all([receiver.close(), pbx.close()]);
});

const create = (body: object): Promise<z.infer<typeof viewSchema>> => set().admin.ask(viewSchema, 'POST', path, body);
const test = (id: string) => set().admin.ask(outcomeSchema, 'POST', `${path}/${id}/test`);

describe('destinations over the API', () => {
  it('are created, tested, changed and deleted, and never show a password', async () => {
    const { admin } = set();
    const starface = { kind: 'starface', url: pbx.url, login: '0001' };
    expect((await admin.send('POST', path, starface)).json).toMatchObject({ errors: [{ pointer: '/password' }] });
    const { id, destination } = await create({ ...starface, password });
    expect(destination).toEqual({ ...starface, accountsBy: 'email' });
    expect(await test(id)).toMatchObject({ outcome: 'ok' });
    expect((await admin.send('POST', `${path}/${id}/test`)).status).toBe(429);

    const kept = await admin.send('PUT', `${path}/${id}`, starface);
    expect(kept.status).toBe(200);
    const elsewhere = { ...starface, url: 'https://pbx.example' };
    expect((await admin.send('PUT', `${path}/${id}`, elsewhere)).json).toMatchObject({
      errors: [{ pointer: '/password' }],
    });
    const other = await admin.send('PUT', `${path}/${id}`, { kind: 'webhook', url: receiver.url });
    expect(other.json).toMatchObject({ errors: [{ pointer: '/kind' }] });
    const list = z.object({ items: z.array(viewSchema) });
    expect((await admin.ask(list, 'GET', path)).items.map((item) => item.id)).toEqual([id]);

    const stale = await admin.raw({ method: 'DELETE', path: `${path}/${id}`, headers: { 'if-match': '"old"' } });
    expect(stale.status).toBe(412);
    expect((await admin.send('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await admin.send('GET', `${path}/${id}`)).status).toBe(404);
  });

  it.each([
    'http://example.org/',
    'https://169.254.169.254/',
    'https://localhost/',
    'http://127.0.0.2/',
    'https://10.0.0.1/',
    'nonsense',
  ])('refuse %s by policy', async (url) => {
    const reply = await set().admin.send('POST', path, { kind: 'webhook', url });
    expect([reply.status, reply.json]).toMatchObject([400, { code: 'refusedByPolicy', errors: [{ pointer: '/url' }] }]);
  });

  it('are for profiles of presence, and only admins change them', async () => {
    const { api } = await createKey(set(), { name: 'operator', role: 'operator' });
    expect((await api.send('POST', path, { kind: 'webhook', url: receiver.url })).status).toBe(403);
    expect((await api.send('GET', path)).status).toBe(200);
  });
});

describe('a running appointment', () => {
  it('reaches the webhook signed, and the phone system; and is taken back when it is over', async () => {
    const { admin, simulator } = set();
    const webhook = await create({ kind: 'webhook', url: receiver.url });
    expect(await test(webhook.id)).toMatchObject({ outcome: 'noSecret' });
    const made = await admin.send('POST', `/profiles/${profile}/signing-secrets`);
    secret = z.object({ text: z.string() }).parse(made.json).text;
    await create({ kind: 'starface', url: pbx.url, login: '0001', password });
    simulator.control.addEvent(ANNA, event(-hour, hour, { categories: ['_SF_DND_aktivieren'] }));
    await readNow(set(), profile);
    await presenceWhen(set(), profile, 'anna', ({ effects }) => effects.doNotDisturb);
    await waitFor('the webhook', () => lines.some((line) => line.includes('doNotDisturb true')));
    await waitFor('do-not-disturb', () => pbx.user(11).phoneConfig.doNotDisturb);

    simulator.control.emptyCalendar(ANNA);
    await readNow(set(), profile);
    await waitFor('the webhook', () => lines.at(-1)?.endsWith('nothing set') === true);
    await waitFor('the end of do-not-disturb', () => !pbx.user(11).phoneConfig.doNotDisturb);
  });

  it('leaves the signing secret nowhere but in the answer that made it', () => {
    const forms = formsOf(secret.replace('whsec_', ''));
    const answers = set().wire.answers.filter(({ text }) => forms.some((form) => text.includes(form)));
    expect(answers.map(({ request }) => request)).toEqual([`POST /api/profiles/${profile}/signing-secrets`]);
    expect(set().lines.filter((line) => forms.some((form) => line.includes(form)))).toEqual([]);
  });

  it('is taken back on a phone system that is deleted', async () => {
    const { admin, simulator, wire } = set();
    simulator.control.addEvent(ANNA, event(-hour, hour, { categories: ['_SF_DND_aktivieren'] }));
    await readNow(set(), profile);
    await waitFor('do-not-disturb', () => pbx.user(11).phoneConfig.doNotDisturb);
    const { items } = await admin.ask(z.object({ items: z.array(viewSchema) }), 'GET', path);
    const starface = items.find(({ destination }) => destination.kind === 'starface');
    expect((await admin.send('DELETE', `${path}/${starface?.id ?? ''}`)).status).toBe(204);
    await waitFor('the end of do-not-disturb', () => !pbx.user(11).phoneConfig.doNotDisturb);
    await wire.trigger('watchDeliveries');
  });
});
