import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { NotFoundError } from '../errors.ts';
import { keyPart } from '../storage/keys.ts';
import { longText, longTextCells } from '../storage/json-cell.ts';
import { clearRows, deleteRows } from '../storage/clear-rows.ts';
import { transactionSize, type Cells, type Row, type Table } from '../storage/table.ts';

const schemaVersion = 1;
const partition = 'deadletter';
const endOfTime = 10_000_000_000_000;
const lettersCompared = 100;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  id: z.string(),
  queue: z.string(),
  profile: z.string(),
  run: z.string(),
  reason: z.string(),
  message: z.string(),
  recordedAt: z.string(),
  replayedAt: z.string().default(''),
});

/** A queue message that failed five times, with its reason. Messages hold keys only, so nothing here is personal. */
export interface DeadLetter extends Omit<z.infer<typeof cellsSchema>, 'v'> {
  etag: string;
}

export interface DeadLetterStore {
  /** A message that waits to be replayed already is not recorded twice, so that recording may be repeated. */
  record(letter: Pick<DeadLetter, 'queue' | 'profile' | 'run' | 'reason' | 'message'>, now: Date): Promise<DeadLetter>;
  get(id: string): Promise<DeadLetter>;
  page(limit: number, cursor: string | undefined): Promise<{ letters: DeadLetter[]; next: string | undefined }>;
  /** Throws conflict when somebody else has replayed it meanwhile. */
  markReplayed(letter: DeadLetter, now: Date): Promise<void>;
  /** Removes those that were recorded before a moment, for as long as `mayGoOn` says so; answers whether none is left. */
  removeBefore(moment: Date, mayGoOn: () => boolean): Promise<boolean>;
  /** Removes those of a profile. */
  removeOf(profile: string): Promise<void>;
}

export function deadLetterStore(table: Table): DeadLetterStore {
  return {
    async record(letter, now) {
      const latest = (await table.page(partition, { limit: lettersCompared })).rows.map(fromRow);
      const same = ({ queue, message, replayedAt }: DeadLetter): boolean =>
        replayedAt === '' && queue === letter.queue && message === letter.message;
      const before = latest.find(same);
      if (before) return before;
      const id = `${idAt(now)}${randomUUID().slice(0, 8)}`;
      const recorded = { ...letter, id, recordedAt: now.toISOString(), replayedAt: '' };
      const [etag = ''] = await table.commit(partition, [{ do: 'insert', key: keyPart(id), cells: toCells(recorded) }]);
      return { ...recorded, etag };
    },
    async get(id) {
      const row = await table.get(partition, keyPart(id));
      if (!row) throw new NotFoundError(`There is no dead letter ${id}; list them with GET /api/deadletters.`);
      return fromRow(row);
    },
    async page(limit, cursor) {
      const { rows, next } = await table.page(partition, { limit, cursor });
      return { letters: rows.map(fromRow), next };
    },
    async markReplayed({ etag, ...letter }, now) {
      const cells = toCells({ ...letter, replayedAt: now.toISOString() });
      await table.commit(partition, [{ do: 'replace', key: keyPart(letter.id), cells, etag }]);
    },
    removeBefore: (moment, mayGoOn) => clearRows(table, partition, { from: idAt(moment) }, mayGoOn),
    async removeOf(profile) {
      for await (const rows of table.list(partition, { select: ['profile'] })) {
        const own = rows.filter((row) => row.cells['profile'] === profile);
        for (let start = 0; start < own.length; start += transactionSize) {
          await deleteRows(table, partition, own.slice(start, start + transactionSize));
        }
      }
    },
  };
}

/** What ids begin with, so that the newest sort first. */
function idAt(moment: Date): string {
  return (endOfTime - moment.getTime()).toString(36).padStart(9, '0');
}

function toCells({ message, ...letter }: Omit<DeadLetter, 'etag'>): Cells {
  return { v: schemaVersion, ...letter, ...longTextCells('message', message) };
}

function fromRow(row: Row): DeadLetter {
  const { v: _v, ...letter } = cellsSchema.parse({ ...row.cells, message: longText('message', row.cells) });
  return { ...letter, etag: row.etag };
}
