import { ConflictError } from '../errors.ts';
import { changedMeanwhile, type ConnectionStore } from './connection-store.ts';

export interface DeleteConnectionPorts {
  store: ConnectionStore;
  /** The profiles that use a connection. */
  profilesOf(connectionId: string): Promise<{ id: string; name: string }[]>;
}

const mostNamed = 5;

/**
 * Deletes a connection and its secrets; refused (conflict, code `inUse`) while profiles use it. `expected` is the etag it
 * must still have.
 */
export async function deleteConnection(ports: DeleteConnectionPorts, id: string, expected?: string): Promise<void> {
  const connection = await ports.store.get(id);
  if (expected !== undefined && expected !== connection.etag) throw changedMeanwhile(id);
  const profiles = await ports.profilesOf(id);
  if (profiles.length > 0) throw inUse(connection.name, profiles);
  await ports.store.delete(id, connection.etag);
}

function inUse(name: string, profiles: readonly { id: string; name: string }[]): ConflictError {
  const named = profiles.slice(0, mostNamed).map((profile) => `"${profile.name}" (${profile.id})`);
  const more = profiles.length > mostNamed ? [`${profiles.length - mostNamed} more`] : [];
  const list = [...named, ...more].join(', ');
  return new ConflictError(
    `The connection "${name}" is used by ${list}; delete these profiles or give them another connection.`,
    {
      code: 'inUse',
    },
  );
}
