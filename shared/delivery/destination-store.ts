import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ConflictError, NotFoundError } from '../errors.ts';
import { jsonCell } from '../storage/json-cell.ts';
import { key, keysUnder } from '../storage/keys.ts';
import { allRows, anyVersion, type Cells, type Change, type Row, type Table } from '../storage/table.ts';
import {
  destinationBodySchema,
  destinationHealthSchema,
  type Destination,
  type DestinationHealth,
} from './destination.ts';
import { untried } from './destination-health.ts';

const schemaVersion = 1;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  id: z.string(),
  profile: z.string(),
  body: jsonCell(destinationBodySchema),
  sealedPassword: z.string(),
  epoch: z.int(),
  leavingSince: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const healthCellsSchema = destinationHealthSchema.extend({ v: z.literal(schemaVersion) });

type NewDestination = Omit<Destination, 'health' | 'etag'>;

/** The destinations; those of a profile in one partition. Health has rows of its own: workers write it while people edit. */
export interface DestinationStore {
  list(profile: string): Promise<Destination[]>;
  find(profile: string, id: string): Promise<Destination | undefined>;
  /** Stores a new destination, not tried yet. */
  insert(destination: NewDestination): Promise<Destination>;
  /** Stores a changed destination with its health. Throws conflict when it changed since it was read. */
  replace(destination: Destination): Promise<Destination>;
  /** Changes the health as it is now; answers it, or undefined where `decide` left it alone or the destination is gone. */
  changeHealth(
    destination: Pick<Destination, 'profile' | 'id'>,
    decide: (health: DestinationHealth) => DestinationHealth | undefined,
  ): Promise<DestinationHealth | undefined>;
  /** Stores a destination of which nothing but the sealed password changed. */
  reseal(destination: Destination): Promise<void>;
  /** Deletes it, whatever it holds. */
  delete(destination: Pick<Destination, 'profile' | 'id'>): Promise<void>;
}

export function newDestinationId(): string {
  return randomBytes(8).toString('hex');
}

export function destinationStore(table: Table): DestinationStore {
  return { ...reading(table), ...writing(table) };
}

function reading(table: Table): Pick<DestinationStore, 'list' | 'find'> {
  return {
    async list(profile) {
      const rows = await allRows(table, key(profile));
      const byKey = new Map(rows.map((row) => [row.key, row]));
      const { from, before } = keysUnder('d');
      const own = rows.filter((row) => row.key >= from && row.key < before);
      return own.map((row) => destinationOf(row, byKey.get(row.key.replace(/^d/, 'h'))));
    },
    async find(profile, id) {
      const [row, health] = await Promise.all([
        table.get(key(profile), rowKey(id)),
        table.get(key(profile), healthKey(id)),
      ]);
      return row && destinationOf(row, health);
    },
  };
}

function writing(table: Table): Omit<DestinationStore, 'list' | 'find'> {
  const put = async (destination: Destination, beside: Change[]): Promise<Destination> => {
    const { profile, id, etag: read } = destination;
    const replace: Change = { do: 'replace', key: rowKey(id), cells: cellsOf(destination), etag: read };
    const [etag = ''] = await table.commit(key(profile), [replace, ...beside]);
    return { ...destination, etag };
  };
  return {
    async insert(destination) {
      const [etag = ''] = await table.commit(key(destination.profile), [
        { do: 'insert', key: rowKey(destination.id), cells: cellsOf(destination) },
        { do: 'upsert', key: healthKey(destination.id), cells: healthCells(untried) },
      ]);
      return { ...destination, health: untried, etag };
    },
    replace: (destination) =>
      put(destination, [{ do: 'upsert', key: healthKey(destination.id), cells: healthCells(destination.health) }]),
    async reseal(destination) {
      await put(destination, []);
    },
    async changeHealth({ profile, id }, decide) {
      for (;;) {
        const row = await table.get(key(profile), healthKey(id));
        const next = row && decide(healthOf(row));
        if (!next) return undefined;
        try {
          await table.commit(key(profile), [{ do: 'replace', key: row.key, cells: healthCells(next), etag: row.etag }]);
          return next;
        } catch (error) {
          if (error instanceof NotFoundError) return undefined;
          if (!(error instanceof ConflictError)) throw error;
        }
      }
    },
    async delete({ profile, id }) {
      for (const rowOf of [rowKey, healthKey]) {
        try {
          await table.commit(key(profile), [{ do: 'delete', key: rowOf(id), etag: anyVersion }]);
        } catch (error) {
          if (!(error instanceof NotFoundError)) throw error;
        }
      }
    },
  };
}

function rowKey(id: string): string {
  return key('d', id);
}

function healthKey(id: string): string {
  return key('h', id);
}

function cellsOf({ body, ...destination }: NewDestination): Cells {
  const { id, profile, sealedPassword, epoch, leavingSince, createdAt, updatedAt } = destination;
  const plain = { id, profile, sealedPassword, epoch, leavingSince, createdAt, updatedAt };
  return { v: schemaVersion, ...plain, body: JSON.stringify(destinationBodySchema.parse(body)) };
}

function healthCells(health: DestinationHealth): Cells {
  return { v: schemaVersion, ...health };
}

function destinationOf(row: Row, health: Row | undefined): Destination {
  const { v: _v, ...destination } = cellsSchema.parse(row.cells);
  return { ...destination, health: health ? healthOf(health) : untried, etag: row.etag };
}

function healthOf(row: Row): DestinationHealth {
  const { v: _v, ...health } = healthCellsSchema.parse(row.cells);
  return health;
}
