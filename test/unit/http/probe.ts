import { z } from 'zod';
import { route, publicRoute } from '../../../shared/http/route.ts';
import { pageParameters, listOf, listAnswer } from '../../../shared/http/paging.ts';
export const r = route({
  name: 'listBooks', method: 'GET', path: '/profiles/{id}/books/{book}', role: 'reader', phone: true, summary: 's',
  query: { ...pageParameters },
  body: z.strictObject({ a: z.string() }),
  answers: { 200: listOf(z.string()), 204: 'empty', 202: 'text/csv' },
  handle: ({ params, query, body }, caller) => {
    const x: string = params.id + params.book + body.a + caller.id; const l: number = query.limit; const c: string | undefined = query.cursor;
    if (l > 5) return { status: 204 };
    if (c) return { status: 202, content: x };
    return { status: 200, value: listAnswer([x], undefined) };
  },
});
export const p = publicRoute({
  name: 'x', method: 'GET', path: '/x', summary: 's', answers: { 200: z.strictObject({a: z.string().optional()}) },
  handle: async ({ body }) => {
    const b: undefined = body;
    await Promise.resolve(b);
    return { status: 200, value: {} };
  },
});
export const q = publicRoute({
  name: 'x', method: 'GET', path: '/x', summary: 's', answers: { 200: z.strictObject({a: z.string().optional()}) },
  handle: () => ({ status: 200, value: {} }),
});
export const q2 = publicRoute({
  name: 'x', method: 'GET', path: '/x', summary: 's', answers: { 200: z.strictObject({a: z.string().optional()}) },
  handle: async () => { await Promise.resolve(); return { status: 200, value: {} }; },
});
