import type { Mailbox } from '../contacts/mailbox.ts';
import type { Caller } from '../entra/access-tokens.ts';
import type { Preferences } from '../odata/prefer.ts';
import type { GraphAnswer } from './graph-answer.ts';
import type { GraphRequest } from './graph-request.ts';
import type { World } from './world.ts';

/** One request on its way through an operation. */
export interface GraphCall {
  request: GraphRequest;
  caller: Caller;
  preferences: Preferences;
  /** Value of a `{...}` segment of the route's template. */
  parameter(name: string): string;
  world: World;
}

/** A call for one mailbox, which exists and which the caller may reach. */
export interface MailboxCall extends GraphCall {
  mailbox: Mailbox;
}

interface RouteBase {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** As in graph-openapi.json, e.g. `/users/{user-id}/contacts`. */
  template: string;
  /** `operationId` of graph-openapi.json. */
  operation: string;
  /** App roles of which the caller needs one. */
  permissions: readonly string[];
}

/** An operation of the directory or of one mailbox. A new area adds its own list of these to `routes.ts`. */
export type Route =
  | (RouteBase & { workload: 'directory'; answer: (call: GraphCall) => GraphAnswer })
  | (RouteBase & { workload: 'mailbox'; answer: (call: MailboxCall) => GraphAnswer });
