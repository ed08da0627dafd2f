import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { problemAnswer } from '../../shared/http/problem.ts';
import type { ApiAnswer, ApiRequest } from '../../shared/http/request.ts';
import type { Route } from '../../shared/http/route.ts';
import { securityHeaders, serve } from '../../shared/http/serve.ts';
import { reasonOf, UnavailableError } from '../../shared/errors.ts';
import type { Services } from '../../shared/services.ts';
import { loggingWith } from '../../shared/log.ts';
import { services } from '../app.ts';
import { namesOf } from '../invocation.ts';
import { log } from '../log.ts';
import { addresses, type RouteName } from './addresses.ts';
import { allRoutes } from './routes.ts';

const prefix = '/api';
const routes: ReadonlyMap<string, Route> = new Map(allRoutes(services).map((route) => [route.name, route]));

/** Answers a request to a route. */
export function answer(name: RouteName, request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const route = routes.get(name);
  if (!route) throw new Error(`Nothing declares the route ${name}.`);
  const profile = route.profileParam === undefined ? undefined : request.params[route.profileParam];
  return loggingWith({ ...namesOf(context), profile }, async () =>
    toHttpResponse(await served(route, request, context)),
  );
}

async function served(route: Route, request: HttpRequest, { invocationId }: InvocationContext): Promise<ApiAnswer> {
  try {
    const { authenticate, checkAnswers } = route.name === addresses.getHealth.name ? unready : services();
    const unexpected = (error: unknown): void => {
      log.error('http.failed', { error: describe(error) });
    };
    return await serve(route, fromHttpRequest(request), { authenticate, invocationId, unexpected, checkAnswers });
  } catch (error) {
    // Only settings that are missing or wrong end here; the log and /api/health name them.
    log.error('settings.wrong', { reason: reasonOf(error) });
    const problem = problemAnswer(notConfigured(), { invocationId, basic: false });
    return { ...problem, headers: { ...securityHeaders, ...problem.headers } };
  }
}

/** What the health route is served with: it has to answer while the settings are wrong, and is for everybody. */
const unready: Pick<Services, 'authenticate' | 'checkAnswers'> = {
  authenticate: () => Promise.reject(notConfigured()),
  checkAnswers: true,
};

function notConfigured(): UnavailableError {
  return new UnavailableError('The app is not configured; see GET /api/health for what is missing.');
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
