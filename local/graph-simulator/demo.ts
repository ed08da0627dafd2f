import type { AppRegistration, ManagedIdentity } from './entra/app-registration.ts';

/** Client id of the app registration that every simulator knows. */
export const DEMO_CLIENT_ID = '5d1e4c0a-7b3f-4a52-9c68-0f2a6b8d4e10';
/** Its client secret. It opens nothing but a simulator on this machine. */
export const DEMO_CLIENT_SECRET = 'demo~secret~of~the~graph~simulator';
/** Client id and principal (object) id of the user-assigned managed identity behind `identityEndpoint`. */
export const DEMO_MANAGED_IDENTITY_CLIENT_ID = '8c7f1d52-3e4b-4f0a-b6a9-1d2c3e4f5a60';
export const DEMO_MANAGED_IDENTITY_PRINCIPAL_ID = 'e2a4b6c8-0d1f-4352-8697-a8b9cadbecfd';
/** Resource that a managed identity asks a token for when it stands in for an app's secret. */
export const TOKEN_EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

/** Every Graph app role that Patchbay's four kinds of profile may ask for (graph.md, section 1). */
export const DEMO_ROLES: readonly string[] = [
  'Contacts.ReadWrite',
  'Calendars.ReadWrite',
  'MailboxSettings.ReadWrite',
  'Mail.Send',
  'User.Read.All',
  'GroupMember.Read.All',
  'OrgContact.Read.All',
  'Organization.Read.All',
];

/** The demo app: one secret, and a federated credential for the demo managed identity of `tenantId`. */
export function demoApp(tenantId: string): AppRegistration {
  return {
    clientId: DEMO_CLIENT_ID,
    secrets: [{ value: DEMO_CLIENT_SECRET }],
    certificates: [],
    federated: [
      {
        issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
        subject: DEMO_MANAGED_IDENTITY_PRINCIPAL_ID,
        audience: TOKEN_EXCHANGE_AUDIENCE,
      },
    ],
    roles: [...DEMO_ROLES],
  };
}

/** The demo managed identity; it has no Graph roles of its own, it only vouches for the demo app. */
export function demoManagedIdentity(): ManagedIdentity {
  return {
    clientId: DEMO_MANAGED_IDENTITY_CLIENT_ID,
    principalId: DEMO_MANAGED_IDENTITY_PRINCIPAL_ID,
    roles: [],
  };
}
