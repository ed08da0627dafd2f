import { z } from 'zod';
import { GraphError, badRequest, unsupportedQuery } from '../graph/errors.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { pageLink } from '../graph/links.ts';
import type { GraphCall } from '../graph/route.ts';
import { dig, holds, membersOf } from '../odata/filter-evaluation.ts';
import { walk } from '../odata/filter-expression.ts';
import type { Expression } from '../odata/filter-expression.ts';
import { parseFilter } from '../odata/filter-parser.ts';
import { parseOrderBy, sorted } from '../odata/orderby.ts';
import { countOption, integerOption } from '../odata/query.ts';
import type { Query } from '../odata/query.ts';
import type { DirectoryObject } from './directory-object.ts';

/** What to list and how to show one object. */
export interface DirectoryList {
  objects: readonly DirectoryObject[];
  show: (object: DirectoryObject) => Record<string, unknown>;
  context: string;
  /** True when every request is an advanced query, as for an OData cast. */
  advanced?: boolean;
}

/**
 * Answers a list of directory objects: pages of 100 or `$top`, `$skiptoken` links, and advanced queries only with
 * `ConsistencyLevel: eventual` and `$count=true` (graph.md, section 7).
 */
export function listDirectory(call: GraphCall, list: DirectoryList): GraphAnswer {
  const { query } = call.request;
  const filter = query.has('$filter') ? parseFilter(query.get('$filter') ?? '') : undefined;
  const eventual = call.request.headers.get('consistencylevel')?.toLowerCase() === 'eventual';
  const counted = countOption(query);
  requireConsistencyLevel(query, filter, list.advanced === true, eventual && counted);
  const candidates = ordered(list.objects, query);
  const fits = (object: DirectoryObject): boolean => matchesFilter(object, filter) && matchesSearch(object, query);
  const size = pageSize(call);
  const page: Record<string, unknown>[] = [];
  let position = startPosition(call);
  while (position < candidates.length && page.length < size) {
    const object = candidates[position];
    if (object !== undefined && fits(object)) page.push(list.show(object));
    position += 1;
  }
  while (position < candidates.length && !fitsAt(candidates, position, fits)) position += 1;
  const more = position < candidates.length;
  return ok({
    '@odata.context': `${call.world.origin}/v1.0/$metadata#${list.context}`,
    ...(eventual && counted ? { '@odata.count': candidates.filter(fits).length } : {}),
    ...(more ? { '@odata.nextLink': pageLink(call, { $skiptoken: call.world.pageTokens.seal({ position }) }) } : {}),
    value: page,
  });
}

function fitsAt(
  objects: readonly DirectoryObject[],
  position: number,
  fits: (object: DirectoryObject) => boolean,
): boolean {
  const object = objects[position];
  return object !== undefined && fits(object);
}

function requireConsistencyLevel(
  query: Query,
  filter: Expression | undefined,
  always: boolean,
  granted: boolean,
): void {
  if (query.has('$skip')) throw badRequest("'$skip' is not supported by the service.");
  const reasons: boolean[] = [
    always,
    query.has('$search'),
    filter !== undefined && query.has('$orderby'),
    filter !== undefined && [...walk(filter)].some(isAdvanced),
  ];
  if (reasons.some(Boolean) && !granted) {
    throw unsupportedQuery(
      "Unsupported Query. Advanced queries need the header 'ConsistencyLevel: eventual' and the query option '$count=true'.",
    );
  }
}

function isAdvanced(part: Expression): boolean {
  if (part.kind === 'not') return true;
  if (part.kind === 'compare') return part.operator === 'ne';
  return part.kind === 'call' && (part.name === 'endswith' || part.name === 'contains');
}

function ordered(objects: readonly DirectoryObject[], query: Query): readonly DirectoryObject[] {
  const orderings = parseOrderBy(query.get('$orderby'));
  if (orderings === undefined) return objects;
  return sorted(objects, orderings, (object, path) => propertyAt(object, path));
}

/** Value of a property for `$filter` and `$orderby`; an unknown one is refused. */
function propertyAt(object: DirectoryObject, path: readonly string[]): unknown {
  if (path[0] === 'id') return object.id;
  if (path[0] === undefined || !(path[0] in object.properties)) {
    throw badRequest(`Invalid filter clause: Could not find a property named '${path.join('/')}'.`);
  }
  return dig(object.properties, path);
}

/** True if a directory object passes `$filter`; no filter lets everything pass. */
export function matchesFilter(object: DirectoryObject, filter: Expression | undefined): boolean {
  if (filter === undefined) return true;
  return holds(filter, {
    value: (path) => propertyAt(object, path),
    members: (path) => membersOf(propertyAt(object, path)),
  });
}

/** `$search="displayName:anna"`: every word must begin some word of the property. */
function matchesSearch(object: DirectoryObject, query: Query): boolean {
  const text = query.get('$search');
  if (text === undefined) return true;
  const [, property, wanted] = /^"(\w+):(.*)"$/.exec(text) ?? [];
  if (property === undefined || wanted === undefined) throw badRequest(`Syntax error in $search '${text}'.`);
  const value = propertyAt(object, [property]);
  const words = typeof value === 'string' ? value.toLowerCase().split(/\W+/) : [];
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}

function pageSize(call: GraphCall): number {
  const { directoryDefault, directoryMaximum } = call.world.pageSizes;
  const top = integerOption(call.request.query, '$top');
  if (top === undefined) return directoryDefault;
  if (top >= 1 && top <= directoryMaximum) return top;
  throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${directoryMaximum} inclusive.`);
}

const skipState = z.object({ position: z.int() });

function startPosition(call: GraphCall): number {
  const token = call.request.query.get('$skiptoken');
  if (token === undefined) return 0;
  const opened = call.world.pageTokens.open(token);
  const state = typeof opened === 'string' ? undefined : skipState.safeParse(opened.state).data;
  if (state !== undefined) return state.position;
  if (opened === 'malformed') throw badRequest('Invalid skip token.');
  throw new GraphError(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  );
}
