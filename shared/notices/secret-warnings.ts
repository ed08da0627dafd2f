import type { Connection } from '../connections/connection.ts';
import { daysLeft, expiryOf } from '../connections/expiry.ts';
import type { Profile } from '../profiles/profile.ts';
import { closeIncidents, openIncident, type NoticePorts } from './tell-operator.ts';

const prefix = 'secretExpires';

/** Warns 30, 14 and 3 days before the secret or certificate of a connection expires, once each, and when it has been replaced. */
export async function warnOfExpiry(
  ports: NoticePorts,
  profiles: readonly Profile[],
  connections: readonly Connection[],
): Promise<void> {
  const byId = new Map(connections.map((connection) => [connection.id, connection]));
  const at = ports.now();
  for (const profile of profiles) {
    const connection = byId.get(profile.body.connectionId);
    const kind = connection && kindOf(connection, at);
    // The next warning about the same date takes the place of the last one; only a new date means that it is over.
    const stillSo = kind?.slice(0, kind.lastIndexOf(' ') + 1);
    const superseded = (open: string): boolean => stillSo !== undefined && open.startsWith(stillSo) && open !== kind;
    const replaced = (open: string): boolean => open.startsWith(prefix) && open !== kind && !superseded(open);
    await closeIncidents(ports, profile.id, superseded, { at, mail: 'none' });
    await closeIncidents(ports, profile.id, replaced, { at });
    if (connection && kind !== undefined) {
      await openIncident(ports, profile.id, { kind, reason: reasonOf(connection, at), run: '' }, at);
    }
  }
}

function expiresOn({ credential }: Connection): string | undefined {
  return credential.kind === 'managedIdentity' ? undefined : credential.expiresOn;
}

function kindOf(connection: Connection, now: Date): string | undefined {
  const on = expiresOn(connection);
  const expiry = on === undefined ? 'ok' : expiryOf(on, now);
  if (on === undefined || expiry === 'ok') return undefined;
  return `${prefix} ${connection.id} ${on} ${expiry === 'expired' ? 0 : expiry.warn}`;
}

function reasonOf(connection: Connection, now: Date): string {
  const on = expiresOn(connection) ?? '';
  const days = daysLeft(on, now);
  const when = days < 0 ? `expired on ${on}` : `expires on ${on}, in ${days} days`;
  return `The credential of the connection "${connection.name}" ${when}; create a new one in the app registration and save it in the connection.`;
}
