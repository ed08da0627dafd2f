import { afterEach, describe, expect, it } from 'vitest';
import { refusal, stage } from './harness.ts';
import { ANNA, BOB } from './tenant-fixture.ts';

const set = stage();
const contacts = `/users/${BOB}/contacts`;

afterEach(() => {
  const { control } = set().simulator;
  control.clearFaults();
  control.clearQuirks();
  control.emptyMailbox(BOB);
});

async function statuses(path: string, count: number): Promise<number[]> {
  const found = [];
  for (let index = 0; index < count; index += 1) found.push((await set().client.get(path)).status);
  return found;
}

describe('a fault fires', () => {
  it('every time without more conditions', async () => {
    set().simulator.control.addFault({ match: {}, effect: { status: 503 } });
    expect(await statuses('/users', 3)).toEqual([503, 503, 503]);
  });

  it('so many times', async () => {
    set().simulator.control.addFault({ match: { times: 2 }, effect: { status: 503 } });
    expect(await statuses('/users', 4)).toEqual([503, 503, 200, 200]);
  });

  it('on the n-th request, once or more', async () => {
    const handle = set().simulator.control.addFault({ match: { nth: 2 }, effect: { status: 503 } });
    expect(await statuses('/users', 4)).toEqual([200, 503, 200, 200]);
    expect(handle).toMatchObject({ matched: 4, fired: 1 });
    handle.remove();
    set().simulator.control.addFault({ match: { nth: 2, times: 2 }, effect: { status: 503 } });
    expect(await statuses('/users', 4)).toEqual([200, 503, 503, 200]);
  });

  it('for a method, path, mailbox or operation', async () => {
    const { client, simulator } = set();
    const add = simulator.control.addFault.bind(simulator.control);
    const hit = async (path = contacts): Promise<boolean> => (await client.get(path)).status === 503;
    const cases: [Parameters<typeof add>[0]['match'], boolean][] = [
      [{ method: 'get' }, true],
      [{ method: 'POST' }, false],
      [{ path: /bob@contoso\.example\/contacts$/ }, true],
      [{ path: '/contacts/delta' }, false],
      [{ mailbox: BOB.toUpperCase() }, true],
      [{ mailbox: ANNA }, false],
      [{ operation: 'users.listContacts' }, true],
      [{ operation: 'GET /users/{user-id}/contacts' }, true],
      [{ operation: 'users.listUser' }, false],
    ];
    for (const [match, expected] of cases) {
      const handle = add({ match, effect: { status: 503 } });
      expect(await hit(), JSON.stringify(match)).toBe(expected);
      handle.remove();
    }
    add({ match: { path: '\\$skip=10 ?' }, effect: { status: 503 } });
    expect(await hit(`/users/${ANNA}/contacts?%24skip=10`)).toBe(true);
  });
});

describe('effects', () => {
  it.each([
    [429, '429 ApplicationThrottled', '1'],
    [503, '503 ServiceNotAvailable', undefined],
    [504, '504 UnknownError', undefined],
    [500, '500 generalException', undefined],
    [410, '410 SyncStateNotFound', undefined],
    [412, '412 ErrorIrresolvableConflict', undefined],
  ])('%i has its usual code and header', async (status, expected, retryAfter) => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: {}, effect: { status } });
    const answer = await client.get(contacts);
    expect(refusal(answer)).toBe(expected);
    expect(answer.headers['retry-after']).toBe(retryAfter);
    expect(answer.headers['request-id']).toBeDefined();
  });

  it('have the words of the directory there', async () => {
    set().simulator.control.addFault({ match: {}, effect: { status: 429 } });
    expect(refusal(await set().client.get('/users'))).toBe('429 TooManyRequests');
  });

  it('choose code, message and headers', async () => {
    const { client, simulator } = set();
    const effect = { status: 403, code: 'ErrorQuotaExceeded', message: 'full', headers: { 'Retry-After': '30' } };
    simulator.control.addFault({ match: { times: 1 }, effect });
    const answer = await client.get(contacts);
    expect(refusal(answer)).toBe('403 ErrorQuotaExceeded');
    expect(answer.headers['retry-after']).toBe('30');
    simulator.control.addFault({ match: {}, effect: { status: 429, headers: { 'retry-after': '' } } });
    expect((await client.get(contacts)).headers['retry-after']).toBeUndefined();
  });

  it('add headers to a real answer', async () => {
    set().simulator.control.addFault({ match: {}, effect: { headers: { 'x-extra': '1' } } });
    const answer = await set().client.get(contacts);
    expect([answer.status, answer.headers['x-extra']]).toEqual([200, '1']);
  });

  it('answer HTML with 502', async () => {
    set().simulator.control.addFault({ match: {}, effect: { html: '<html>Bad Gateway</html>' } });
    const answer = await set().client.get(contacts);
    expect(answer).toMatchObject({ status: 502, text: '<html>Bad Gateway</html>' });
    expect(answer.headers['content-type']).toBe('text/html');
  });

  it('answer an empty list where there is one', async () => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: {}, effect: { status: 200, body: { value: [] } } });
    expect((await client.page(`/users/${ANNA}/contacts`)).value).toEqual([]);
  });

  it('delay', async () => {
    set().simulator.control.addFault({ match: { path: 'contacts' }, effect: { delayMs: 120 } });
    const started = performance.now();
    expect((await set().client.get(contacts)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(115);
  });

  it('cut the connection before the effect', async () => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: { method: 'POST', times: 1 }, effect: { drop: 'before' } });
    await expect(client.write('POST', contacts, { givenName: 'A' })).rejects.toThrow();
    expect(simulator.control.contacts(BOB)).toHaveLength(0);
  });

  it('cut the connection after the effect', async () => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: { method: 'POST', times: 1 }, effect: { drop: 'after' } });
    await expect(client.write('POST', contacts, { givenName: 'A' })).rejects.toThrow();
    expect(simulator.control.contacts(BOB)).toHaveLength(1);
  });

  it.each([
    ['status', { status: 503 }, 503],
    ['a page of a gateway', { html: '<html>' }, 502],
  ])('lose the answer of a write that took effect: %s instead', async (_what, effect, status) => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: { method: 'POST', times: 1 }, effect: { ...effect, tookEffect: true } });
    expect((await client.write('POST', contacts, { givenName: 'A' })).status).toBe(status);
    expect(simulator.control.contacts(BOB)).toHaveLength(1);
  });

  it('answer the refusal of a write that had no effect to take', async () => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: { method: 'POST' }, effect: { status: 503, tookEffect: true } });
    simulator.control.setMailboxFull(BOB);
    const body = { givenName: 'A' };
    expect(refusal(await client.write('POST', contacts, body))).toBe('403 ErrorQuotaExceeded');
    simulator.control.setMailboxFull(BOB, false);
  });

  it('cut the connection in the middle of the answer', async () => {
    set().simulator.control.addFault({ match: { times: 1 }, effect: { dropAfterBytes: 100 } });
    await expect(set().client.get(`/users/${ANNA}/contacts`)).rejects.toThrow();
    expect((await set().client.get(`/users/${ANNA}/contacts`)).status).toBe(200);
  });

  it('change nothing when they answer instead', async () => {
    const { client, simulator } = set();
    simulator.control.addFault({ match: { method: 'POST' }, effect: { status: 503 } });
    await client.write('POST', contacts, { givenName: 'A' });
    expect(simulator.control.contacts(BOB)).toHaveLength(0);
  });
});

describe('errors', () => {
  it('carry request ids and a date', async () => {
    const answer = await set().client.get(`${contacts}/nonsense`, { 'client-request-id': 'mine' });
    expect(answer.headers['client-request-id']).toBe('mine');
    expect(answer.json).toMatchObject({
      error: {
        innerError: {
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) as string,
          'request-id': answer.headers['request-id'],
          'client-request-id': 'mine',
        },
      },
    });
  });

  it('may spell it innererror', async () => {
    set().simulator.control.setQuirk('lowercaseInnerError');
    expect((await set().client.get(`${contacts}/nonsense`)).json).toHaveProperty('error.innererror');
  });
});
