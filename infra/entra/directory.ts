import { z } from 'zod';
import type { GraphRest } from './graph-rest.ts';

const applicationSchema = z.object({ id: z.string(), appId: z.string() });
const identifiedSchema = z.object({ id: z.string() });
const assignmentsSchema = z.object({ value: z.array(z.object({ principalId: z.string(), appRoleId: z.string() })) });

/** An app registration and its enterprise application. */
export interface Registered {
  /** Object id of the app registration. */
  id: string;
  /** Application (client) id. */
  client: string;
  /** Object id of the enterprise application. */
  servicePrincipal: string;
}

/** Creates an app registration under a name of its own, or brings it up to date; the same for its enterprise application. */
export function register(rest: GraphRest, uniqueName: string, application: object, principal: object): Registered {
  const path = `/applications(uniqueName='${uniqueName}')`;
  rest.upsert(path, application);
  const { id, appId: client } = applicationSchema.parse(rest.get(`${path}?$select=id,appId`));
  rest.upsert(`/servicePrincipals(appId='${client}')`, principal);
  const { id: servicePrincipal } = identifiedSchema.parse(rest.get(`/servicePrincipals(appId='${client}')?$select=id`));
  return { id, client, servicePrincipal };
}

/** Gives a person or an app an app role of `resource`, unless it has it already. */
export function assign(
  rest: GraphRest,
  { principal, resource, role }: { principal: string; resource: string; role: string },
): void {
  const { value } = assignmentsSchema.parse(rest.get(`/servicePrincipals/${resource}/appRoleAssignedTo?$top=999`));
  if (value.some(({ principalId, appRoleId }) => principalId === principal && appRoleId === role)) return;
  const body = { principalId: principal, resourceId: resource, appRoleId: role };
  rest.post(`/servicePrincipals/${resource}/appRoleAssignedTo`, body);
}

/** The signed-in person; undefined for a service principal, which needs no role of the API. */
export function signedIn(rest: GraphRest): string | undefined {
  try {
    return identifiedSchema.parse(rest.get('/me?$select=id')).id;
  } catch {
    return undefined;
  }
}
