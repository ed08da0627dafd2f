import { z } from 'zod';
import { DEMO_CLIENT_ID } from '../../../local/graph-simulator/demo.ts';
import { TENANT_ID } from '../../contract/graph-simulator/tenant-fixture.ts';
import { ANNA, BERT, OFFICE } from './office.ts';
import type { Api } from './api.ts';
import type { Stage } from './stage.ts';

export const created = z.object({ id: z.string() });

/** The body of a connection to the simulated tenant that works. */
export function connectionBody({ clientSecret }: Stage): Record<string, unknown> {
  return {
    kind: 'graph',
    name: 'Contoso',
    cloud: 'local',
    tenant: TENANT_ID,
    client: DEMO_CLIENT_ID,
    credential: { kind: 'secret', secret: clientSecret },
    sender: ANNA,
    testMailbox: ANNA,
  };
}

/** The body of a profile over everything that the office has; it runs by itself once a week at most. */
export function profileBody(connectionId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    kind: 'contacts',
    name: 'Everything',
    connectionId,
    schedule: { everyMinutes: 7 * 24 * 60 },
    sources: {
      personal: { from: 'all', match: 'userName' },
      shared: [{ mailbox: OFFICE }],
      directory: { users: true, organisationContacts: true },
    },
    ...more,
  };
}

export const accounts = [
  { id: 'anna', userName: 'anna', email: ANNA, extension: '11' },
  { id: 'bert', userName: 'bert', email: BERT },
];

export async function createConnection(stage: Stage, more: Record<string, unknown> = {}): Promise<string> {
  return (await stage.admin.ask(created, 'POST', '/connections', { ...connectionBody(stage), ...more })).id;
}

/** Creates a profile with its accounts. */
export async function createProfile(admin: Api, body: Record<string, unknown>): Promise<string> {
  const { id } = await admin.ask(created, 'POST', '/profiles', body);
  await admin.ask(z.unknown(), 'PUT', `/profiles/${id}/accounts`, { accounts });
  return id;
}

/** Creates an API key; its text is watched for from then on. */
export async function createKey(
  stage: Stage,
  body: { name: string; role: string; profile?: string; expiresAt?: string },
): Promise<{ id: string; text: string; api: Api }> {
  const schema = z.object({ key: created, text: z.string() });
  const { key, text } = await stage.admin.ask(schema, 'POST', '/keys', body);
  stage.secrets.push({ name: `the key ${body.name}`, text });
  return { id: key.id, text, api: stage.withKey(text) };
}
