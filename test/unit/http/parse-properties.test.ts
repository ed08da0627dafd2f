import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidError, PatchbayError } from '../../../shared/errors.ts';
import { parseJson } from '../../../shared/http/body.ts';
import { credentialOf } from '../../../shared/http/credentials.ts';
import { requireMatch } from '../../../shared/http/etag.ts';
import { parseJsonText } from '../../../shared/http/json-text.ts';
import { problemAnswer } from '../../../shared/http/problem.ts';
import { parseQuery } from '../../../shared/http/query.ts';
import { serve } from '../../../shared/http/serve.ts';
import { apiRequest } from './api-request.ts';
import { listFurniture, order, putFurniture } from './sample-routes.ts';

const prototypeNames = Object.getOwnPropertyNames(Object.prototype).sort();
afterAll(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeNames);
  expect(Object.keys({})).toEqual([]);
});

const names = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'name',
    'kind',
    'tags',
    'child',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', null, true, 1.5, -0, 1e308, '\u0000', '\u202e', '\ud800', ''),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  ),
})).value;
const texts = fc.oneof(
  values.map((value) => JSON.stringify(value)),
  fc.tuple(values, fc.nat(), fc.string({ maxLength: 3 })).map(([value, at, junk]) => {
    const text = JSON.stringify(value);
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + junk + text.slice(cut + 1);
  }),
  fc.string({ unit: 'binary' }),
);

const schema = z.strictObject({
  name: z.string().max(3).optional(),
  tags: z.record(z.string().max(2), z.union([z.string(), z.number(), z.array(z.boolean())])).optional(),
  child: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a') }),
      z.strictObject({ kind: z.literal('b'), n: z.int() }),
    ])
    .optional(),
});

function ours(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    expect(error).toBeInstanceOf(PatchbayError);
    if (error instanceof InvalidError) {
      for (const { pointer, detail } of error.faults) {
        expect(pointer).toMatch(/^(\/([^~]|~[01])*)?$/su);
        expect(detail).toMatch(/^[^\p{Cc}\p{Bidi_Control}]{5,1000}[.!?]$/u);
        expect(detail.isWellFormed()).toBe(true);
      }
      expect(String(problemAnswer(error, { invocationId: 'i', basic: false }).body).length).toBeLessThan(60_000);
    }
    return undefined;
  }
}

describe('whatever is sent', () => {
  it('as JSON text is parsed as JSON.parse does, or refused by us', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const value = ours(() => parseJsonText(text, { depth: 20, keys: 1000 }));
        if (value !== undefined) expect(value).toEqual(JSON.parse(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('as bytes of a body fits the schema, or is refused by us', () => {
    const bytes = fc.oneof(
      texts.map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ maxLength: 50 }),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        const value = ours(() => parseJson(body, schema));
        if (value !== undefined) expect(schema.safeParse(value).success).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('as query, credential or If-Match is understood, or refused by us', () => {
    const headers = fc.dictionary(
      fc.constantFrom('authorization', 'x-api-key', 'if-match', 'content-type', 'content-length', 'content-encoding'),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
      ),
    );
    fc.assert(
      fc.property(headers, fc.dictionary(names, fc.string({ unit: 'binary' })), (given, query) => {
        const request = apiRequest({ headers: given });
        ours(() => credentialOf(request, { basic: true }));
        ours(() => {
          requireMatch(request, 'v1');
        });
        ours(() => parseQuery(schema, new Map(Object.entries(query))));
      }),
      { numRuns: 1000 },
    );
  });

  it('to a route is answered, and never with 500', async () => {
    const caller = { id: 'c', role: 'admin', profile: undefined, via: 'local' } as const;
    const authenticate = () => Promise.resolve(caller);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(listFurniture, putFurniture, order),
        texts,
        fc.dictionary(names, fc.string({ unit: 'binary' }), { maxKeys: 2 }),
        fc.constantFrom('application/json', 'text/csv', 'x', ''),
        fc.constantFrom('p1', '..', '\ud800', ''),
        async (route, body, query, type, id) => {
          const params = Object.fromEntries(Object.keys(route.params.shape).map((name) => [name, id]));
          const request = apiRequest({ body, query, params, headers: { 'content-type': type } });
          const answer = await serve(route, request, { authenticate, invocationId: 'i', checkAnswers: true });
          expect(answer.status).not.toBe(500);
          expect(() => new Headers(answer.headers)).not.toThrow();
        },
      ),
      { numRuns: 1500 },
    );
  });
});
