import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { apiMarkdown } from '../../../shared/http/api-markdown.ts';
import { docsPage } from '../../../shared/http/docs-page.ts';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import type { OpenApiDocument } from '../../../shared/http/openapi-document.ts';
import { sampleRoutes } from './sample-routes.ts';

const info = { title: 'Patchbay', version: '0.1.0', description: 'Connects.', base: '/api' };
const document = openApiDocument(sampleRoutes, info);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const operation = (id: string) => operations.find((entry) => entry.operation.operationId === id)!.operation;

function refsOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => (name === '$ref' ? [String(value)] : refsOf(value)));
}

function targetOf(ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (node, name) =>
        typeof node === 'object' && node !== null ? Object.entries(node).find(([key]) => key === name)?.[1] : undefined,
      document,
    );
}

describe('the OpenAPI document', () => {
  it('describes every route once, with its parameters', () => {
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      sampleRoutes.map((route) => `${route.method} ${route.path}`).sort(),
    );
    for (const {
      path,
      operation: { parameters, operationId, summary },
    } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(operationId).toMatch(/^[a-z]\w+$/);
      expect(summary).not.toBe('');
    }
    expect(document.openapi).toBe('3.1.0');
    expect(document.tags.map(({ name }) => name)).toEqual(['profiles', 'plan.svg', 'order', 'broken']);
  });

  it('resolves every reference inside itself and leaves no trace of zod', () => {
    const refs = refsOf(document);
    expect(refs.length).toBeGreaterThan(5);
    for (const ref of refs) expect([ref, targetOf(ref)]).toEqual([ref, expect.anything()]);
    expect(JSON.stringify(document)).not.toMatch(/\$defs|\$schema|__schema/);
  });

  it('holds schemas that a validator takes and that mean the same', () => {
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, email: true } });
    ajv.addSchema({ $id: 'api', components: document.components });
    const check = (name: string, value: unknown): boolean =>
      ajv.validate({ $ref: `api#/components/schemas/${name}` }, value);
    for (const name of Object.keys(document.components.schemas)) expect(() => check(name, {})).not.toThrow();
    expect(check('FurnitureInput', { kind: 'shelf', name: 'x' })).toBe(true);
    expect(check('Furniture', { kind: 'shelf', name: 'x' })).toBe(false);
    expect(check('Furniture', { kind: 'shelf', name: 'x', width: 5 })).toBe(true);
    expect(check('FurnitureInput', { kind: 'shelf', name: 'x', extra: 1 })).toBe(false);
    expect(
      check('Problem', { type: 't', title: 't', status: 400, detail: 'd', errors: [{ pointer: '', detail: 'd' }] }),
    ).toBe(true);
  });

  it('tells what is sent from what is answered only where they differ', () => {
    expect(Object.keys(document.components.schemas)).toEqual([
      'Furniture',
      'FurnitureInput',
      'Problem',
      'Shelf',
      'ShelfInput',
    ]);
    expect(operation('putFurniture').requestBody).toEqual({
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/FurnitureInput' } } },
    });
    expect(operation('broken').requestBody?.required).toBe(false);
    expect(Object.keys(operation('order').requestBody?.content ?? {})).toEqual(['application/json', 'text/csv']);
  });

  it('shows parameters as the values they stand for', () => {
    const limit = operation('listFurniture').parameters.find(({ name }) => name === 'limit');
    expect(limit).toEqual({
      ...{ name: 'limit', in: 'query', required: false, description: 'Most items in the answer.' },
      schema: { default: 100, type: 'integer', minimum: 1, maximum: 1000 },
    });
    const broken = operation('listFurniture').parameters.find(({ name }) => name === 'broken');
    expect(broken?.schema).toEqual({ type: 'boolean' });
    expect(operation('putFurniture').parameters.map(({ name }) => name)).toContain('If-Match');
    expect(operation('deleteFurniture').parameters.map(({ name }) => name)).not.toContain('If-Match');
  });

  it('says who may: Basic only where phones may, nothing for everybody', () => {
    expect(operation('listFurniture').security).toEqual([{ bearer: [] }, { apiKey: [] }, { basic: [] }]);
    expect(operation('putFurniture').security).toEqual([{ bearer: [] }, { apiKey: [] }]);
    expect(operation('plan').security).toEqual([]);
    expect(operation('listFurniture').description).toBe('For the role reader, and for the phones of the profile.');
    const schemes = operations.flatMap((entry) => entry.operation.security.flatMap(Object.keys));
    expect(new Set(schemes)).toEqual(new Set(Object.keys(document.components.securitySchemes)));
  });

  it('answers every operation with a problem by default', () => {
    for (const entry of operations)
      expect(entry.operation.responses['default']).toEqual({ $ref: '#/components/responses/Problem' });
    expect(operation('deleteFurniture').responses['204']).toEqual({ description: expect.any(String) as string });
    const { content } = operation('report').responses['200'] as { content: object };
    expect(Object.keys(content)).toEqual(['application/json', 'text/csv', 'text/tab-separated-values']);
    expect(operation('plan').responses['200']).toMatchObject({ content: { 'image/svg+xml': {} } });
  });

  it('is the same every time', () => {
    expect(JSON.stringify(openApiDocument(sampleRoutes, info))).toBe(JSON.stringify(document));
  });
});

const nasty = '<script>alert(1)</script>"\'&--><img src=x onerror=y>|`](javascript:x)';

function poisoned(): OpenApiDocument {
  const copy = structuredClone(document);
  copy.info = { title: nasty, version: nasty, description: nasty };
  copy.servers = [{ url: nasty }];
  copy.components.schemas[nasty] = {
    ...{ type: 'object', description: nasty },
    properties: { [nasty]: { type: 'string', description: nasty, default: nasty, examples: [nasty], enum: [nasty] } },
  };
  const entry = copy.paths['/plan.svg']!['get']!;
  copy.paths[nasty] = {
    get: {
      ...entry,
      ...{ operationId: nasty, summary: nasty, description: nasty },
      parameters: [{ name: nasty, in: 'query', required: true, description: nasty, schema: { const: nasty } }],
      responses: { 200: { description: nasty, content: { [nasty]: { schema: { type: nasty, format: nasty } } } } },
    },
  };
  return copy;
}

describe('the page of the documentation', () => {
  const page = docsPage(document);

  it('shows every operation, parameter and schema', () => {
    for (const { path, method } of operations)
      expect(page.html).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
    for (const text of [
      'If-Match',
      'integer, 1 to 1000',
      'FurnitureInput',
      'In centimetres.',
      'image/svg+xml',
      'kind: &quot;chair&quot;',
    ]) {
      expect(page.html).toContain(text);
    }
  });

  it('needs no script and nobody else, and its policy allows neither', () => {
    expect(page.html).not.toMatch(/<(script|link|img|iframe|object|form)\b|\bon\w+=|(src|href)="(?!#)|url\(|@import/i);
    const policy = page.headers['content-security-policy'] ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; /);
    expect(policy).not.toContain('unsafe');
  });

  it('explains unions inside objects: what each option has, and what only some have', () => {
    const row = (...cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    expect(page.html).toContain(row('<code>seat.of</code>', '&quot;wood&quot; or &quot;cloth&quot;', ''));
    expect(page.html).toContain(row('<code>seat.tree</code>', 'string', 'Only with of: &quot;wood&quot;.'));
    expect(page.html).toContain(row('<code>seat.age</code>', 'integer', ''));
    expect(page.html).toContain(row('<code>notes</code>', 'object of anything, optional', ''));
    expect(page.html).toContain(
      row('<code>next</code>', 'string or null', 'The `cursor` of the next page; null after the last.'),
    );
  });

  it('shows markup in texts as text', () => {
    expect(page.html).toContain('A description with &lt;b&gt;markup&lt;/b&gt; &amp; &quot;quotes&quot; | pipes.');
    const { html } = docsPage(poisoned());
    expect(html).not.toMatch(/<script|<img|onerror=[^y]|"'&/);
    const tag = /^<\/?[a-z][a-z0-9]*(?: (?:id|href|lang|charset|name|content)="[\w #=,.-]*")*>$/;
    for (const [found] of html.replace('<!doctype html>', '').matchAll(/<[^>]*>/g)) expect(found).toMatch(tag);
  });

  it('leads every link to a place in itself', () => {
    const links = [...page.html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBe(operations.length);
    for (const id of links) expect(page.html).toContain(`id="${id}"`);
  });
});

describe('the documentation in Markdown', () => {
  it('shows every operation and schema', () => {
    const text = apiMarkdown(document);
    expect(text).toContain('### GET /profiles/\\{id\\}/furniture');
    expect(text).toContain('| `limit` | query | integer, 1 to 1000 | Most items in the answer. Default: 100. |');
    expect(text).toContain('A description with \\<b\\>markup\\</b\\> & "quotes" \\| pipes.');
    expect(text).toContain('### Shelf');
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toMatch(/\n{3}/);
  });

  it('lets no text break a table or become markup', () => {
    const text = apiMarkdown(poisoned());
    const outside = text.replace(/(?<!\\)`[^`\n]*`/g, '').replace(/\\./g, '');
    expect(outside).not.toMatch(/[<>`[\]]/);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const columns = rows.map((line) => line.replace(/\\\|/g, '').split('|').length);
    expect(new Set(columns)).toEqual(new Set([5, 6]));
  });
});
