import type { Directory } from '../directory/directory.ts';
import type { GraphRequest } from './graph-request.ts';
import type { PathTemplates } from './path-templates.ts';
import type { Route } from './route.ts';

/** What a request is aimed at. */
export interface Target {
  /** `otherMethod` = the path is known, but not with this method. */
  route: Route | 'unknown' | 'otherMethod';
  isBatch: boolean;
  parameters: ReadonlyMap<string, string>;
  /** Owner of the mailbox, object id in lower case; undefined for directory operations and unknown users. */
  userId: string | undefined;
  /** Object id and user principal name of the mailbox, lower case. */
  mailboxNames: readonly string[];
  /** Operation id and `METHOD /template`. */
  operationNames: readonly string[];
}

/** Finds the route of a request and the mailbox that it is for. */
export function findTarget(
  request: GraphRequest,
  routes: PathTemplates<Map<string, Route>>,
  directory: Directory,
): Target {
  if (
    request.segments.length === 1 &&
    request.segments[0] === '$batch' &&
    request.method === 'POST' &&
    !request.inner
  ) {
    return { ...nothing, isBatch: true, operationNames: ['batch', 'POST /$batch'] };
  }
  const match = routes.match(request.segments);
  if (match === undefined) return nothing;
  const route = match.value.get(request.method);
  if (route === undefined) return { ...nothing, route: 'otherMethod' };
  const names = [route.operation, `${route.method} ${route.template}`];
  const found = { ...nothing, route, parameters: match.parameters, operationNames: names };
  if (route.workload !== 'mailbox') return found;
  const user = directory.user(match.parameters.get('user-id') ?? '');
  if (user === undefined) return found;
  const userId = user.id.toLowerCase();
  return { ...found, userId, mailboxNames: [userId, directory.userPrincipalName(userId)] };
}

/** True if the directory answers, and not Exchange. */
export function isDirectory({ route }: Target): boolean {
  return typeof route !== 'string' && route.workload === 'directory';
}

const nothing: Target = {
  route: 'unknown',
  isBatch: false,
  parameters: new Map(),
  userId: undefined,
  mailboxNames: [],
  operationNames: [],
};
