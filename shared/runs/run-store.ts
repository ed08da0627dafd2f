import { z } from 'zod';
import { NotFoundError } from '../errors.ts';
import { jsonCell, longText, longTextCells } from '../storage/json-cell.ts';
import { key, keyPart } from '../storage/keys.ts';
import { allRows, type Cells, type Row, type Table } from '../storage/table.ts';
import { runIdAt, runSchema, type Run } from './run.ts';

const schemaVersion = 1;
const runsAtOnce = 100;
const cellsSchema = z.object({ v: z.literal(schemaVersion), run: jsonCell(runSchema) });

export interface StoredRun {
  run: Run;
  etag: string;
}

/** What a run is changed to; undefined takes a value away. */
export type RunChanges = { [Name in keyof Run]?: Run[Name] | undefined };

/** The runs of each profile, newest first. */
export interface RunStore {
  get(profile: string, run: string): Promise<StoredRun>;
  find(profile: string, run: string): Promise<StoredRun | undefined>;
  page(profile: string, limit: number, cursor: string | undefined): Promise<{ runs: Run[]; next: string | undefined }>;
  insert(profile: string, run: Run): Promise<void>;
  /** Throws conflict when the run changed meanwhile. Answers the stored run. */
  replace(profile: string, stored: StoredRun, changes: RunChanges): Promise<StoredRun>;
  /** Does nothing when the run is gone already. */
  delete(profile: string, run: string): Promise<void>;
  all(profile: string): Promise<Run[]>;
  /** The runs that were started before a moment, without the newest `keep` of all, newest first. */
  older(profile: string, before: Date, keep: number): AsyncIterable<Run[]>;
}

export function runStore(table: Table): RunStore {
  const find = async (profile: string, run: string): Promise<StoredRun | undefined> => {
    const row = await table.get(key(profile), keyPart(run));
    return row && { run: fromRow(row), etag: row.etag };
  };
  return {
    find,
    async get(profile, run) {
      const stored = await find(profile, run);
      if (!stored)
        throw new NotFoundError(`The profile has no run ${run}; list them with GET /api/profiles/${profile}/runs.`);
      return stored;
    },
    async page(profile, limit, cursor) {
      const { rows, next } = await table.page(key(profile), { limit, cursor });
      return { runs: rows.map(fromRow), next };
    },
    async insert(profile, run) {
      await table.commit(key(profile), [{ do: 'insert', key: keyPart(run.id), cells: toCells(run) }]);
    },
    async replace(profile, { run, etag }, changes) {
      const changed = runSchema.parse({ ...run, ...changes });
      const [written = ''] = await table.commit(key(profile), [
        { do: 'replace', key: keyPart(run.id), cells: toCells(changed), etag },
      ]);
      return { run: changed, etag: written };
    },
    async delete(profile, run) {
      try {
        await table.commit(key(profile), [{ do: 'delete', key: keyPart(run), etag: '*' }]);
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
      }
    },
    async *older(profile, before, keep) {
      const newest = await table.page(key(profile), { limit: keep });
      const start = runIdAt(before);
      let cursor = newest.next !== undefined && newest.next < start ? start : newest.next;
      while (cursor !== undefined) {
        const { rows, next } = await table.page(key(profile), { limit: runsAtOnce, cursor });
        yield rows.map(fromRow);
        cursor = next;
      }
    },
    all: async (profile) => (await allRows(table, key(profile))).map(fromRow),
  };
}

function toCells(run: Run): Cells {
  return { v: schemaVersion, ...longTextCells('run', JSON.stringify(run)) };
}

function fromRow(row: Row): Run {
  return cellsSchema.parse({ ...row.cells, run: longText('run', row.cells) }).run;
}
