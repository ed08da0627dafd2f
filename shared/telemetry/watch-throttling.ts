import type { Log } from '../log.ts';

/**
 * A `fetch` that logs every answer by which a server asks for patience. Requests wait for it inside the source, where nobody would see
 * that a tenant is being throttled. A refusal inside a batch has the status 200 outside and is not seen here.
 */
export function watchThrottling(log: Log, fetch: typeof globalThis.fetch = globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { status } = response;
    if (status === 429 || status === 503) {
      log.warn('source.throttled', { status, retryAfter: response.headers.get('retry-after') ?? undefined });
    }
    return response;
  };
}
