import { z } from 'zod';
import { NotFoundError, UnavailableError } from '../../../shared/errors.ts';
import { requireMatch } from '../../../shared/http/etag.ts';
import { listAnswer, listOf, pageParameters } from '../../../shared/http/paging.ts';
import { yesNo } from '../../../shared/http/query.ts';
import { publicRoute, route } from '../../../shared/http/route.ts';
import { nameText } from '../../../shared/http/text.ts';

const shelf = z
  .strictObject({
    kind: z.literal('shelf'),
    name: nameText(20),
    width: z.int().min(1).max(300).default(80).meta({ description: 'In centimetres.' }),
  })
  .meta({ id: 'Shelf', description: 'Somewhere to put books.' });

const chair = z.strictObject({
  kind: z.literal('chair'),
  name: nameText(20),
  legs: z.array(z.int()).optional(),
  /** A union inside an object, and values of any kind. */
  seat: z
    .discriminatedUnion('of', [
      z.strictObject({ of: z.literal('wood'), tree: z.string(), age: z.int() }),
      z.strictObject({ of: z.literal('cloth'), colour: z.string(), age: z.int() }),
    ])
    .optional(),
  notes: z.record(z.string(), z.json()).optional(),
});

/** A named union with a default inside, so that it is sent and answered in two forms. */
const furniture = z.discriminatedUnion('kind', [shelf, chair]).meta({ id: 'Furniture' });

const stored = z.strictObject({ id: z.string(), furniture });

export const listFurniture = route({
  name: 'listFurniture',
  method: 'GET',
  path: '/profiles/{id}/furniture',
  role: 'reader',
  phone: true,
  summary: 'Lists the furniture.',
  query: { ...pageParameters, broken: yesNo.optional() },
  answers: { 200: listOf(stored), 204: 'empty' },
  handle: ({ params, query }, caller) => {
    if (query.broken === true) return { status: 204 };
    const name = `${params.id} ${query.limit} ${query.cursor ?? '-'} ${caller.role}`;
    const piece: z.infer<typeof stored> = { id: 'a', furniture: { kind: 'shelf', name, width: 1 } };
    return { status: 200, value: listAnswer([piece], 'a') };
  },
});

export const putFurniture = route({
  name: 'putFurniture',
  method: 'PUT',
  path: '/profiles/{id}/furniture/{piece}',
  role: 'operator',
  summary: 'Replaces one piece.',
  description: 'A description with <b>markup</b> & "quotes" | pipes.',
  body: furniture,
  limits: { bytes: 200 },
  conditional: true,
  answers: { 200: stored },
  handle: ({ params, body, request }) => {
    requireMatch(request, 'v1');
    return { status: 200, value: { id: params.piece, furniture: body }, version: 'v2' };
  },
});

export const deleteFurniture = route({
  name: 'deleteFurniture',
  method: 'DELETE',
  path: '/profiles/{id}/furniture/{piece}',
  role: 'admin',
  summary: 'Removes one piece.',
  params: { id: z.string().max(5), piece: z.enum(['a', 'b']) },
  answers: { 204: 'empty' },
  handle: ({ params }) => {
    if (params.piece === 'b') throw new NotFoundError('There is no such piece.');
    return { status: 204 };
  },
});

export const report = route({
  name: 'report',
  method: 'GET',
  path: '/profiles/{id}/report',
  role: 'reader',
  summary: 'Counts, as JSON or for a spreadsheet.',
  query: { format: z.enum(['json', 'csv', 'tsv']).default('json') },
  answers: { 200: [z.strictObject({ count: z.int() }), 'text/csv', 'text/tab-separated-values'] },
  handle: ({ query }) => {
    if (query.format === 'json') return { status: 200, value: { count: 1 } };
    if (query.format === 'csv') return { status: 200, content: 'count\r\n1\r\n' };
    return { status: 200, content: 'count\n', headers: { 'content-type': 'text/tab-separated-values' } };
  },
});

export const plan = publicRoute({
  name: 'plan',
  method: 'GET',
  path: '/plan.svg',
  summary: 'The plan of the house.',
  answers: { 200: 'image/svg+xml' },
  handle: () => ({ status: 200, content: '<svg/>', headers: { 'cache-control': 'max-age=60' } }),
});

export const order = publicRoute({
  name: 'order',
  method: 'POST',
  path: '/order/{shop}',
  summary: 'Takes a signed order.',
  rawBody: {
    mediaTypes: { 'application/json': z.strictObject({ piece: z.string() }), 'text/csv': undefined },
    bytes: 100,
  },
  answers: { 202: z.strictObject({ bytes: z.int() }) },
  handle: async ({ bytes, request }) => {
    await Promise.resolve();
    return { status: 202, value: { bytes: bytes.length + (request.header('x-more') ? 1 : 0) } };
  },
});

export const broken = route({
  name: 'broken',
  method: 'POST',
  path: '/broken/{how}',
  role: 'reader',
  summary: 'Fails.',
  body: z.strictObject({ note: z.string() }).optional(),
  answers: { 204: 'empty' },
  handle: ({ params, body }) => {
    if (params.how === 'bug') throw new TypeError('canary');
    if (params.how === 'down') throw new UnavailableError('Down.');
    return { status: 204, headers: { 'x-note': body?.note ?? 'none' } };
  },
});

export const sampleRoutes = [listFurniture, putFurniture, deleteFurniture, report, plan, order, broken];
