import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../graph-simulator/demo.ts';
import type { Tenant, TenantUser } from '../tenant/tenant.ts';
import { createdSchema, type ApiClient } from './api-client.ts';

export interface Demo {
  connection: string;
  profile: string;
}

/** Creates the demo connection, a profile over everything the tenant has, and an account for each person. */
export async function createDemo(client: ApiClient, tenant: Tenant): Promise<Demo> {
  const people = tenant.users.filter(
    (user) => user.userPurpose === 'user' && user.accountEnabled && user.userType === 'Member',
  );
  const shared = tenant.users.filter((user) => user.userPurpose === 'shared');
  const [first] = people;
  const connection = await client.ask(createdSchema, 'POST', '/connections', {
    kind: 'graph',
    name: 'Demo tenant',
    cloud: 'local',
    tenant: tenant.id,
    client: DEMO_CLIENT_ID,
    credential: { kind: 'secret', secret: DEMO_CLIENT_SECRET },
    ...(first && { sender: first.userPrincipalName, testMailbox: first.userPrincipalName }),
  });
  const profile = await client.ask(createdSchema, 'POST', '/profiles', {
    kind: 'contacts',
    name: 'Exchange contacts',
    connectionId: connection.id,
    schedule: { everyMinutes: 10 },
    sources: {
      personal: { from: 'all', match: 'userName' },
      shared: shared.map(({ userPrincipalName }) => ({ mailbox: userPrincipalName })),
      directory: { users: true, organisationContacts: true },
    },
    ...(first && { notify: first.userPrincipalName }),
  });
  await client.ask(createdSchema.partial(), 'PUT', `/profiles/${profile.id}/accounts`, {
    accounts: people.map(accountOf),
  });
  return { connection: connection.id, profile: profile.id };
}

function accountOf({ userPrincipalName, mail }: TenantUser): Record<string, string> {
  const [userName = userPrincipalName] = userPrincipalName.split('@');
  return { id: userName, userName, ...(mail !== null && { email: mail }) };
}
