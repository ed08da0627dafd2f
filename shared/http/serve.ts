import { PatchbayError } from '../errors.ts';
import type { Authenticate } from './authenticate.ts';
import { authorise } from './authorise.ts';
import { problemAnswer } from './problem.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';
import type { Route } from './route.ts';

/** What serving one request needs from the outside. */
export interface Serving {
  authenticate: Authenticate;
  invocationId: string;
  /** Told of everything that is answered with 500, to log it: the answer itself says nothing. */
  unexpected?: (error: unknown) => void;
  /** Compares every answer with its declaration; for tests. */
  checkAnswers?: boolean;
}

/** Sent with every answer. Nothing here is for caches or to be run by a browser, unless a route says otherwise. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Serves one request: who asks, may they, what do they ask, do it, answer. Never throws. */
export async function serve(route: Route, request: ApiRequest, serving: Serving): Promise<ApiAnswer> {
  try {
    const caller = route.role === 'public' ? undefined : await serving.authenticate(request, { basic: route.phone });
    if (route.role !== 'public' && caller) authorise({ ...route, role: route.role }, caller, request.params);
    return secured(await route.respond(request, caller, { checkAnswers: serving.checkAnswers ?? false }));
  } catch (error) {
    if (!(error instanceof PatchbayError)) serving.unexpected?.(error);
    return secured(problemAnswer(error, { invocationId: serving.invocationId, basic: route.phone }));
  }
}

function secured(answer: ApiAnswer): ApiAnswer {
  return { ...answer, headers: { ...securityHeaders, ...answer.headers } };
}
