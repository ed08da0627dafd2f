import { assign, register, signedIn, type Registered } from './directory.ts';
import type { GraphRest } from './graph-rest.ts';

/** The Azure CLI: how administrators get tokens for the API until there is a console. */
export const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

const scope = '5f2a0c5e-6a55-4b0f-9d07-2f3b6f0c8a01';
const adminRole = '0b5d2f6a-5d0c-4a39-8f63-3d1c5a7e9b11';

const role = (id: string, value: string, description: string): object => ({
  ...{ id, value, description, displayName: value, isEnabled: true },
  allowedMemberTypes: ['User', 'Application'],
});

/** What callers may be; the same names as in tokens. The ids never change, or assignments would be lost. */
const appRoles = [
  role(adminRole, 'Connector.Admin', 'May configure connections, profiles and keys.'),
  role('0b5d2f6a-5d0c-4a39-8f63-3d1c5a7e9b12', 'Connector.Operator', 'May run, simulate, release and replay.'),
  role('0b5d2f6a-5d0c-4a39-8f63-3d1c5a7e9b13', 'Connector.Reader', 'May read books and look numbers up.'),
];

const api = {
  // Version 1 tokens are refused by the API.
  requestedAccessTokenVersion: 2,
  oauth2PermissionScopes: [
    {
      ...{ id: scope, value: 'access', type: 'Admin', isEnabled: true },
      adminConsentDisplayName: 'Use Patchbay',
      adminConsentDescription: 'Use Patchbay as the signed-in person, with the roles of that person.',
    },
  ],
};

/** The app registration whose tokens people bring. It has no secret and asks for no permission. */
export function apiApplication(environment: string): object {
  return { displayName: `Patchbay API (${environment})`, signInAudience: 'AzureADMyOrg', appRoles, api };
}

/** Registers the API, lets the Azure CLI ask for its tokens, and makes whoever is signed in its administrator. May be repeated. */
export function registerApi(rest: GraphRest, environment: string): Registered {
  // Only people and apps that were given a role get a token at all.
  const principal = { appRoleAssignmentRequired: true };
  const app = register(rest, `patchbay-api-${environment}`, apiApplication(environment), principal);
  rest.upsert(`/applications/${app.id}`, {
    identifierUris: [`api://${app.client}`],
    api: { ...api, preAuthorizedApplications: [{ appId: azureCli, delegatedPermissionIds: [scope] }] },
  });
  const person = signedIn(rest);
  if (person !== undefined) assign(rest, { principal: person, resource: app.servicePrincipal, role: adminRole });
  return app;
}
