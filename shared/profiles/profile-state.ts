import { z } from 'zod';
import { ConflictError, NotFoundError } from '../errors.ts';
import { keyPart } from '../storage/keys.ts';
import { allRows, type Cells, type Change, type Row, type Table } from '../storage/table.ts';

const schemaVersion = 1;
const partition = 'state';

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  id: z.string(),
  /** The run that is going on; empty when there is none. */
  activeRun: z.string(),
  /** When that run was started, reopened, or last looked after; of a deleted profile when somebody last cleared it away. */
  activeSince: z.string().default(''),
  /** The tick of the schedule that was answered last (UTC); ticks up to it are done. */
  lastTick: z.string(),
});

/** What changes while a profile runs, apart from its configuration. */
export interface ProfileState {
  id: string;
  activeRun: string | undefined;
  activeSince: Date;
  lastTick: Date;
  etag: string;
}

/** The states of all profiles; their rows are the lock that keeps a profile from running twice at once. */
export interface ProfileStates {
  get(id: string): Promise<ProfileState>;
  list(): Promise<ProfileState[]>;
  create(id: string, lastTick: Date): Promise<void>;
  /** Throws conflict when somebody else changed the state meanwhile. */
  change(
    state: ProfileState,
    changes: { activeRun?: string | undefined; activeSince?: Date; lastTick?: Date },
  ): Promise<void>;
  /** Ends a run: does nothing when the profile is running another one or none. */
  end(id: string, run: string): Promise<void>;
  delete(id: string): Promise<void>;
}

export function profileStates(table: Table): ProfileStates {
  const get = async (id: string): Promise<ProfileState> => {
    const row = await table.get(partition, keyPart(id));
    if (!row) throw new NotFoundError(`There is no profile ${id}; list them with GET /api/profiles.`);
    return fromRow(row);
  };
  const change: ProfileStates['change'] = async (state, changes) => {
    const cells = toCells({ ...state, ...changes });
    await table.commit(partition, [{ do: 'replace', key: keyPart(state.id), cells, etag: state.etag }]);
  };
  return {
    get,
    change,
    list: async () => (await allRows(table, partition)).map(fromRow),
    async create(id, lastTick) {
      const cells = toCells({ id, activeRun: undefined, activeSince: lastTick, lastTick });
      await table.commit(partition, [{ do: 'upsert', key: keyPart(id), cells }]);
    },
    async end(id, run) {
      for (;;) {
        const state = await get(id);
        if (state.activeRun !== run) return;
        try {
          await change(state, { activeRun: undefined });
          return;
        } catch (error) {
          if (!(error instanceof ConflictError)) throw error;
        }
      }
    },
    async delete(id) {
      const row = await table.get(partition, keyPart(id));
      const remove: Change[] = row ? [{ do: 'delete', key: row.key, etag: '*' }] : [];
      await table.commit(partition, remove);
    },
  };
}

function toCells({ id, activeRun = '', activeSince, lastTick }: Omit<ProfileState, 'etag'>): Cells {
  return {
    v: schemaVersion,
    id,
    activeRun,
    activeSince: activeSince.toISOString(),
    lastTick: lastTick.toISOString(),
  };
}

function fromRow(row: Row): ProfileState {
  const { id, activeRun, activeSince, lastTick } = cellsSchema.parse(row.cells);
  return {
    id,
    activeRun: activeRun || undefined,
    activeSince: new Date(activeSince || lastTick),
    lastTick: new Date(lastTick),
    etag: row.etag,
  };
}
