import { z } from 'zod';
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
  /** The profile of the kind presence. */
  presence: string;
  /** What the receiver checks signatures with. */
  signingSecret: string;
}

/**
 * Creates the demo connection, a profile over everything the tenant has, an account for each person, a
 * business card, and presence, delivered to a receiver.
 */
export async function createDemo(client: ApiClient, tenant: Tenant, receiver?: string): Promise<Demo> {
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
  const accounts = people.map(accountOf);
  await client.ask(createdSchema.partial(), 'PUT', `/profiles/${profile.id}/accounts`, { accounts });
  const team = await createTeam(client, connection.id, first);
  const presence = await createPresence(client, connection.id, accounts, receiver);
  return { connection: connection.id, profile: profile.id, ...team, ...presence };
}

const secretSchema = z.object({ text: z.string() });

/** Presence of everybody, with categories as commands; delivered to the receiver if there is one. */
async function createPresence(
  client: ApiClient,
  connectionId: string,
  accounts: Record<string, string>[],
  receiver: string | undefined,
): Promise<Pick<Demo, 'presence' | 'signingSecret'>> {
  const { id } = await client.ask(createdSchema, 'POST', '/profiles', {
    ...{ kind: 'presence', name: 'Presence', connectionId, readEveryMinutes: 1, categories: { enabled: true } },
    personal: { from: 'all', match: 'userName' },
  });
  const { text } = await client.ask(secretSchema, 'POST', `/profiles/${id}/signing-secrets`);
  if (receiver !== undefined)
    await client.ask(createdSchema, 'POST', `/profiles/${id}/destinations`, { kind: 'webhook', url: receiver });
  await client.ask(createdSchema.partial(), 'PUT', `/profiles/${id}/accounts`, { accounts });
  return { presence: id, signingSecret: text };
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
