/** A refusal in Graph's words; the service turns it into `{error: {code, message, innerError}}`. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'GraphError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** 400 of the gateway: a path, option or body that OData itself cannot read. */
export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

/** 400 of the directory for a query that it does not support (graph.md, section 7). */
export function unsupportedQuery(message: string): GraphError {
  return new GraphError(400, 'Request_UnsupportedQuery', message);
}

/** 400 of Exchange for a query option it does not take (graph.md, section 2.2). */
export function invalidUrlQuery(message: string): GraphError {
  return new GraphError(400, 'ErrorInvalidUrlQuery', message);
}

/** 404 of the directory. */
export function noSuchObject(key: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${key}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** 404 of Exchange for an item or folder that is gone, or was moved and has another mutable id now. */
export function noSuchItem(): GraphError {
  return new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

/** 403 of Exchange. */
export function accessDenied(): GraphError {
  return new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

/** 410 for a delta link or a nextLink of a delta round whose state is gone. */
export function syncStateNotFound(generation: number, highest: number): GraphError {
  return new GraphError(
    410,
    'SyncStateNotFound',
    `The sync state generation is not found; generation=${generation};[highest=${highest}]`,
  );
}
