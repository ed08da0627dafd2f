import type { Caller } from '../entra/access-tokens.ts';
import { isExchangeRole } from '../entra/app-registration.ts';
import type { Authority } from '../entra/authority.ts';
import type { Directory } from '../directory/directory.ts';
import { GraphError, accessDenied } from './errors.ts';
import type { Route } from './route.ts';

/**
 * Refuses a caller without one of a route's app roles: 403 `Authorization_RequestDenied` by the directory,
 * `ErrorAccessDenied` by Exchange. Exchange roles of an app with a mailbox scope are not in its token; they count anyway.
 */
export function requireRole(route: Route, caller: Caller, authority: Authority): void {
  const app = authority.app(caller.clientId);
  const scoped = app?.mailboxScope === undefined ? [] : app.roles.filter(isExchangeRole);
  const roles = new Set([...caller.roles, ...scoped]);
  if (route.permissions.some((permission) => roles.has(permission))) return;
  if (route.workload === 'mailbox') throw accessDenied();
  throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

/** Refuses a mailbox outside of the caller's RBAC scope: 403 `ErrorAccessDenied`. */
export function requireScope(userId: string, caller: Caller, authority: Authority, directory: Directory): void {
  const scope = authority.app(caller.clientId)?.mailboxScope;
  if (scope === undefined) return;
  const names = [userId.toLowerCase(), directory.userPrincipalName(userId)];
  if (!scope.some((name) => names.includes(name.toLowerCase()))) throw accessDenied();
}
