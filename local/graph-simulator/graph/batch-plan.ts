import { z } from 'zod';
import { badRequest } from './errors.ts';
import { parseAddress } from './graph-request.ts';
import type { GraphRequest } from './graph-request.ts';

const batchBody = z.looseObject({
  requests: z.array(
    z.looseObject({
      id: z.string(),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).optional(),
    }),
  ),
});

/** One part of a batch. */
export interface BatchPart {
  id: string;
  request: GraphRequest;
  /** Ids in lower case. */
  dependsOn: string[];
}

/** Parts of a batch, at most 20, ids unique without regard to case (graph.md, section 6); otherwise a 400. */
export function planBatch(body: unknown): BatchPart[] {
  const parsed = batchBody.safeParse(body);
  if (!parsed.success) throw badRequest('Invalid batch payload format.');
  const { requests } = parsed.data;
  if (requests.length === 0) throw badRequest('The batch has no requests.');
  if (requests.length > 20) throw badRequest('Number of batch request steps exceeds the maximum value of 20.');
  const known = new Set<string>();
  return requests.map((entry) => {
    const id = entry.id.toLowerCase();
    if (known.has(id)) throw badRequest(`Request Id ${entry.id} has to be unique in a batch.`);
    const headers = new Map(Object.entries(entry.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
    if (entry.body !== undefined && !headers.has('content-type')) {
      throw badRequest(`Write request id : ${entry.id} does not contain Content-Type header or body.`);
    }
    const dependsOn = (entry.dependsOn ?? []).map((other) => other.toLowerCase());
    // Only earlier parts can be depended on, which rules circles out.
    const missing = dependsOn.find((other) => !known.has(other));
    if (missing !== undefined)
      throw badRequest(`Request Id ${entry.id} depends on '${missing}', which is not before it.`);
    known.add(id);
    return { id: entry.id, request: innerRequest(entry.method, entry.url, headers, entry.body), dependsOn };
  });
}

function innerRequest(method: string, url: string, headers: Map<string, string>, body: unknown): GraphRequest {
  const address = url.startsWith('/') ? url : `/${url}`;
  return { method: method.toUpperCase(), ...parseAddress(address), headers, body, inner: true };
}
