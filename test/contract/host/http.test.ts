import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeApp, type TestApp } from './fixture/app.ts';
import { startMain, type HostProcess } from './fixture/process.ts';

const source = `
app.http('echo', { methods: ['GET', 'POST', 'PUT'], route: 'echo/{id:int}/{rest?}', handler: async (request) => ({
  jsonBody: {
    method: request.method, url: request.url, params: request.params, body: await request.text(),
    query: [...request.query.entries()], header: request.headers.get('x-test'),
  },
}) });
app.http('bytes', { methods: ['POST'], handler: async (request) => ({
  body: Buffer.from(await request.arrayBuffer()).reverse(), headers: { 'content-type': 'application/octet-stream' },
}) });
app.http('nothing', { handler: () => undefined });
app.http('throws', { handler: () => { throw new Error('secret reason'); } });
app.http('text', { handler: () => 'just text' });
app.http('cookies', { handler: () => ({
  body: 'ok', status: 201,
  cookies: [
    { name: 'a', value: 'x y', httpOnly: true, secure: true, sameSite: 'Lax', maxAge: 60 },
    { name: 'b', value: '2', path: '/b', domain: 'example.com', expires: new Date(1000), sameSite: 'None' },
  ],
}) });
app.http('appended', { handler: () => {
  const headers = new Headers();
  headers.append('set-cookie', 'first=1');
  headers.append('set-cookie', 'second=2');
  return { headers };
} });
app.http('catchAll', { route: 'files/{*path}', handler: (request) => ({ jsonBody: request.params }) });
app.http('trace', { handler: (request, context) => ({ jsonBody: context.traceContext }) });
app.http('zone', { handler: () => ({ body: new Date(2026, 6, 1).toISOString() + ' ' + process.cwd() }) });
app.http('negotiated', { handler: () => ({ jsonBody: {}, enableContentNegotiation: true }) });
app.timer('later', { schedule: '0 0 0 1 1 *', handler: () => undefined });
`;

let app: TestApp;
let host: HostProcess;

beforeAll(async () => {
  app = await writeApp({ source });
  host = await startMain(app.directory, { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '400000' }).ready();
});

afterAll(async () => {
  expect(await host.stop()).toBe(0);
  await app.remove();
});

function get(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${host.url}${path}`, init);
}

/** Sends the request as it is: no path normalisation, no Content-Length unless given. */
function raw(options: http.RequestOptions & { body?: Buffer }): Promise<{ status: number; text: string }> {
  const { body, ...request } = options;
  return new Promise((resolve, reject) => {
    const sent = http.request(host.url, request, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('requests', () => {
  it('hands method, url, route parameters, headers, query and body to the handler', async () => {
    const response = await get('/api/echo/7/x%2Fy?q=1', {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'x-test': 't' },
    });
    expect(await response.json()).toEqual({
      method: 'POST',
      url: `${host.url}/api/echo/7/x%2Fy?q=1`,
      params: { id: '7', rest: 'x%2Fy' },
      body: '{"a":1}',
      query: [['q', '1']],
      header: 't',
    });
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('joins repeated query keys, whatever their case', async () => {
    const response = await get('/api/echo/7?a=1&b=%20&A=2');
    expect(await response.json()).toMatchObject({
      query: [
        ['a', '1,2'],
        ['b', ' '],
      ],
    });
  });

  it('joins repeated headers with a comma', async () => {
    const { text } = await raw({ path: '/api/echo/7', headers: { 'X-Test': ['1', '2'] } });
    expect(JSON.parse(text)).toMatchObject({ header: '1,2' });
  });

  it('shows an empty body when it comes without Content-Length', async () => {
    const headers = { 'transfer-encoding': 'chunked' };
    const { text } = await raw({ path: '/api/echo/7', method: 'POST', headers, body: Buffer.from('{"a":1}') });
    expect(JSON.parse(text)).toMatchObject({ method: 'POST', body: '' });
  });

  it('passes binary bodies both ways', async () => {
    const body = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const response = await get('/api/bytes', { method: 'POST', body });
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(body).reverse())).toBe(true);
  });

  it('refuses a body above the limit without calling the handler', async () => {
    const calls = () => host.all('function.executed').filter((line) => line.function === 'bytes').length;
    const before = calls();
    const { status } = await raw({
      path: '/api/bytes',
      method: 'POST',
      headers: { 'content-length': 400_001 },
      body: Buffer.alloc(400_001),
    });
    expect(status).toBe(413);
    expect(calls()).toBe(before);
  });

  it('continues the trace of the caller', async () => {
    const traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';
    const response = await get('/api/trace', { headers: { traceparent } });
    const text = await response.text();
    expect(text).toMatch(/"traceParent":"00-0123456789abcdef0123456789abcdef-[0-9a-f]{16}-01"/);
    expect(text).not.toContain(traceparent);
  });
});

describe('routing', () => {
  it.each([
    ['literals in any case and one trailing slash', '/API/Nothing/', 204],
    ['an optional parameter left out', '/api/echo/7', 200],
    ['a failed constraint', '/api/echo/seven', 404],
    ['no prefix', '/nothing', 404],
    ['an empty segment', '/api//nothing', 404],
    ['an unknown route', '/api/unknown', 404],
    ['host routes', '/admin/host/status', 404],
  ])('answers %s', async (_what, path, status) => {
    expect((await raw({ path })).status).toBe(status);
  });

  it('answers 404, not 405, to a wrong method', async () => {
    expect((await get('/api/bytes')).status).toBe(404);
    expect((await get('/api/nothing', { method: 'DELETE' })).status).toBe(404);
    expect((await get('/api/nothing', { method: 'OPTIONS' })).status).toBe(404);
  });

  it('lets a catch-all take slashes, or nothing', async () => {
    expect(await (await get('/api/files/a/b%20c/')).json()).toEqual({ path: 'a/b c/' });
    expect(await (await get('/api/files')).json()).toEqual({});
  });

  it('shows a page at the root', async () => {
    const response = await get('/');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
  });
});

describe('responses', () => {
  it('are 204 without a result', async () => {
    const response = await get('/api/nothing');
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it.each(['throws', 'text', 'negotiated'])('are 500 with an empty body when the handler %s', async (name) => {
    const response = await get(`/api/${name}`);
    expect([response.status, await response.text()]).toEqual([500, '']);
  });

  it('carry cookies as ASP.NET writes them', async () => {
    const response = await get('/api/cookies');
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual([
      'a=x%20y; max-age=60; path=/; secure; samesite=lax; httponly',
      'b=2; expires=Thu, 01 Jan 1970 00:00:01 GMT; domain=example.com; path=/b; samesite=none',
    ]);
  });

  it('keep only the last of several Set-Cookie headers', async () => {
    expect((await get('/api/appended')).headers.getSetCookie()).toEqual(['second=2']);
  });
});

describe('the process', () => {
  it('runs in UTC and in the folder of the app', async () => {
    expect(await (await get('/api/zone')).text()).toBe(`2026-07-01T00:00:00.000Z ${app.directory}`);
  });

  it('listens on the loopback address only', async () => {
    expect(new URL(host.url).hostname).toBe('127.0.0.1');
    // Another address of this machine; a server on all interfaces would answer there too.
    await expect(fetch(host.url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow();
  });
});
