import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Authenticate } from '../../../shared/http/authenticate.ts';
import { etagOf } from '../../../shared/http/etag.ts';
import { UnauthenticatedError } from '../../../shared/http/http-errors.ts';
import { problemSchema, type Problem } from '../../../shared/http/problem.ts';
import type { ApiAnswer, ApiRequest } from '../../../shared/http/request.ts';
import type { Caller, CallerRole } from '../../../shared/http/roles.ts';
import { publicRoute, route, type Route } from '../../../shared/http/route.ts';
import { securityHeaders, serve } from '../../../shared/http/serve.ts';
import { apiRequest } from './api-request.ts';
import { broken, deleteFurniture, listFurniture, order, plan, putFurniture, report } from './sample-routes.ts';

const as =
  (role: CallerRole | undefined, profile?: string): Authenticate =>
  () => {
    if (!role) return Promise.reject(new UnauthenticatedError('Who?'));
    const caller: Caller = { id: 'c', role, profile, via: 'key' };
    return Promise.resolve(caller);
  };

const asking = (target: Route, request: ApiRequest, authenticate: Authenticate = as('admin')): Promise<ApiAnswer> =>
  serve(target, request, { authenticate, invocationId: 'i1', checkAnswers: true });

const json = (answer: ApiAnswer): unknown => JSON.parse(String(answer.body));
const problem = (answer: ApiAnswer): Problem => problemSchema.parse(json(answer));
const shelf = { kind: 'shelf', name: ' Billy ' };

describe('serving a request', () => {
  it('gives the handler what was parsed, and sends what it returns', async () => {
    const request = apiRequest({ params: { id: 'p1' }, query: { limit: '7' } });
    const answer = await asking(listFurniture, request, as('phone', 'p1'));
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(json(answer)).toMatchObject({
      items: [{ furniture: { name: 'p1 7 - phone' } }],
      next: expect.any(String) as string,
    });
  });

  it('puts the security headers on every answer, whether it worked or not', async () => {
    const answers = [
      await asking(listFurniture, apiRequest({ params: { id: 'p1' } })),
      await asking(listFurniture, apiRequest({ params: { id: 'p1' }, query: { broken: 'true' } })),
      await asking(listFurniture, apiRequest(), as(undefined)),
      await asking(broken, apiRequest({ params: { how: 'bug' } })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 204, 401, 500]);
    for (const answer of answers) expect(answer.headers).toMatchObject(securityHeaders);
    const own = await asking(plan, apiRequest());
    expect(own.headers).toMatchObject({
      ...securityHeaders,
      'cache-control': 'max-age=60',
      'content-type': 'image/svg+xml',
    });
    expect(own.body).toBe('<svg/>');
  });

  it('sends nothing where nothing is declared', async () => {
    const answer = await asking(deleteFurniture, apiRequest({ params: { id: 'p1', piece: 'a' } }));
    expect(answer.status).toBe(204);
    expect(answer.body).toBeUndefined();
    expect(answer.headers['content-type']).toBeUndefined();
  });

  it('sends one of several forms, as the handler chose', async () => {
    const ask = (format: string): Promise<ApiAnswer> =>
      asking(report, apiRequest({ params: { id: 'p1' }, query: { format } }));
    expect(json(await ask('json'))).toEqual({ count: 1 });
    expect((await ask('csv')).headers['content-type']).toBe('text/csv');
    expect((await ask('tsv')).headers['content-type']).toBe('text/tab-separated-values');
    expect(problem(await ask('xml')).errors?.[0]?.pointer).toBe('/query/format');
  });

  it('asks who it is before it looks at anything else', async () => {
    const request = {
      ...apiRequest({ params: { id: '../' }, query: { x: 'y' } }),
      body: () => Promise.reject(new Error('read')),
    };
    expect((await asking(putFurniture, request, as(undefined))).status).toBe(401);
    expect((await asking(putFurniture, request, as('reader'))).status).toBe(403);
    expect((await asking(putFurniture, request, as('operator', 'p1'))).status).toBe(403);
    expect((await asking(putFurniture, request, as('operator'))).status).toBe(400);
  });

  it('tells authentication whether Basic is taken, and offers it only there', async () => {
    const seen: boolean[] = [];
    const authenticate: Authenticate = (_request, { basic }) => {
      seen.push(basic);
      return Promise.reject(new UnauthenticatedError('Who?'));
    };
    const challenges = [
      (await asking(listFurniture, apiRequest(), authenticate)).headers['www-authenticate'],
      (await asking(putFurniture, apiRequest(), authenticate)).headers['www-authenticate'],
    ];
    expect(seen).toEqual([true, false]);
    expect(challenges).toEqual([
      'Basic realm="patchbay", charset="UTF-8", Bearer realm="patchbay"',
      'Bearer realm="patchbay"',
    ]);
  });

  it('asks nobody who it is on a public route', async () => {
    const never: Authenticate = () => Promise.reject(new Error('asked'));
    const request = apiRequest({ headers: { authorization: 'Bearer broken', 'x-api-key': 'y' } });
    expect((await asking(plan, request, never)).status).toBe(200);
  });

  it('parses the body by its schema and limits, and honours If-Match', async () => {
    const params = { id: 'p1', piece: 'x' };
    const good = await asking(putFurniture, apiRequest({ params, body: shelf }));
    expect(json(good)).toEqual({ id: 'x', furniture: { kind: 'shelf', name: 'Billy', width: 80 } });
    expect(good.headers['etag']).toBe(etagOf('v2'));
    const matched = apiRequest({ params, body: shelf, headers: { 'if-match': etagOf('v1') } });
    expect((await asking(putFurniture, matched)).status).toBe(200);
    const stale = apiRequest({ params, body: shelf, headers: { 'if-match': etagOf('v2') } });
    expect((await asking(putFurniture, stale)).status).toBe(412);
    expect((await asking(putFurniture, apiRequest({ params, body: { ...shelf, name: 'x'.repeat(200) } }))).status).toBe(
      413,
    );
    expect((await asking(putFurniture, apiRequest({ params, body: 'x' }))).status).toBe(415);
    const wrong = problem(await asking(putFurniture, apiRequest({ params, body: { ...shelf, widht: 1 } })));
    expect(wrong.errors).toEqual([
      { pointer: '/widht', detail: '"widht" is not a known field; did you mean "width"?' },
    ]);
  });

  it('refuses unknown parameters and malformed placeholders', async () => {
    const query = problem(await asking(listFurniture, apiRequest({ params: { id: 'p1' }, query: { account: 'x' } })));
    expect(query.errors?.[0]?.pointer).toBe('/query/account');
    for (const id of ['..', '%2e%2e', 'a/b', '', 'x'.repeat(65)]) {
      const answer = problem(await asking(listFurniture, apiRequest({ params: { id } })));
      expect([answer.status, answer.errors?.[0]?.pointer]).toEqual([400, '/path/id']);
    }
    const own = problem(await asking(deleteFurniture, apiRequest({ params: { id: 'p1', piece: 'c' } })));
    expect(own.detail).toBe('"piece" must be one of "a", "b", not "c".');
  });

  it('gives raw bodies to the handler as bytes, of the declared types and size', async () => {
    const send = (type: string, body: string): Promise<ApiAnswer> =>
      asking(order, apiRequest({ params: { shop: 's' }, headers: { 'content-type': type }, body }));
    expect(json(await send('application/json; charset=utf-8', '{broken'))).toEqual({ bytes: 7 });
    expect(json(await send('TEXT/CSV', 'a;b'))).toEqual({ bytes: 3 });
    expect((await send('text/plain', 'a')).status).toBe(415);
    expect((await send('text/csv', 'x'.repeat(101))).status).toBe(413);
  });

  it('turns whatever goes wrong into a problem, and reports only what is not ours', async () => {
    const reported: unknown[] = [];
    const run = (how: string): Promise<ApiAnswer> =>
      serve(broken, apiRequest({ params: { how } }), {
        ...{ authenticate: as('reader'), invocationId: 'i1' },
        unexpected: (error) => reported.push(error),
      });
    expect((await run('down')).status).toBe(503);
    expect(reported).toEqual([]);
    const bug = await run('bug');
    expect(bug.status).toBe(500);
    expect(String(bug.body)).not.toContain('canary');
    expect(problem(bug).instance).toBe('urn:patchbay:invocation:i1');
    expect(reported).toEqual([new TypeError('canary')]);
    expect((await asking(deleteFurniture, apiRequest({ params: { id: 'p1', piece: 'b' } }))).status).toBe(404);
  });

  it('fails when the body cannot be read, without telling why', async () => {
    const request = { ...apiRequest({ params: { how: 'x' } }), body: () => Promise.reject(new Error('canary')) };
    const answer = await asking(broken, request);
    expect(answer.status).toBe(500);
    expect(String(answer.body)).not.toContain('canary');
  });

  it('never lets a guarded handler run without a caller', async () => {
    await expect(
      broken.respond(apiRequest({ params: { how: 'x' } }), undefined, { checkAnswers: false }),
    ).rejects.toThrow(UnauthenticatedError);
  });
});

describe('an answer', () => {
  const answers = { 200: z.strictObject({ a: z.string() }), 204: 'empty', 202: 'text/csv' } as const;
  const reply = (value: Awaited<ReturnType<Parameters<typeof make>[0]>>): Promise<ApiAnswer> =>
    asking(
      make(() => value),
      apiRequest(),
    );
  const make = (
    handle: () => { status: 200; value: { a: string } } | { status: 204 } | { status: 202; content: string },
  ): Route => publicRoute({ name: 'x', method: 'GET', path: '/x', summary: 'x', answers, handle });

  it('is compared with its declaration where tests ask for it', async () => {
    expect((await reply({ status: 200, value: { a: 'b' } })).status).toBe(200);
    const leaky = { a: 'b', hash: 'canary' };
    expect((await reply({ status: 200, value: leaky })).status).toBe(500);
    expect((await reply({ status: 204 })).status).toBe(204);
    expect((await reply({ status: 202, content: 'a;b' })).headers['content-type']).toBe('text/csv');
    const unchecked = { authenticate: as('admin'), invocationId: 'i' };
    expect(
      (
        await serve(
          make(() => ({ status: 200, value: leaky })),
          apiRequest(),
          unchecked,
        )
      ).status,
    ).toBe(200);
  });

  it('that is not declared does not compile', () => {
    const wrong = [
      route({
        ...{ name: 'x', method: 'GET', path: '/x/{id}', role: 'reader', summary: 'x', answers },
        // @ts-expect-error 201 is not declared
        handle: () => ({ status: 201, value: { a: 'b' } }),
      }),
      route({
        ...{ name: 'x', method: 'GET', path: '/x/{id}', role: 'reader', summary: 'x', answers },
        // @ts-expect-error 200 carries something else
        handle: () => ({ status: 200, value: { a: 1 } }),
      }),
      route({
        ...{ name: 'x', method: 'GET', path: '/x/{id}', role: 'reader', summary: 'x', answers },
        // @ts-expect-error the path has no such placeholder
        params: { run: z.string() },
        handle: () => ({ status: 204 }),
      }),
    ];
    expect(wrong).toHaveLength(3);
  });
});
