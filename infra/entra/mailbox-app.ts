import { z } from 'zod';
import { assign, register, type Registered } from './directory.ts';
import type { GraphRest } from './graph-rest.ts';

/**
 * What each job needs, and no more. `directory` permissions are granted in Entra ID and hold for the whole tenant; `mailbox`
 * permissions are granted in Exchange to a group of mailboxes only (RBAC for Applications).
 */
export const jobs = {
  contacts: { directory: ['User.Read.All', 'GroupMember.Read.All', 'OrgContact.Read.All'], mailbox: ['Contacts.Read'] },
  cards: { directory: ['User.Read.All'], mailbox: ['Contacts.ReadWrite'] },
  presence: { directory: ['User.Read.All'], mailbox: ['Calendars.Read', 'MailboxSettings.ReadWrite'] },
  notices: { directory: [], mailbox: ['Mail.Send'] },
} as const satisfies Record<string, { directory: readonly string[]; mailbox: readonly string[] }>;

export type JobName = keyof typeof jobs;

const graphApp = '00000003-0000-0000-c000-000000000000';
const graphSchema = z.object({
  id: z.string(),
  appRoles: z.array(z.object({ id: z.string(), value: z.string().nullable() })),
});

/** The permissions for which Entra ID is the only place. */
export function directoryPermissions(names: readonly JobName[]): string[] {
  return [...new Set(names.flatMap((name): readonly string[] => jobs[name].directory))].sort();
}

interface MailboxAppOptions {
  environment: string;
  tenant: string;
  /** Object (principal) id of the function app's user-assigned identity. */
  identity: string;
  jobs: readonly JobName[];
}

/**
 * Registers the app that reads mailboxes and grants it what must hold for the whole tenant. It signs in by the identity of the function
 * app: there is no secret that could leak or expire. May be repeated.
 */
export function registerMailboxApp(rest: GraphRest, options: MailboxAppOptions): Registered {
  const { environment, tenant, identity } = options;
  const graph = graphSchema.parse(rest.get(`/servicePrincipals(appId='${graphApp}')?$select=id,appRoles`));
  const roles = directoryPermissions(options.jobs).map((name) => roleId(graph, name));
  const application = {
    displayName: `Patchbay mailboxes (${environment})`,
    signInAudience: 'AzureADMyOrg',
    requiredResourceAccess: [{ resourceAppId: graphApp, resourceAccess: roles.map((id) => ({ id, type: 'Role' })) }],
  };
  const app = register(rest, `patchbay-mailboxes-${environment}`, application, {});
  rest.upsert(`/applications/${app.id}/federatedIdentityCredentials(name='patchbay')`, {
    issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
    subject: identity,
    audiences: ['api://AzureADTokenExchange'],
  });
  for (const role of roles) assign(rest, { principal: app.servicePrincipal, resource: graph.id, role });
  return app;
}

function roleId({ appRoles }: z.infer<typeof graphSchema>, name: string): string {
  const role = appRoles.find(({ value }) => value === name);
  if (!role)
    throw new Error(`Microsoft Graph has no application permission ${name}; is it spelled as in its reference?`);
  return role.id;
}
