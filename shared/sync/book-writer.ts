import { randomUUID } from 'node:crypto';
import { ConflictError, NotFoundError } from '../errors.ts';
import { transactionSize, type Change, type Table } from '../storage/table.ts';
import {
  begunWith,
  fromCheckpointRow,
  toCheckpointCells,
  type Checkpoint,
  type StoredCheckpoint,
} from './checkpoint.ts';

/** Changes a transaction holds beside the checkpoint. */
const mostChanges = transactionSize - 1;

/** Changes that belong together (an entry and its index rows) and what they do to the number of entries. */
export interface Group {
  changes: Change[];
  entries: -1 | 0 | 1;
  /** The entry that the group brings into the book, or back into it. It may have to go again until its page is stored whole. */
  brings?: string;
  /** What becomes true of the checkpoint in the transaction that writes the group. */
  state?: Partial<Checkpoint>;
}

/** Thrown when another worker has moved the checkpoint: whoever sees it has written nothing and leaves the feed to the other. */
export class TakenOverError extends ConflictError {
  constructor() {
    super('Another worker is reading this folder; it goes on, this one stops.', { code: 'takenOver' });
  }
}

interface BookWriterOptions {
  table: Table;
  partition: string;
  /** Row key of the checkpoint. */
  key: string;
  checkpoint: Checkpoint;
  /** The etag of the checkpoint's row; undefined when there is none yet. */
  etag: string | undefined;
  now(): Date;
}

/**
 * Writes a feed's rows into its book in full transactions. Every transaction carries the checkpoint's row with If-Match, so that of
 * two workers the slower one writes nothing; the checkpoint moves past a page only in the transaction that stores the page's last row.
 */
export interface BookWriter {
  /** The checkpoint as stored, plus what is not flushed yet. */
  readonly checkpoint: Checkpoint;
  /** The etag of the stored checkpoint; undefined until it was first written. */
  readonly etag: string | undefined;
  /** Whether anything was taken that is not written yet. */
  readonly waits: boolean;
  /**
   * Takes rows at once, and ends when all that fills a transaction is written. `after` is the state when they are stored and comes with
   * the last rows of a page; without it more rows of the page follow.
   */
  append(groups: readonly Group[], after?: Partial<Checkpoint>): Promise<void>;
  /** Writes everything that is left. */
  flush(): Promise<void>;
  /** Whether this row waits to be written. What waits must be flushed before it can be read, or deleted if it is new. */
  holds(rowKey: string): boolean;
}

export function bookWriter(options: BookWriterOptions): BookWriter {
  const { table, partition, key, now } = options;
  /** The state in the last transaction, which may still be on its way; after a failure nobody uses it any more. */
  let last = options.checkpoint;
  let etag = options.etag;
  const pending: { group: Group; endsPage: boolean }[] = [];
  let tail: Partial<Checkpoint> = {};
  /** Whether rows of the page that was taken last are still to come. */
  let open = false;
  /** The rows that wait; for the few that several groups change, how many groups besides the first. */
  const held = new Set<string>();
  const again = new Map<string, number>();
  const hold = (row: string): void => {
    const before = held.size;
    if (held.add(row).size === before) again.set(row, (again.get(row) ?? 0) + 1);
  };
  const release = (row: string): void => {
    const more = again.get(row);
    if (more === undefined) held.delete(row);
    else if (more === 1) again.delete(row);
    else again.set(row, more - 1);
  };

  /** Takes groups while they fit into one transaction beside the checkpoint. */
  const nextTransaction = (): { changes: Change[]; state: Checkpoint; taken: number } => {
    const changes = new Map<string, Change>();
    const state: Checkpoint = { ...last, partial: true };
    let taken = 0;
    for (const { group, endsPage } of pending) {
      if (changes.size + group.changes.length > mostChanges) break;
      for (const change of group.changes) changes.set(change.key, change);
      const begun = endsPage ? '' : group.brings === undefined ? state.begun : begunWith(state.begun, group.brings);
      const entries = state.entries + group.entries;
      Object.assign(state, group.state, { entries, partial: !endsPage, begun });
      taken += 1;
    }
    if (taken === pending.length && !open) Object.assign(state, tail, { partial: false, begun: '' });
    return { changes: [...changes.values()], state, taken };
  };

  let written: Promise<void> = Promise.resolve();
  /** One transaction after the other, whoever asks. After a failure nothing more is written: what was taken would have a gap. */
  const writeWhile = (isLeft: () => boolean): Promise<void> => {
    written = written.then(async () => {
      while (isLeft()) await write();
    });
    return written;
  };

  const write = async (): Promise<void> => {
    const { changes, state, taken } = nextTransaction();
    const leaving = pending.splice(0, taken);
    last = { ...state, writer: randomUUID(), updatedAt: now().toISOString() };
    if (pending.length === 0 && !open) tail = {};
    etag = await commitWith(table, partition, changes, { key, checkpoint: last, etag });
    for (const { group } of leaving) for (const change of group.changes) release(change.key);
  };

  const take = (groups: readonly Group[], after: Partial<Checkpoint> | undefined): void => {
    for (const group of groups) {
      pending.push({ group, endsPage: false });
      for (const change of group.changes) hold(change.key);
    }
    open = after === undefined;
    const newest = pending.at(-1);
    if (newest && after)
      Object.assign(newest, { endsPage: true, group: { ...newest.group, state: { ...newest.group.state, ...after } } });
    tail = { ...tail, ...after };
  };

  return {
    get checkpoint() {
      return { ...last, ...tail };
    },
    get etag() {
      return etag;
    },
    get waits() {
      return held.size > 0 || Object.keys(tail).length > 0;
    },
    async append(groups, after) {
      const tooLong = groups.find(({ changes }) => changes.length > mostChanges);
      if (tooLong) throw new Error(`A group of ${tooLong.changes.length} rows fits no transaction.`);
      take(groups, after);
      await writeWhile(() => held.size >= mostChanges);
    },
    flush: () => writeWhile(() => pending.length > 0 || (!open && Object.keys(tail).length > 0)),
    holds: (rowKey) => held.has(rowKey),
  };
}

async function commitWith(
  table: Table,
  partition: string,
  changes: Change[],
  { key, checkpoint, etag }: { key: string; checkpoint: Checkpoint; etag: string | undefined },
): Promise<string> {
  const cells = toCheckpointCells(checkpoint);
  const move: Change = etag === undefined ? { do: 'insert', key, cells } : { do: 'replace', key, cells, etag };
  try {
    const etags = await table.commit(partition, [...changes, move]);
    return etags.at(-1) ?? '';
  } catch (error) {
    // Not found: the checkpoint itself is gone, or a row that the other worker has deleted already.
    if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
    const current = await readCheckpoint(table, partition, key);
    // The answer to our own write may have been lost and the storage client has sent it again.
    if (current?.checkpoint.writer === checkpoint.writer) return current.etag;
    if (current?.etag === etag) throw error;
    throw new TakenOverError();
  }
}

async function readCheckpoint(table: Table, partition: string, key: string): Promise<StoredCheckpoint | undefined> {
  const row = await table.get(partition, key);
  return row && fromCheckpointRow(row);
}
