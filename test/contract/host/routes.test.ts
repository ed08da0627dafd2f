import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../../local/host/http/route-match.ts';
import { parseRouteTemplate } from '../../../local/host/http/route-template.ts';
import { findRoute, refuseOverlaps, routesOf, type Route } from '../../../local/host/http/routes.ts';
import { readTriggers, type HttpFunction } from '../../../local/host/triggers.ts';

/** Functions as they were registered: name, route, methods. */
function functionsOf(...given: [name: string, route: string, methods?: string[]][]): HttpFunction[] {
  const registered = given.map(([name, route, methods]) => ({
    id: name,
    metadata: {
      name,
      bindings: {
        trigger: {
          type: 'httpTrigger',
          direction: 'in',
          name: 'trigger',
          authLevel: 'anonymous',
          methods: methods ?? ['GET'],
          route,
        },
      },
    },
    callback: () => undefined,
  }));
  return readTriggers(registered).filter((hosted) => hosted.kind === 'http');
}

function routes(...given: Parameters<typeof functionsOf>): Route[] {
  return routesOf(functionsOf(...given), 'api');
}

describe('templates match as in ASP.NET', () => {
  it.each<[template: string, path: string, expected: Record<string, string> | undefined]>([
    ['a/b', '/A/B/', {}],
    ['a/b', '/a/b//', undefined],
    ['a/b', '/a', undefined],
    ['', '/', {}],
    ['{a}/{b?}', '/1', { a: '1' }],
    ['{a}/{b=two}', '/1', { a: '1', b: 'two' }],
    ['{a}/{b=two}', '/1/2', { a: '1', b: '2' }],
    ['x/{*rest}', '/x/1/2/', { rest: '1/2/' }],
    ['x/{**rest}', '/x', {}],
    ['x/{*rest:int}', '/x', undefined],
    ['x/{*rest=all}', '/x', { rest: 'all' }],
    ['{name}.{extension}', '/a.b.c', { name: 'a.b', extension: 'c' }],
    ['{name}.{extension?}', '/a', { name: 'a' }],
    ['{name}.{extension?}', '/a.', undefined],
    ['v{major}-{minor}', '/V1-2-3', { major: '1-2', minor: '3' }],
    ['{a}', '/x%2Fy%20z', { a: 'x%2Fy z' }],
    ['{a}', '/%ff', { a: '%ff' }],
    ['{{a}}', '/{a}', {}],
    ['{id:int}', '/2147483647', { id: '2147483647' }],
    ['{id:int}', '/2147483648', undefined],
    ['{id:int}', '/-1', { id: '-1' }],
    ['{id:long}', '/2147483648', { id: '2147483648' }],
    ['{id:bool}', '/TRUE', { id: 'TRUE' }],
    ['{id:guid}', '/0F8FAD5B-d9cb-469f-a165-70867728950e', { id: '0F8FAD5B-d9cb-469f-a165-70867728950e' }],
    ['{id:guid}', '/0f8fad5bd9cb469fa16570867728950e', { id: '0f8fad5bd9cb469fa16570867728950e' }],
    ['{id:guid}', '/%7B0f8fad5b-d9cb-469f-a165-70867728950e)', undefined],
    ['{id:guid}', '/me', undefined],
    ['{id:alpha}', '/aZ', { id: 'aZ' }],
    ['{id:alpha}', '/a1', undefined],
    ['{id:length(2)}', '/ab', { id: 'ab' }],
    ['{id:length(2,3)}', '/abcd', undefined],
    ['{id:minlength(2):maxlength(3)}', '/abc', { id: 'abc' }],
    ['{id:minlength(2):maxlength(3)}', '/a', undefined],
    ['{id:range(1,12)}', '/12', { id: '12' }],
    ['{id:range(1,12)}', '/13', undefined],
    ['{id:min(5)?}', '/', {}],
    ['{id:min(5)?}', '/4', undefined],
    ['{id:regex(^\\d{{3}}-x$)}', '/123-X', { id: '123-X' }],
    ['{id:regex(^(a|b:c)$)}', '/b:c', { id: 'b:c' }],
    ['{id:regex(^(a|b)$):length(1)}/{x=1}', '/a', { id: 'a', x: '1' }],
  ])('%s on %s', (template, path, expected) => {
    expect(matchRoute(parseRouteTemplate(template), path)).toEqual(expected);
  });

  it.each([
    '/a',
    'a//b',
    '{a}{b}',
    '{a}/{A}',
    '{*a}/b',
    'x{*a}',
    '{a?}x',
    '{a}-{b?}',
    '{a=1?}',
    '{*a?}',
    '{a',
    'a}',
    '{}',
    'a?b',
    '{a:unknown}',
    '{a:int(1)}',
    '{a:length(x)}',
    '{a:datetime}',
    '{a:regex(()}',
  ])('%s is refused', (template) => {
    expect(() => parseRouteTemplate(template)).toThrow(/route/);
  });
});

describe('the first match', () => {
  it('is the alphabetically first function, however specific the others are', () => {
    const table = routes(['specific', 'items/me'], ['General', 'items/{id}']);
    expect(findRoute(table, 'GET', '/api/items/me')?.route.function.name).toBe('General');
    const renamed = routes(['aSpecific', 'items/me'], ['General', 'items/{id}']);
    expect(findRoute(renamed, 'GET', '/api/items/me')?.route.function.name).toBe('aSpecific');
  });

  it('needs the method too', () => {
    const table = routes(['a', 'items/{id}', ['post']], ['b', 'items/{id}', ['GET']]);
    expect(findRoute(table, 'GET', '/api/items/1')?.route.function.name).toBe('b');
    expect(findRoute(table, 'PUT', '/api/items/1')).toBeUndefined();
  });

  it('goes on after a failed constraint', () => {
    const table = routes(['a', 'items/{id:int}'], ['b', 'items/{name}']);
    expect(findRoute(table, 'GET', '/api/items/x')?.route.function.name).toBe('b');
  });
});

describe('overlapping routes', () => {
  it.each([
    ['items/{id}', 'items/me'],
    ['items/{id}', 'ITEMS/{name}'],
    ['items/{id:int}', 'items/{id:guid}'],
    ['items/{id?}', 'items'],
    ['items/{*rest}', 'items/a/b/c'],
    ['items/{*rest}', 'items'],
    ['items/{id}', 'items/{id}.vcf'],
    ['{a}/x', 'items/{b}'],
  ])('%s and %s are refused', (a, b) => {
    const table = routes(['a', a], ['b', b]);
    expect(() => {
      refuseOverlaps(table);
    }).toThrow(/can both match the same GET request/);
  });

  it.each([
    ['items/{id:int}', 'items/me'],
    ['items/{id}', 'items'],
    ['items/{id}', 'items/{id}/runs'],
    ['items/{id}/x', 'items/{id}/y'],
    ['items/a.vcf', 'items/{id}.json'],
  ])('%s and %s are fine', (a, b) => {
    const table = routes(['a', a], ['b', b]);
    expect(() => {
      refuseOverlaps(table);
    }).not.toThrow();
  });

  it('are fine with different methods', () => {
    const table = routes(['a', 'items/{id}', ['GET']], ['b', 'items/{id}', ['put', 'DELETE']]);
    expect(() => {
      refuseOverlaps(table);
    }).not.toThrow();
  });
});

it.each(['admin', 'administrators/{id}', '/Runtime/x'])('the route %s is refused as reserved', (route) => {
  expect(() => routes(['a', route])).toThrow(/belong to the host/);
});
