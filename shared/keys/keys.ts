import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { anyVersion, type Change, type Row, type Table } from '../storage/table.ts';
import { isActive, type ApiKey, type CreatedKey, type NewKey } from './key.ts';
import { cellsOf, keysPartition, rowKeyOf, storedKey, type StoredKey } from './key-row.ts';
import { hashOfKeyText, idOfKeyText, isKeyText, keyId, keySlots, newKeyText } from './key-text.ts';

export interface KeyPage {
  keys: ApiKey[];
  /** Where the next page starts; undefined after the last. */
  next: string | undefined;
}

/** The API keys of the app. */
export interface ApiKeys {
  /** Makes a key and gives its text, this once. A third active key of the same name is refused with conflict. */
  create(input: NewKey): Promise<CreatedKey>;
  list(page: { limit: number; cursor?: string | undefined }): Promise<KeyPage>;
  /** A key and the version of its row. */
  get(id: string): Promise<{ key: ApiKey; version: string } | undefined>;
  /** Deletes a key, or only this version of it; from then on its text is refused. */
  delete(id: string, version?: string): Promise<void>;
  /** The key with this text; undefined when there is none or it has expired. */
  find(text: string): Promise<ApiKey | undefined>;
}

/** Opens the API keys in their table. */
export function apiKeys(table: Table, now: () => Date = () => new Date()): ApiKeys {
  return {
    create: (input) => createKey(table, input, now()),
    list: async (page) => {
      const { rows, next } = await table.page(keysPartition, page);
      return { keys: rows.map((row) => storedKey(row).key), next };
    },
    get: async (id) => {
      const row = await table.get(keysPartition, rowKeyOf(id));
      return row && { key: storedKey(row).key, version: row.etag };
    },
    delete: (id, version = anyVersion) => deleteKey(table, id, version),
    find: async (text) => {
      const id = idOfKeyText(text);
      const row = id === undefined ? undefined : await table.get(keysPartition, rowKeyOf(id));
      if (!row) return undefined;
      const { key, hash } = storedKey(row);
      return isKeyText(text, hash) && isActive(key, now()) ? key : undefined;
    },
  };
}

async function createKey(table: Table, input: NewKey, now: Date): Promise<CreatedKey> {
  if (input.expiresAt !== undefined && Date.parse(input.expiresAt) <= now.getTime()) {
    const detail = '"expiresAt" must be in the future.';
    throw new InvalidError(detail, [{ pointer: '/expiresAt', detail }]);
  }
  for (const slot of keySlots) {
    const id = keyId(input.name, slot);
    const text = newKeyText(id);
    const key: ApiKey = { ...input, id, createdAt: now.toISOString() };
    if (await takeSlot(table, { key, hash: hashOfKeyText(text) }, now)) return { key, text };
  }
  throw new ConflictError('There are two active API keys with this name already; delete one before making another.');
}

async function deleteKey(table: Table, id: string, version: string): Promise<void> {
  try {
    await table.commit(keysPartition, [{ do: 'delete', key: rowKeyOf(id), etag: version }]);
  } catch (cause) {
    throw cause instanceof NotFoundError ? new NotFoundError(`There is no API key ${id}.`, { cause }) : cause;
  }
}

/** Stores the key unless an active one has its id; an expired one gives way. */
async function takeSlot(table: Table, stored: StoredKey, now: Date): Promise<boolean> {
  const rowKey = rowKeyOf(stored.key.id);
  const row = await table.get(keysPartition, rowKey);
  if (row && isActive(storedKey(row).key, now)) return false;
  try {
    await table.commit(keysPartition, [change(row, rowKey, stored)]);
    return true;
  } catch (error) {
    // Somebody else took the slot, or deleted what expired in it, since it was read.
    if (error instanceof ConflictError || error instanceof NotFoundError) return false;
    throw error;
  }
}

function change(row: Row | undefined, key: string, stored: StoredKey): Change {
  const cells = cellsOf(stored);
  return row ? { do: 'replace', key, cells, etag: row.etag } : { do: 'insert', key, cells };
}
