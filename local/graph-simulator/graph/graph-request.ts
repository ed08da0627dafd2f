import { parseQuery } from '../odata/query.ts';
import type { Query } from '../odata/query.ts';
import { GraphError, badRequest } from './errors.ts';

/** A request to Graph, from the wire or from inside a batch. */
export interface GraphRequest {
  method: string;
  /** Path behind `/v1.0` as sent, still encoded: what links to further pages are built from. */
  path: string;
  /** Decoded segments; `users('x')` is two of them and `microsoft.graph.delta()` is `delta`. */
  segments: readonly string[];
  query: Query;
  /** Keys in lower case. */
  headers: ReadonlyMap<string, string>;
  /** Parsed JSON; text for other content types; undefined = none. */
  body: unknown;
  /** True inside a batch. */
  inner: boolean;
}

const largestBody = 4 * 1024 * 1024;

/** Takes an address behind `/v1.0` apart, e.g. `/users/a%40b/contacts?$top=5`. */
export function parseAddress(address: string): Pick<GraphRequest, 'path' | 'segments' | 'query'> {
  const mark = address.indexOf('?');
  const path = (mark < 0 ? address : address.slice(0, mark)).replace(/\/+$/, '');
  const segments = path.split('/').slice(1).flatMap(segmentsOf);
  return { path, segments, query: parseQuery(mark < 0 ? '' : address.slice(mark + 1)) };
}

function segmentsOf(encoded: string): string[] {
  let segment: string;
  try {
    segment = decodeURIComponent(encoded);
  } catch {
    throw badRequest(`Resource not found for the segment '${encoded}'.`);
  }
  if (/^(microsoft\.graph\.)?delta(\(\))?$/.test(segment)) return ['delta'];
  const keyed = /^(\w+)\('(.*)'\)$/.exec(segment);
  return keyed?.[1] !== undefined && keyed[2] !== undefined ? [keyed[1], keyed[2].replaceAll("''", "'")] : [segment];
}

/** Body of a request from the wire. Graph refuses JSON that cannot be read, and JSON without a content type. */
export function parseBody(text: string, contentType: string | undefined): unknown {
  if (text === '') return undefined;
  if (Buffer.byteLength(text) > largestBody) {
    throw new GraphError(413, 'RequestEntityTooLarge', 'The request is larger than 4 MB.');
  }
  if (contentType?.startsWith('text/plain')) return text;
  const unreadable =
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.';
  if (!contentType?.startsWith('application/json')) throw badRequest(unreadable);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(unreadable);
  }
}

/** Path and query in clear, with `/v1.0`: what faults are matched against. */
export function readableAddress(request: GraphRequest): string {
  const query = [...request.query].map(([name, value]) => `${name}=${value}`).join('&');
  return `/v1.0/${request.segments.join('/')}${query === '' ? '' : `?${query}`}`;
}
