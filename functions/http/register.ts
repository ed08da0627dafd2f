import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { problemAnswer } from '../../shared/http/problem.ts';
import type { ApiAnswer, ApiRequest } from '../../shared/http/request.ts';
import type { Route } from '../../shared/http/route.ts';
import { securityHeaders, serve } from '../../shared/http/serve.ts';
import { reasonOf, UnavailableError } from '../../shared/errors.ts';
import type { Services } from '../../shared/services.ts';
import type { Log } from '../../shared/log.ts';

const prefix = '/api';

/** Registers a route with the platform, anonymous there because `serve` decides who may do what. */
export function registerRoute(route: Route, services: () => Services, log: Log): void {
  app.http(route.name, {
    methods: [route.method],
    route: route.path.slice(1),
    authLevel: 'anonymous',
    handler: async (request, context) => toHttpResponse(await answer(route, request, context, services, log)),
  });
}

async function answer(
  route: Route,
  request: HttpRequest,
  context: InvocationContext,
  services: () => Services,
  log: Log,
): Promise<ApiAnswer> {
  const { invocationId } = context;
  try {
    const { authenticate, checkAnswers } = services();
    const unexpected = (error: unknown): void => {
      log.error('http.failed', { route: route.name, invocation: invocationId, error: describe(error) });
    };
    return await serve(route, fromHttpRequest(request), { authenticate, invocationId, unexpected, checkAnswers });
  } catch (error) {
    // Only settings that are missing or wrong end here; the log and /api/health name them.
    log.error('settings.wrong', { reason: reasonOf(error) });
    const unavailable = new UnavailableError('The app is not configured; see GET /api/health for what is missing.');
    const problem = problemAnswer(unavailable, { invocationId, basic: false });
    return { ...problem, headers: { ...securityHeaders, ...problem.headers } };
  }
}

/** The stack of a bug names our own code only; the message could carry foreign data. */
function describe(error: unknown): string {
  return error instanceof Error
    ? `${error.name} ${error.stack?.split('\n').slice(1, 6).join(' ').replace(/\s+/g, ' ') ?? ''}`
    : 'unknown';
}

function fromHttpRequest(request: HttpRequest): ApiRequest {
  let bytes: Promise<Uint8Array> | undefined;
  const { pathname } = new URL(request.url);
  return {
    method: request.method,
    path: pathname.startsWith(prefix) ? pathname.slice(prefix.length) : pathname,
    url: request.url,
    params: request.params,
    query: new Map(request.query),
    header: (name) => request.headers.get(name) ?? undefined,
    body: () => (bytes ??= request.arrayBuffer().then((buffer) => new Uint8Array(buffer))),
  };
}

function toHttpResponse({ status, headers, body }: ApiAnswer): HttpResponseInit {
  return { status, headers, ...(body !== undefined && { body }) };
}
