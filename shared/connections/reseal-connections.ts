import { ConflictError, NotFoundError, PatchbayError } from '../errors.ts';
import type { ConnectionStore } from './connection-store.ts';
import { sealedFields, type Connection, type SealedValues } from './connection.ts';
import type { ResealedValues } from '../secrets/reseal-values.ts';
import { sealingKeyOf, type Seal } from '../secrets/seal.ts';

/**
 * Seals every value that an older key seals with the newest one. It looks at what is there, so it may be killed and started
 * again at any time; connections that somebody saves meanwhile are sealed with the newest key by that.
 */
export async function resealConnections(store: ConnectionStore, seal: Seal): Promise<ResealedValues> {
  const result: ResealedValues = { resealed: 0, keys: {}, failures: [] };
  for (const connection of await store.all()) {
    const old = sealedFields.filter((field) => isOld(connection.sealed[field], seal));
    if (old.length === 0) continue;
    const detail = await resealed(store, seal, connection);
    if (detail === undefined) result.resealed += old.length;
    else result.failures.push({ place: { kind: 'connection', id: connection.id, field: 'credential' }, detail });
  }
  result.keys = keyCounts(await store.all(), seal);
  return result;
}

/** How many values each key seals, by key id; a value that is not in the form of a seal counts as `unreadable`. */
export function keyCounts(connections: readonly Connection[], seal: Seal): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(seal.keyIds.map((id) => [id, 0]));
  for (const { sealed } of connections) {
    for (const value of Object.values(sealed)) {
      const keyId = sealingKeyOf(value) ?? 'unreadable';
      counts[keyId] = (counts[keyId] ?? 0) + 1;
    }
  }
  return counts;
}

function isOld(value: string | undefined, seal: Seal): boolean {
  return value !== undefined && sealingKeyOf(value) !== seal.writes;
}

/** Reseals one connection; answers why not, or undefined when it is done. */
async function resealed(store: ConnectionStore, seal: Seal, connection: Connection): Promise<string | undefined> {
  try {
    await store.reseal({ ...connection, sealed: resealedValues(connection, seal) });
    return undefined;
  } catch (error) {
    // Whoever changed or deleted it meanwhile has left nothing under an old key, or the next time finds it.
    if (error instanceof ConflictError || error instanceof NotFoundError)
      return 'It was changed meanwhile; reseal again.';
    if (error instanceof PatchbayError) return error.message;
    throw error;
  }
}

function resealedValues(connection: Connection, seal: Seal): SealedValues {
  const sealed: SealedValues = {};
  for (const field of sealedFields) {
    const value = connection.sealed[field];
    if (value === undefined) continue;
    const place = { kind: 'connection' as const, id: connection.id, field };
    sealed[field] = isOld(value, seal) ? seal.seal(place, seal.open(place, value)) : value;
  }
  return sealed;
}
