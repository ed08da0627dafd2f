import { z } from 'zod';
import { jsonCell, longText, longTextCells } from '../storage/json-cell.ts';
import { key, keysUnder } from '../storage/keys.ts';
import { clearRows } from '../storage/clear-rows.ts';
import { allRows, type Cells, type Change, type Row, type Table } from '../storage/table.ts';
import { countsSchema, type Counts } from '../sync/counts.ts';
import { jobResultSchema, jobSchema, type Job, type JobResult } from './job.ts';

const schemaVersion = 1;
const groupsPerTransaction = 50;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  group: z.string(),
  state: z.enum(['waiting', 'done']),
  jobs: jsonCell(z.array(jobSchema)),
  results: jsonCell(z.array(jobResultSchema)),
  /** Times the group was put back because the source asked for patience. */
  postponed: z.number().default(0),
  /** Why the last attempt failed. */
  reason: z.string().optional(),
  updatedAt: z.string(),
});

/** The jobs of a run that travel in one queue message: the run's ledger, so that no job is ever lost or counted twice. */
export interface JobGroup {
  group: string;
  state: 'waiting' | 'done';
  jobs: Job[];
  results: JobResult[];
  /** What is done of it so far, when it is long. */
  progress: Counts | undefined;
  postponed: number;
  reason: string | undefined;
  updatedAt: Date;
  etag: string;
}

export type NewJobGroup = Pick<JobGroup, 'group' | 'jobs'> & {
  results?: JobResult[];
  /** When it is to be worked on, if not now. */
  dueAt?: Date;
};

/** The ledger of one run. A marker row stands for each group that is not done; the run is over when no marker is left. */
export interface JobGroups {
  get(group: string): Promise<JobGroup | undefined>;
  list(): Promise<JobGroup[]>;
  /** Groups that are not done, at most `limit`. */
  waiting(limit: number): Promise<string[]>;
  add(groups: readonly NewJobGroup[], now: Date): Promise<void>;
  /** Ends a group, and adds groups that take over some of its jobs, all at once. Throws conflict when another worker was faster. */
  finish(group: JobGroup, results: readonly JobResult[], more: readonly NewJobGroup[], now: Date): Promise<void>;
  /**
   * Changes a group that goes on, from `at` on: later than now if it has to wait that long. Throws conflict when another worker was
   * faster. Answers the new etag.
   */
  update(group: JobGroup, at: Date): Promise<string>;
  /** Notes how far a group is, for whoever watches; in a row of its own, so that it never competes with the group's. */
  note(group: string, progress: Counts, now: Date): Promise<void>;
  clear(): Promise<void>;
}

export function jobGroups(table: Table, profile: string, run: string): JobGroups {
  const partition = key(profile, run);
  const rowKey = (group: string): string => key('j', group);
  const marker = (group: string): string => key('p', group);
  const adding = ({ group, jobs, results = [], dueAt }: NewJobGroup, now: Date): Change[] => {
    const cells = toCells({ group, jobs, results, state: 'waiting', postponed: 0 }, dueAt ?? now);
    return [
      { do: 'upsert', key: rowKey(group), cells },
      { do: 'upsert', key: marker(group), cells: { v: schemaVersion } },
    ];
  };
  return {
    async get(group) {
      const row = await table.get(partition, rowKey(group));
      return row && fromRow(row);
    },
    async list() {
      const notes = new Map((await allRows(table, partition, keysUnder('w'))).map((row) => [lastPart(row.key), row]));
      const groups = (await allRows(table, partition, keysUnder('j'))).map(fromRow);
      return groups.map((group) => withProgress(group, notes.get(group.group)));
    },
    async waiting(limit) {
      const { rows } = await table.page(partition, { ...keysUnder('p'), limit });
      return rows.map((row) => lastPart(row.key));
    },
    async add(groups, now) {
      for (let start = 0; start < groups.length; start += groupsPerTransaction) {
        const part = groups.slice(start, start + groupsPerTransaction);
        await table.commit(
          partition,
          part.flatMap((group) => adding(group, now)),
        );
      }
    },
    async finish(group, results, more, now) {
      const cells = toCells({ ...group, results: [...results], state: 'done' }, now);
      await table.commit(partition, [
        { do: 'replace', key: rowKey(group.group), cells, etag: group.etag },
        { do: 'delete', key: marker(group.group), etag: '*' },
        ...more.flatMap((other) => adding(other, now)),
      ]);
    },
    async update(group, at) {
      const change: Change = { do: 'replace', key: rowKey(group.group), cells: toCells(group, at), etag: group.etag };
      const [etag = ''] = await table.commit(partition, [change]);
      return etag;
    },
    async note(group, progress, now) {
      const cells = { v: schemaVersion, progress: JSON.stringify(progress), updatedAt: now.toISOString() };
      await table.commit(partition, [{ do: 'upsert', key: key('w', group), cells }]);
    },
    async clear() {
      await clearRows(table, partition);
    },
  };
}

const noteSchema = z.object({ progress: jsonCell(countsSchema), updatedAt: z.string() });

function withProgress(group: JobGroup, note: Row | undefined): JobGroup {
  if (!note || group.state === 'done') return group;
  const { progress, updatedAt } = noteSchema.parse(note.cells);
  const at = new Date(updatedAt);
  return { ...group, progress, updatedAt: at > group.updatedAt ? at : group.updatedAt };
}

function lastPart(rowKey: string): string {
  return rowKey.slice(rowKey.lastIndexOf('|') + 1);
}

function toCells(
  group: Pick<JobGroup, 'group' | 'state' | 'jobs' | 'results' | 'postponed'> & { reason?: string | undefined },
  now: Date,
): Cells {
  return {
    v: schemaVersion,
    group: group.group,
    state: group.state,
    postponed: group.postponed,
    updatedAt: now.toISOString(),
    ...(group.reason !== undefined && { reason: group.reason }),
    ...longTextCells('jobs', JSON.stringify(group.jobs)),
    ...longTextCells('results', JSON.stringify(group.results)),
  };
}

function fromRow(row: Row): JobGroup {
  const texts = { jobs: longText('jobs', row.cells), results: longText('results', row.cells) };
  const cells = cellsSchema.parse({ ...row.cells, ...texts });
  return {
    group: cells.group,
    state: cells.state,
    jobs: cells.jobs,
    results: cells.results,
    progress: undefined,
    postponed: cells.postponed,
    reason: cells.reason,
    updatedAt: new Date(cells.updatedAt),
    etag: row.etag,
  };
}
