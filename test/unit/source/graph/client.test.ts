import { describe, expect, it } from 'vitest';
import {
  DeniedError,
  InvalidError,
  NotFoundError,
  PatchbayError,
  ThrottledError,
  UnavailableError,
} from '../../../../shared/errors.ts';
import { GraphClient } from '../../../../shared/source/graph/client.ts';
import { base, failure, json, stubGraph } from './stub.ts';
import type { Answer, Stub } from './stub.ts';

const purpose = { about: 'the thing', permission: 'Thing.Read' };
const url = `${base}/things?$select=id`;

function get(stub: Stub, options: { url?: string; link?: boolean } = {}): Promise<unknown> {
  return new GraphClient(stub.options).get({ ...purpose, url, ...options });
}

async function failureOf(promise: Promise<unknown>): Promise<PatchbayError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PatchbayError) return error;
  throw new Error(`Expected an error of ours, got ${String(error)}.`);
}

describe('requests', () => {
  it('carry the token, the immutable ids and further preferences in one header', async () => {
    const stub = stubGraph([json({ ok: 1 })]);
    const client = new GraphClient(stub.options);
    const headers = { ConsistencyLevel: 'eventual' };
    expect(await client.get({ ...purpose, url, headers, prefer: ['odata.maxpagesize=200'] })).toEqual({ ok: 1 });
    expect(stub.sent[0]?.url).toBe(url);
    expect(stub.sent[0]?.headers.get('prefer')).toBe('IdType="ImmutableId", odata.maxpagesize=200');
    expect(stub.sent[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(stub.sent[0]?.headers.get('consistencylevel')).toBe('eventual');
    expect(client.count.requests).toBe(1);
  });

  it('go to the exact address of a link, which the SDK would reorder', async () => {
    const link = `${base}/things/delta?b=2&%24deltatoken=x%2By&$select=a&a=1&b=3`;
    const stub = stubGraph([json({})]);
    await get(stub, { url: link, link: true });
    expect(stub.sent[0]?.url).toBe(link);
  });

  it('never leave the Graph host', async () => {
    const stub = stubGraph([]);
    expect(await failureOf(get(stub, { url: 'https://evil.example/v1.0/things' }))).toBeInstanceOf(InvalidError);
    expect(stub.sent).toEqual([]);
    expect(stub.tokens).toEqual([]);
  });

  it('reuse a token until shortly before its end', async () => {
    let now = 0;
    let given = 0;
    const getToken = () => Promise.resolve({ token: `t${(given += 1)}`, expiresOnTimestamp: now + 3_600_000 });
    const stub = stubGraph(() => json({}), { credential: { getToken }, now: () => now });
    const client = new GraphClient(stub.options);
    for (now of [0, 1_000_000, 3_470_000, 3_490_000]) await client.get({ ...purpose, url });
    expect(stub.sent.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer t1',
      'Bearer t1',
      'Bearer t1',
      'Bearer t2',
    ]);
  });

  it('ask for one token however many wait for it', async () => {
    const stub = stubGraph(() => json({}));
    const client = new GraphClient(stub.options);
    await Promise.all([1, 2, 3].map(() => client.get({ ...purpose, url })));
    expect(stub.tokens).toHaveLength(1);
  });
});

describe('a 401', () => {
  it('gets one new token and one more try', async () => {
    const stub = stubGraph([failure(401, 'InvalidAuthenticationToken'), json({ ok: 1 })]);
    expect(await get(stub)).toEqual({ ok: 1 });
    expect(stub.sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('passes the claims of the challenge on', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
    const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    const stub = stubGraph([failure(401, 'InvalidAuthenticationToken', { 'www-authenticate': challenge }), json({})]);
    await get(stub);
    expect(stub.tokens).toEqual([undefined, claims]);
  });

  it('goes past the cache of an identity library that gives the same token again', async () => {
    const asked: (string | undefined)[] = [];
    const credential = {
      getToken: (_scope: string, options?: { claims?: string }) => {
        asked.push(options?.claims);
        return Promise.resolve({
          token: options?.claims === undefined ? 'old' : 'new',
          expiresOnTimestamp: Number.MAX_SAFE_INTEGER,
        });
      },
    };
    const stub = stubGraph([failure(401, 'InvalidAuthenticationToken'), json({})], { credential, now: () => 5000 });
    await get(stub);
    expect(asked).toEqual([undefined, undefined, '{"access_token":{"nbf":{"essential":true,"value":"5"}}}']);
    expect(stub.sent[1]?.headers.get('authorization')).toBe('Bearer new');
  });

  it('that stays is denied', async () => {
    const stub = stubGraph([failure(401, 'InvalidAuthenticationToken'), failure(401, 'InvalidAuthenticationToken')]);
    const error = await failureOf(get(stub));
    expect(error).toBeInstanceOf(DeniedError);
    expect(error.code).toBe('InvalidAuthenticationToken');
    expect(stub.sent).toHaveLength(2);
  });
});

describe('waiting', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');

  it.each([
    ['2', 2000, 2250],
    ['0', 0, 250],
    ['5', 5000, 5250],
    ['Sat, 21 Nov 2026 10:00:03 GMT', 3000, 3250],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0, 250],
    [undefined, 500, 1000],
    ['soon', 500, 1000],
    ['-5', 500, 1000],
  ])('with Retry-After %j sleeps and tries again', async (header, least, most) => {
    const headers = header === undefined ? undefined : { 'retry-after': header };
    const stub = stubGraph([failure(429, 'ApplicationThrottled', headers), json({ ok: 1 })], { now: () => now });
    expect(await get(stub)).toEqual({ ok: 1 });
    expect(stub.slept).toHaveLength(1);
    expect(stub.slept[0]).toBeGreaterThanOrEqual(least);
    expect(stub.slept[0]).toBeLessThanOrEqual(most);
  });

  it.each([
    ['6', 6],
    ['400', 400],
    ['99999999', 3600],
    ['Sat, 21 Nov 2026 10:02:00 GMT', 120],
  ])('with Retry-After %j leaves it to the caller', async (header, seconds) => {
    for (const status of [429, 503]) {
      const stub = stubGraph([failure(status, 'TooManyRequests', { 'retry-after': header })], { now: () => now });
      const error = await failureOf(get(stub));
      expect(error).toBeInstanceOf(ThrottledError);
      expect(error).toMatchObject({ retryAfterSeconds: seconds, code: 'TooManyRequests' });
      expect(stub.slept).toEqual([]);
    }
  });

  it('ends after three more tries', async () => {
    const stub = stubGraph(() => failure(429, 'ApplicationThrottled', { 'retry-after': '1' }));
    expect(await failureOf(get(stub))).toMatchObject({ kind: 'throttled', retryAfterSeconds: 1 });
    expect(stub.sent).toHaveLength(4);
    expect(stub.slept).toHaveLength(3);
  });
});

describe('passing failures of a GET', () => {
  const html = () =>
    new Response('<html>Bad gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } });
  const network: Answer = () => Promise.reject(new TypeError('fetch failed'));
  const cut: Answer = () => {
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"value": ['));
        controller.error(new TypeError('terminated'));
      },
    });
    return new Response(body, { status: 200 });
  };

  it.each([
    ['HTML 502', html],
    ['500', () => failure(500, 'generalException')],
    ['503', () => failure(503, 'ServiceNotAvailable')],
    ['504', () => failure(504, 'UnknownError')],
    ['a lost connection', network],
    ['a connection cut in the body', cut],
    ['a page that is not JSON', () => new Response('<html>', { status: 200 })],
  ])('%s: three more tries, then unavailable', async (_name, answer) => {
    const passing = stubGraph([answer, answer, answer, json({ ok: 1 })]);
    expect(await get(passing)).toEqual({ ok: 1 });
    expect(passing.slept).toHaveLength(3);
    const lasting = stubGraph(answer);
    expect(await failureOf(get(lasting))).toBeInstanceOf(UnavailableError);
    expect(lasting.sent).toHaveLength(4);
  });

  it.each([400, 403, 404, 409, 410, 412, 501])('%i is not tried again', async (status) => {
    const stub = stubGraph([failure(status, '')]);
    await failureOf(get(stub));
    expect(stub.sent).toHaveLength(1);
  });
});

describe('a POST with an effect', () => {
  const post = (stub: Stub) => new GraphClient(stub.options).post({ ...purpose, url }, { a: 1 });

  it('is sent again only after a short 429', async () => {
    const stub = stubGraph([failure(429, 'x', { 'retry-after': '1' }), new Response(null, { status: 202 })]);
    expect(await post(stub)).toBeUndefined();
    expect(stub.sent.map(({ method, body }) => [method, body])).toEqual([
      ['POST', { a: 1 }],
      ['POST', { a: 1 }],
    ]);
  });

  it.each([500, 502, 503, 504])('is not sent again after %i, even one that names a time', async (status) => {
    const stub = stubGraph([failure(status, 'x', { 'retry-after': '1' })]);
    expect(await failureOf(post(stub))).toBeInstanceOf(UnavailableError);
    expect(stub.sent).toHaveLength(1);
  });

  it('is not sent again after a lost connection', async () => {
    const stub = stubGraph(() => Promise.reject(new TypeError('fetch failed')));
    expect(await failureOf(post(stub))).toBeInstanceOf(UnavailableError);
    expect(stub.sent).toHaveLength(1);
  });
});

describe('a PATCH', () => {
  const patch = (stub: Stub) =>
    new GraphClient(stub.options).patch({ ...purpose, url, headers: { 'If-Match': 'W/"1"' } }, { a: 1 });

  it('carries its condition and its content, and is sent once', async () => {
    const stub = stubGraph([json({})]);
    await patch(stub);
    expect(stub.sent[0]).toMatchObject({ method: 'PATCH', url, body: { a: 1 } });
    expect(stub.sent[0]?.headers.get('if-match')).toBe('W/"1"');
    const failing = stubGraph([failure(503, 'x', { 'retry-after': '1' })]);
    expect(await failureOf(patch(failing))).toBeInstanceOf(UnavailableError);
    expect(failing.sent).toHaveLength(1);
  });
});

describe('time', () => {
  it('ends a request that takes too long, and tells why', async () => {
    const stub = stubGraph([]);
    const stalled: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('timed out', 'TimeoutError'));
        });
      });
    const client = new GraphClient({ ...stub.options, fetch: stalled, requestTimeoutMs: 20 });
    const error = await failureOf(client.get({ ...purpose, url }));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'timeout' });
    expect(client.count.requests).toBe(1);
  });
});

describe('errors', () => {
  it('keep the code of Graph and say what to do, without the words of Graph', async () => {
    const stub = stubGraph([failure(404, 'MailboxNotEnabledForRESTAPI')]);
    const error = await failureOf(get(stub));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.code).toBe('MailboxNotEnabledForRESTAPI');
    expect(error.message).toContain('the thing');
    expect(error.message).not.toContain('nobody may branch');
  });
});
