import { formatQuery } from '../odata/query.ts';
import type { GraphCall } from './route.ts';

/** The request's own address with some query options set: a nextLink. Links are absolute, inside batches too. */
export function pageLink(call: GraphCall, options: Record<string, string>): string {
  const query = new Map([...call.request.query, ...Object.entries(options)]);
  return absolute(call, formatQuery(query, call.world.quirks.has('encodedDollar')));
}

/** A link of a delta round: everything else that was asked for is inside the token. */
export function tokenLink(call: GraphCall, name: '$skiptoken' | '$deltatoken', token: string): string {
  return absolute(call, formatQuery(new Map([[name, token]]), call.world.quirks.has('encodedDollar')));
}

function absolute(call: GraphCall, query: string): string {
  return `${call.world.origin}/v1.0${call.request.path}${query}`;
}
