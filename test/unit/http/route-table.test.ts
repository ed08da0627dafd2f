import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { looseObjects } from '../../../shared/http/loose-objects.ts';
import { tableFaults } from '../../../shared/http/route-table.ts';
import { publicRoute, route, type Route } from '../../../shared/http/route.ts';
import { sampleRoutes } from './sample-routes.ts';

const get = (name: string, path: string): Route =>
  publicRoute({ name, method: 'GET', path, summary: 's', answers: { 204: 'empty' }, handle: () => ({ status: 204 }) });

describe('a table of routes', () => {
  it('without faults has none', () => {
    expect(tableFaults(sampleRoutes)).toEqual([]);
    expect(
      tableFaults([get('a', '/openapi.json'), get('b', '/cards/{card}'), get('c', '/cards/{card}/card.vcf')]),
    ).toEqual([]);
  });

  it.each([
    ['/a/{id}', '/a/b'],
    ['/a/{id}', '/a/{other}'],
    ['/a/{id}/c', '/a/b/{x}'],
    ['/A', '/a'],
  ])('must not hold %s and %s, which can match the same request', (one, other) => {
    expect(tableFaults([get('one', one.toLowerCase()), get('other', other)])).toHaveLength(1);
  });

  it.each([
    ['a name twice', [get('a', '/x'), get('A', '/y')], /Two routes are called/],
    ['a name the host refuses', [get('a.b', '/x')], /cannot be the name/],
    ['the name of the host', [get('host', '/x')], /cannot be the name/],
    ['a path without slash', [get('a', 'x')], /malformed/],
    ['a path with a trailing slash', [get('a', '/x/')], /malformed/],
    ['a path of the host', [get('a', '/administrators')], /the host keeps/],
  ] as [string, Route[], RegExp][])('must not hold %s', (_name, routes, fault) => {
    expect(tableFaults(routes).join()).toMatch(fault);
  });

  it('must not let phones out of a profile, take two kinds of body, or drop fields silently', () => {
    const bad = route({
      ...{ name: 'bad', method: 'POST', path: '/x', role: 'reader', phone: true, summary: 's' },
      body: z.object({ a: z.strictObject({ b: z.array(z.object({ c: z.string() })) }) }),
      rawBody: { mediaTypes: {}, bytes: 1 },
      answers: { 204: 'empty' },
      handle: () => ({ status: 204 }),
    });
    const text = tableFaults([bad]).join('\n');
    expect(text).toMatch(/phones may only/);
    expect(text).toMatch(/either body or rawBody/);
    expect(text).toMatch(/the object at "" of the body drops/);
    expect(text.match(/drops unknown fields/g)).toHaveLength(2);
  });
});

describe('an object that drops fields', () => {
  it('is told from one that refuses or keeps them', () => {
    expect(looseObjects(z.strictObject({ a: z.record(z.string(), z.looseObject({})) }))).toEqual([]);
    expect(looseObjects(z.strictObject({ a: z.object({ b: z.string() }).optional() }))).toHaveLength(1);
    expect(
      looseObjects(z.discriminatedUnion('k', [z.object({ k: z.literal(1) }), z.strictObject({ k: z.literal(2) })])),
    ).toHaveLength(1);
  });
});
