import { z } from 'zod';
import { ConflictError, NotFoundError } from '../errors.ts';
import { key, keyPart, keysUnder } from '../storage/keys.ts';
import { allRows, type Change, type Table } from '../storage/table.ts';
import {
  dueCellsSchema,
  fromPresenceRow,
  newPresenceState,
  toPresenceCells,
  type PresenceState,
} from './presence-state.ts';

const schemaVersion = 1;
const scheduleKey = keyPart('schedule');

const scheduleSchema = z.object({
  v: z.literal(schemaVersion),
  /** When the profile's mailboxes were last listed, and when that or reads were last asked for; empty: never. UTC. */
  plannedAt: z.string().default(''),
  readAt: z.string().default(''),
  /** With which version of profile and accounts the mailboxes were listed. */
  plannedWith: z.string().default(''),
});

const sequenceSchema = z.object({ account: z.string(), sequence: z.int() });

export type PresenceSchedule = Omit<z.infer<typeof scheduleSchema>, 'v'>;

/** Which account is due when. */
export interface DueAccount extends z.infer<typeof dueCellsSchema> {
  account: string;
}

/** The states of all accounts; those of a profile in one partition. */
export interface PresenceStore {
  find(profile: string, account: string): Promise<PresenceState | undefined>;
  /** Throws not found. */
  get(profile: string, account: string): Promise<PresenceState>;
  page(profile: string, options: { limit: number; cursor?: string | undefined }): Promise<PresencePage>;
  all(profile: string): AsyncIterable<PresenceState[]>;
  /** When each account is due; one request for a thousand of them. */
  due(profile: string): Promise<DueAccount[]>;
  /** How often each account's effects have changed. */
  sequences(profile: string): Promise<{ account: string; sequence: number }[]>;
  /** Answers false when it is there already. */
  insert(state: Parameters<typeof newPresenceState>[0]): Promise<boolean>;
  /** Changes a state as it is now, whatever was changed since it was read; undefined when it is gone or `decide` does not want to. */
  change(
    profile: string,
    account: string,
    decide: (state: PresenceState) => Partial<PresenceState> | undefined,
  ): Promise<PresenceState | undefined>;
  remove(state: PresenceState): Promise<void>;
  schedule(profile: string): Promise<PresenceSchedule>;
  /** Notes some of it; the rest stays. */
  noteSchedule(profile: string, schedule: Partial<PresenceSchedule>): Promise<void>;
}

export interface PresencePage {
  states: PresenceState[];
  next: string | undefined;
}

const accountKeys = keysUnder('a');

export function presenceStore(table: Table): PresenceStore {
  const find: PresenceStore['find'] = async (profile, account) => {
    const row = await table.get(key(profile), rowKey(account));
    return row && fromPresenceRow(row);
  };
  return {
    find,
    async get(profile, account) {
      const state = await find(profile, account);
      if (state) return state;
      const detail = `The profile covers no mailbox of the account ${account}; see GET /api/profiles/${profile}/presence.`;
      throw new NotFoundError(detail);
    },
    async page(profile, options) {
      const { rows, next } = await table.page(key(profile), { ...accountKeys, ...options });
      return { states: rows.map(fromPresenceRow), next };
    },
    async *all(profile) {
      for await (const rows of table.list(key(profile), accountKeys)) yield rows.map(fromPresenceRow);
    },
    async due(profile) {
      const select = ['due', 'rules', 'covered', 'id'];
      const rows = await allRows(table, key(profile), { ...accountKeys, select });
      return rows.map(({ cells }) => ({ ...dueCellsSchema.parse(cells), account: String(cells['id']) }));
    },
    async sequences(profile) {
      const rows = await allRows(table, key(profile), { ...accountKeys, select: ['id', 'sequence'] });
      return rows.map(({ cells }) => sequenceSchema.parse({ account: cells['id'], sequence: cells['sequence'] }));
    },
    async insert(known) {
      const state = newPresenceState(known);
      const cells = { ...toPresenceCells(state), id: state.account.id };
      return stored(() => table.commit(key(known.profile), [{ do: 'insert', key: rowKey(known.account.id), cells }]));
    },
    async change(profile, account, decide) {
      for (;;) {
        const state = await find(profile, account);
        const changes = state && decide(state);
        if (!changes) return undefined;
        const changed = { ...state, ...changes };
        const cells = { ...toPresenceCells(changed), id: account };
        const replace: Change = { do: 'replace', key: rowKey(account), cells, etag: state.etag };
        try {
          const [etag = ''] = await table.commit(key(profile), [replace]);
          return { ...changed, etag };
        } catch (error) {
          if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
        }
      }
    },
    async remove({ profile, account, etag }) {
      await table.commit(key(profile), [{ do: 'delete', key: rowKey(account.id), etag }]);
    },
    async schedule(profile) {
      const row = await table.get(key(profile), scheduleKey);
      if (!row) return { plannedAt: '', readAt: '', plannedWith: '' };
      const { v: _v, ...schedule } = scheduleSchema.parse(row.cells);
      return schedule;
    },
    async noteSchedule(profile, schedule) {
      const cells = { v: schemaVersion, ...schedule };
      await table.commit(key(profile), [{ do: 'merge', key: scheduleKey, cells }]);
    },
  };
}

function rowKey(account: string): string {
  return key('a', account);
}

async function stored(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
