import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { ConflictError, NotFoundError } from '../errors.ts';
import { jsonCell } from '../storage/json-cell.ts';
import { keyPart } from '../storage/keys.ts';
import { allRows, anyVersion, type Cells, type Change, type Row, type Table } from '../storage/table.ts';
import { connectionBodySchema, sealedFields, type Connection, type SealedValues } from './connection.ts';
import { healthSchema, untested, type Health } from './health.ts';

/** A connection before it is stored; the table gives it its etag. */
export type NewConnection = Omit<Connection, 'etag'>;

/**
 * The connections in their table. Health has rows of its own, so that recording it neither spoils the etag that somebody is
 * editing with nor contends with it; health from before the last change counts as unknown.
 */
export interface ConnectionStore {
  /** Throws not found. */
  get(id: string): Promise<Connection>;
  page(options: {
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ items: Connection[]; next: string | undefined }>;
  all(): Promise<Connection[]>;
  /** Stores a new connection with its health. */
  insert(connection: NewConnection): Promise<Connection>;
  /** Stores a changed connection with its health; conflict (code `changed`) when the stored one is not `connection.etag` any more. */
  replace(connection: Connection): Promise<Connection>;
  /** Stores a connection of which nothing but the sealed values changed; conflict as with `replace`. */
  reseal(connection: Connection): Promise<void>;
  delete(id: string, etag: string): Promise<void>;
  recordHealth(id: string, health: Health): Promise<void>;
}

const connections = 'connection';
const healths = 'health';
const schemaVersion = 1;

// Without characters that are read as one another.
const idAlphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const idLength = 10;

/** A new connection's id: short, random, fit for addresses; it is bound into sealed values and never changes. */
export function newConnectionId(): string {
  return Array.from({ length: idLength }, () => idAlphabet.charAt(randomInt(idAlphabet.length))).join('');
}

export function connectionStore(table: Table): ConnectionStore {
  return { ...reading(table), ...writing(table) };
}

function reading(table: Table): Pick<ConnectionStore, 'get' | 'page' | 'all'> {
  return {
    async get(id) {
      const [row, health] = await Promise.all([table.get(connections, keyPart(id)), table.get(healths, keyPart(id))]);
      if (!row) throw notFound(id);
      return connectionOf(row, health);
    },
    async page(options) {
      const [{ rows, next }, health] = await Promise.all([table.page(connections, options), healthByKey(table)]);
      return { items: rows.map((row) => connectionOf(row, health.get(row.key))), next };
    },
    async all() {
      const [rows, health] = await Promise.all([allRows(table, connections), healthByKey(table)]);
      return rows.map((row) => connectionOf(row, health.get(row.key)));
    },
  };
}

function writing(table: Table): Omit<ConnectionStore, 'get' | 'page' | 'all'> {
  const recordHealth = async (id: string, health: Health): Promise<void> => {
    await table.commit(healths, [{ do: 'upsert', key: keyPart(id), cells: healthCells(health) }]);
  };
  const overwrite = (connection: Connection): Promise<string[]> => {
    const { id, etag } = connection;
    const change: Change = { do: 'replace', key: keyPart(id), cells: cellsOf(connection), etag };
    return asChanged(id, () => table.commit(connections, [change]));
  };
  return {
    async insert(connection) {
      // Health first: should it fail, nothing is left behind that would be created a second time.
      await recordHealth(connection.id, connection.health);
      const change: Change = { do: 'insert', key: keyPart(connection.id), cells: cellsOf(connection) };
      const [etag = ''] = await table.commit(connections, [change]);
      return { ...connection, etag };
    },
    async replace(connection) {
      const [etag = ''] = await overwrite(connection);
      await recordHealth(connection.id, connection.health);
      return { ...connection, etag };
    },
    async reseal(connection) {
      await overwrite(connection);
    },
    async delete(id, etag) {
      await asChanged(id, () => table.commit(connections, [{ do: 'delete', key: keyPart(id), etag }]));
      await deleteIfThere(table, healths, keyPart(id));
    },
    recordHealth,
  };
}

const rowSchema = z.object({
  v: z.literal(schemaVersion),
  id: z.string(),
  body: jsonCell(connectionBodySchema),
  sealed_secret: z.string().optional(),
  sealed_certificate: z.string().optional(),
});

const healthRowSchema = z.object({ health: jsonCell(healthSchema) });

function cellsOf(connection: NewConnection): Cells {
  const cells: Cells = {
    v: schemaVersion,
    id: connection.id,
    body: JSON.stringify(connectionBodySchema.parse(connection)),
  };
  for (const field of sealedFields) {
    const value = connection.sealed[field];
    if (value !== undefined) cells[`sealed_${field}`] = value;
  }
  return cells;
}

function connectionOf(row: Row, healthRow: Row | undefined): Connection {
  const { id, body, ...cells } = rowSchema.parse(row.cells);
  const sealed: SealedValues = {};
  for (const field of sealedFields) {
    const value = cells[`sealed_${field}`];
    if (value !== undefined) sealed[field] = value;
  }
  return { ...body, id, sealed, health: healthOfRow(healthRow, body.updatedAt), etag: row.etag };
}

function healthCells(health: Health): Cells {
  return { v: schemaVersion, health: JSON.stringify(healthSchema.parse(health)) };
}

function healthOfRow(row: Row | undefined, updatedAt: string): Health {
  if (!row) return untested;
  const { health } = healthRowSchema.parse(row.cells);
  return health.testedAt !== undefined && health.testedAt >= updatedAt ? health : untested;
}

async function healthByKey(table: Table): Promise<Map<string, Row>> {
  return new Map((await allRows(table, healths)).map((row) => [row.key, row]));
}

/** Names the reason of a conflict, so that an answer can tell a changed connection from a busy one. */
async function asChanged<T>(id: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConflictError) throw changedMeanwhile(id);
    if (error instanceof NotFoundError) throw notFound(id);
    throw error;
  }
}

async function deleteIfThere(table: Table, partition: string, rowKey: string): Promise<void> {
  try {
    await table.commit(partition, [{ do: 'delete', key: rowKey, etag: anyVersion }]);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

/** The conflict of a write that expected another version of the connection than the stored one. */
export function changedMeanwhile(id: string): ConflictError {
  return new ConflictError(`Somebody else changed the connection ${id} meanwhile; read it again before saving.`, {
    code: 'changed',
  });
}

function notFound(id: string): NotFoundError {
  return new NotFoundError(`There is no connection ${id}; the list of connections shows which there are.`);
}
