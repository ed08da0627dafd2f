import type { Connection } from '../../../shared/connections/connection.ts';
import { untested } from '../../../shared/connections/health.ts';
import { silentLog } from '../../../shared/log.ts';
import { projectionOf } from '../../../shared/phonebook/projection.ts';
import { contactsProfileSchema, type ContactsProfile } from '../../../shared/profiles/contacts-profile.ts';
import type { RunContext } from '../../../shared/runs/run-context.ts';
import { buildServices, type Services } from '../../../shared/services.ts';
import { readSettings } from '../../../shared/settings.ts';
import { graphClouds, openGraphSource } from '../../../shared/source/graph/graph-source.ts';
import { graphOrigin } from '../graph/link.ts';
import { connectionString } from '../storage/fake-storage.ts';

/** Where the two fakes listen. */
export interface Fakes {
  graph: string;
  storage: string;
}

const connection: Connection = {
  id: 'bench',
  kind: 'graph',
  name: 'Bench',
  cloud: 'global',
  tenant: '20000000-0000-4000-8000-000000000000',
  client: '30000000-0000-4000-8000-000000000000',
  credential: { kind: 'managedIdentity' },
  version: 1,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  sealed: {},
  health: untested,
  etag: '1',
};

/**
 * The product's own services on the fakes. Three things are stood in for: signing in (a fixed token), the connection's row, and
 * TLS (requests to Graph are rewritten to plain HTTP), so that none of them is in a figure.
 */
export function benchServices(fakes: Fakes, now: () => Date): Services {
  const settings = readSettings({
    AzureWebJobsStorage: connectionString(fakes.storage),
    PATCHBAY_SEALING_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  });
  const token = { token: 't'.repeat(1500), expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
  return {
    ...buildServices(settings, silentLog, now),
    connection: () => Promise.resolve(connection),
    openSource: () =>
      openGraphSource({
        cloud: graphClouds.global,
        credential: { getToken: () => Promise.resolve(token) },
        fetch: (input, init) => fetch(plainAddress(input, fakes.graph), init),
      }),
  };
}

function plainAddress(input: Parameters<typeof fetch>[0], origin: string): string {
  const url = input instanceof Request ? input.url : String(input);
  return url.replace(graphOrigin, origin);
}

/** A profile with the default mapping, which needs the business fax as an extended property. */
export function benchProfile(shared: { mailbox: string; folder?: string | undefined }[] = []): ContactsProfile {
  return contactsProfileSchema.parse({
    kind: 'contacts',
    name: 'Bench',
    connectionId: connection.id,
    schedule: { everyMinutes: 15 },
    sources: { personal: { from: 'all', match: 'email' }, shared },
  });
}

export function benchContext(profileId: string, profile: ContactsProfile): RunContext {
  return { profileId, profile, connection, projection: projectionOf(profile) };
}
