import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { RpcHttpRequest, RpcNullable } from '../worker/rpc.ts';
import type { RouteValues } from './route-match.ts';

/** Thrown when a body has more bytes than allowed. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** Method and address of a request; undefined where the address cannot be parsed. */
export function requestUrl(request: IncomingMessage, defaultHost: string): URL | undefined {
  const target = request.url ?? '/';
  const absolute = target.startsWith('/') ? `http://${request.headers.host ?? defaultHost}${target}` : target;
  return URL.canParse(absolute) ? new URL(absolute) : undefined;
}

/**
 * The request as the host passes it to the worker (`GrpcMessageConversionExtensions.ToRpcHttp`). A body without
 * Content-Length (chunked) is not read at all, so that the handler sees an empty one (nodejs-worker#524).
 * @param limit largest body in bytes
 */
export async function toRpcRequest(
  request: IncomingMessage,
  url: URL,
  values: RouteValues,
  limit: number,
): Promise<RpcHttpRequest> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > limit) throw new BodyTooLargeError();
  const rpcRequest: RpcHttpRequest = {
    url: url.href,
    method: request.method ?? 'GET',
    nullableHeaders: headersOf(request),
    nullableQuery: queryOf(url),
    nullableParams: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
  };
  if (length > 0) rpcRequest.body = { bytes: await buffer(request) };
  return rpcRequest;
}

/** Header names in lower case, repeated ones joined by a comma without a space. */
function headersOf(request: IncomingMessage): Record<string, RpcNullable> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, { value: (values ?? []).join(',') }]),
  );
}

/** Repeated keys, compared without case, are joined by a comma under the first one's spelling. */
function queryOf(url: URL): Record<string, RpcNullable> {
  const query = new Map<string, { key: string; values: string[] }>();
  for (const [key, value] of url.searchParams) {
    const entry = query.get(key.toLowerCase());
    if (entry === undefined) query.set(key.toLowerCase(), { key, values: [value] });
    else entry.values.push(value);
  }
  return Object.fromEntries([...query.values()].map(({ key, values }) => [key, { value: values.join(',') }]));
}
