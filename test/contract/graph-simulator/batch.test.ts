import { afterEach, describe, expect, it } from 'vitest';
import { refusal, stage } from './harness.ts';
import { ANNA, BOB, OFFICE } from './tenant-fixture.ts';

const set = stage({}, true);
const json = { 'Content-Type': 'application/json' };

afterEach(() => {
  const { control } = set().simulator;
  control.clearFaults();
  control.clearQuirks();
  control.resetRequests();
  control.setLatency(0);
  control.emptyMailbox(BOB);
});

function gets(count: number, mailbox: string): { id: string; method: string; url: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    method: 'GET',
    url: `/users/${mailbox}/contacts?$top=1&$skip=${index}`,
  }));
}

describe('a batch', () => {
  it('answers every part, in another order', async () => {
    const answers = await set().client.batch(gets(20, ANNA));
    const ids = answers.map(({ id }) => id);
    expect([...ids].sort((a, b) => Number(a) - Number(b))).toEqual(gets(20, ANNA).map(({ id }) => id));
    expect(ids).not.toEqual([...ids].sort((a, b) => Number(a) - Number(b)));
    for (const { id, body } of answers) {
      expect(body).toMatchObject({ value: [{ displayName: `Person ${String(Number(id) - 1).padStart(5, '0')}` }] });
    }
  });

  it('gives absolute nextLinks', async () => {
    const [answer] = await set().client.batch(gets(1, ANNA));
    expect(answer?.body).toHaveProperty(
      '@odata.nextLink',
      expect.stringMatching(/^https:\/\/localhost:\d+\/v1\.0\/users\//),
    );
  });

  it('takes headers of each part: Prefer and If-Match', async () => {
    const { client } = set();
    const { id } = await client.item('POST', `/users/${BOB}/contacts`, { givenName: 'A' });
    const url = `/users/${BOB}/contacts/${id}`;
    const answers = await client.batch([
      { id: 'a', method: 'GET', url, headers: { Prefer: 'IdType="ImmutableId"' } },
      { id: 'b', method: 'PATCH', url, headers: { ...json, 'If-Match': 'W/"stale"' }, body: { surname: 'B' } },
      { id: 'c', method: 'DELETE', url: url.replace('AAA=', 'AAB=') },
    ]);
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    expect(byId.get('a')?.headers['Preference-Applied']).toBe('IdType=ImmutableId');
    expect(byId.get('a')?.body).not.toHaveProperty('id', id);
    expect(byId.get('b')?.status).toBe(412);
    expect(byId.get('c')?.status).toBe(404);
  });

  it.each([
    ['more than 20 parts', gets(21, ANNA)],
    ['no parts', []],
    [
      'ids that differ in case only',
      [
        { id: 'a', method: 'GET', url: '/users' },
        { id: 'A', method: 'GET', url: '/users' },
      ],
    ],
    [
      'a body without content type',
      [{ id: 'a', method: 'POST', url: `/users/${BOB}/contacts`, body: { givenName: 'A' } }],
    ],
    ['a dependency on nothing', [{ id: 'a', method: 'GET', url: '/users', dependsOn: ['b'] }]],
    ['parts without a method', [{ id: 'a', url: '/users' }]],
  ])('is refused with %s', async (_what, requests) => {
    expect(refusal(await set().client.write('POST', '/$batch', { requests }))).toBe('400 BadRequest');
  });

  it('does not know addresses with a version or a host', async () => {
    const answers = await set().client.batch([
      { id: '1', method: 'GET', url: '/v1.0/users' },
      { id: '2', method: 'GET', url: 'https://graph.microsoft.com/users' },
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
  });

  it('runs dependent parts one after the other, and none after a failure (424)', async () => {
    const { client, simulator } = set();
    const create = (id: string, name: string, dependsOn?: string[]): unknown => ({
      ...{ id, method: 'POST', url: `/users/${BOB}/contacts`, headers: json, body: { givenName: name } },
      ...(dependsOn === undefined ? {} : { dependsOn }),
    });
    const answers = await client.batch([
      create('1', 'first'),
      create('2', 'second', ['1']),
      { id: '3', method: 'GET', url: `/users/${BOB}/contacts/nonsense`, dependsOn: ['2'] },
      create('4', 'never', ['3']),
      create('5', 'neither', ['4']),
    ]);
    expect(Object.fromEntries(answers.map(({ id, status }) => [id, status]))).toEqual({
      1: 201,
      2: 201,
      3: 400,
      4: 424,
      5: 424,
    });
    const names = simulator.control.contacts(BOB).map((contact) => contact.properties['givenName']);
    expect(names).toEqual(['first', 'second']);
  });

  it('has 429 of single parts with their Retry-After, and the others answered', async () => {
    const { client, simulator } = set();
    const match = { operation: 'users.listContacts', nth: 2, times: 2 };
    simulator.control.addFault({ match, effect: { status: 429, headers: { 'Retry-After': '7' } } });
    const answers = await client.batch(gets(5, ANNA));
    const throttled = answers.filter(({ status }) => status === 429);
    expect(throttled.map(({ id }) => id).sort()).toEqual(['2', '3']);
    expect(throttled[0]?.headers['Retry-After']).toBe('7');
    expect(throttled[0]?.body).toMatchObject({ error: { code: 'ApplicationThrottled' } });
    expect(simulator.control.requests.throttled).toBe(2);
  });

  it('can have errors with an empty code', async () => {
    set().simulator.control.setQuirk('emptyInnerCodes');
    const [answer] = await set().client.batch([{ id: '1', method: 'GET', url: '/users/nobody/contacts' }]);
    expect(answer).toMatchObject({ status: 404, body: { error: { code: '' } } });
  });

  it('breaks off as a whole when a part does', async () => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: { operation: 'users.createContacts' }, effect: { drop: 'after' } });
    const body = {
      requests: [{ id: '1', method: 'POST', url: `/users/${BOB}/contacts`, headers: json, body: { givenName: 'A' } }],
    };
    await expect(client.write('POST', '/$batch', body)).rejects.toThrow();
    expect(simulator.control.contacts(BOB)).toHaveLength(1);
  });

  it('runs four parts at a time per mailbox and does not throttle itself', async () => {
    const { client, simulator } = set();
    simulator.control.setLatency(30);
    const started = performance.now();
    const mixed = [...gets(10, ANNA), ...gets(10, OFFICE).map((part) => ({ ...part, id: `o${part.id}` }))];
    const answers = await client.batch(mixed);
    const duration = performance.now() - started;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(simulator.control.requests.maxConcurrency).toEqual({ [ANNA]: 4, [OFFICE]: 4 });
    expect(duration).toBeGreaterThan(85);
  });

  it('is throttled by another batch in the same mailbox', async () => {
    const { client, simulator } = set();
    await client.token();
    simulator.control.setLatency(30);
    const answers = (await Promise.all([client.batch(gets(8, ANNA)), client.batch(gets(8, ANNA))])).flat();
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  });

  it('is counted once, its parts one by one', async () => {
    const { client, simulator } = set();
    await client.batch(gets(3, ANNA));
    expect(simulator.control.requests).toMatchObject({
      total: 1,
      parts: 3,
      byOperation: { batch: 1, 'users.listContacts': 3 },
      byMailbox: { [ANNA]: 3 },
    });
  });
});
