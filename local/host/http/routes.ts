import { HostRefusal } from '../refusal.ts';
import type { HttpFunction } from '../triggers.ts';
import { isOmittable, matchRoute, matchSegment, soleParameter, type RouteValues } from './route-match.ts';
import { parseRouteTemplate, type RouteParameter, type RouteSegment, type RouteTemplate } from './route-template.ts';

export interface Route {
  function: HttpFunction;
  template: RouteTemplate;
}

/**
 * The routes in the order in which the host tries them: as the functions come, alphabetical by function name, however
 * specific a template is (azure-functions-host#9876).
 */
export function routesOf(functions: readonly HttpFunction[], prefix: string): Route[] {
  return functions.map((httpFunction) => {
    const bare = httpFunction.route.replace(/^\/+|\/+$/g, '').toLowerCase();
    if (bare.startsWith('admin') || bare.startsWith('runtime')) {
      throw new HostRefusal(
        `${httpFunction.name}: routes that start with "admin" or "runtime" belong to the host, even behind the prefix.`,
      );
    }
    const text = prefix === '' ? httpFunction.route : `${prefix}/${httpFunction.route}`;
    return { function: httpFunction, template: parseRouteTemplate(text) };
  });
}

/** The first route that takes this method and path. A wrong method is no match, hence 404 and never 405. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; values: RouteValues } | undefined {
  for (const route of routes) {
    if (!route.function.methods.includes(method)) continue;
    const values = matchRoute(route.template, path);
    if (values !== undefined) return { route, values };
  }
  return undefined;
}

/**
 * Refuses two functions that one request could reach: Azure would silently take the alphabetically first. Two parameters
 * are taken to overlap whatever their constraints; a literal only where the parameter's constraints accept it.
 */
export function refuseOverlaps(routes: readonly Route[]): void {
  routes.forEach((route, index) => {
    for (const other of routes.slice(index + 1)) {
      const method = route.function.methods.find((candidate) => other.function.methods.includes(candidate));
      if (method === undefined || !overlap(route.template.segments, other.template.segments)) continue;
      throw new HostRefusal(
        `${route.function.name} (${route.template.text}) and ${other.function.name} (${other.template.text}) ` +
          `can both match the same ${method} request; make their routes differ by a literal.`,
      );
    }
  });
}

function overlap(a: readonly RouteSegment[], b: readonly RouteSegment[]): boolean {
  if (a.every(isOmittable) && b.every(isOmittable)) return true;
  const [firstA, ...restA] = a;
  const [firstB, ...restB] = b;
  if (firstA === undefined || firstB === undefined) return false;
  if (isCatchAll(firstA) || isCatchAll(firstB)) return true;
  return segmentsOverlap(firstA, firstB) && overlap(restA, restB);
}

function isCatchAll(segment: RouteSegment): boolean {
  return soleParameter(segment)?.kind === 'catchAll';
}

function segmentsOverlap(a: RouteSegment, b: RouteSegment): boolean {
  const literalA = literalOf(a);
  const literalB = literalOf(b);
  if (literalA !== undefined) return accepts(b, literalA);
  if (literalB !== undefined) return accepts(a, literalB);
  return true;
}

function literalOf(segment: RouteSegment): string | undefined {
  const [part] = segment;
  return segment.length === 1 && part !== undefined && 'literal' in part ? part.literal : undefined;
}

function accepts(segment: RouteSegment, literal: string): boolean {
  const found = new Map<RouteParameter, string>();
  if (!matchSegment(segment, literal, found)) return false;
  return [...found].every(([parameter, value]) => parameter.constraints.every((constraint) => constraint(value)));
}
