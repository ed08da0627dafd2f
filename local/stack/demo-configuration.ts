import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../graph-simulator/demo.ts';
import type { Tenant, TenantUser } from '../tenant/tenant.ts';
import { createdSchema, type ApiClient } from './api-client.ts';

export interface Demo {
  connection: string;
  /** The profile of the kind contacts. */
  profile: string;
  /** The profile of the kind cards, and the card of the first person; undefined where the tenant has nobody. */
  team: string | undefined;
  card: string | undefined;
}

/** Creates the demo connection, a profile over everything the tenant has, an account for each person, and a business card. */
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
  return { connection: connection.id, profile: profile.id, ...(await createTeam(client, connection.id, first)) };
}

/** A team with one business card, that of the first person. */
async function createTeam(
  client: ApiClient,
  connectionId: string,
  owner: TenantUser | undefined,
): Promise<Pick<Demo, 'team' | 'card'>> {
  if (!owner) return { team: undefined, card: undefined };
  const { userPrincipalName, displayName, jobTitle, companyName, businessPhones, mobilePhone } = owner;
  const notify = userPrincipalName;
  const team = await client.ask(createdSchema, 'POST', '/profiles', {
    ...{ kind: 'cards', name: 'Business cards', connectionId, mailOwner: true, notify },
  });
  const card = await client.ask(createdSchema, 'POST', `/profiles/${team.id}/cards`, {
    owner: userPrincipalName,
    displayName,
    title: jobTitle ?? '',
    company: companyName ?? '',
    email: userPrincipalName,
    phone: businessPhones?.[0] ?? '',
    mobile: mobilePhone ?? '',
  });
  return { team: team.id, card: card.id };
}

function accountOf({ userPrincipalName, mail }: TenantUser): Record<string, string> {
  const [userName = userPrincipalName] = userPrincipalName.split('@');
  return { id: userName, userName, ...(mail !== null && { email: mail }) };
}
