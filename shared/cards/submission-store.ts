import { ConflictError, NotFoundError } from '../errors.ts';
import { key } from '../storage/keys.ts';
import { allRows, transactionSize, type Row, type Table } from '../storage/table.ts';
import {
  fromSubmissionRow,
  openCellsSchema,
  openKey,
  openKeys,
  openRow,
  repeatKeys,
  submissionKey,
  submissionKeys,
  timesKeys,
  toSubmissionCells,
  type OpenSubmission,
} from './submission-row.ts';
import type { Submission } from './submission.ts';
import { countdown } from './submission-id.ts';

/** The submissions of all cards; those of a profile in one partition, with everything that guards them. */
export interface SubmissionStore {
  find(profile: string, id: string): Promise<Submission | undefined>;
  /** Throws not found. */
  get(profile: string, id: string): Promise<Submission>;
  /** Newest first. */
  page(profile: string, options: { limit: number; cursor?: string | undefined }): Promise<SubmissionPage>;
  /** All of a profile, or those received before a moment. */
  all(profile: string, before?: Date): AsyncIterable<Submission[]>;
  /**
   * Changes a submission as it is now, whatever was changed since it was read; answers undefined when it is gone or `decide`
   * does not want to. What is left to be done is noted in the same transaction.
   */
  change(
    profile: string,
    id: string,
    decide: (submission: Submission) => Partial<Submission> | undefined,
    now: Date,
  ): Promise<Submission | undefined>;
  /** What is to be done and was due before a moment. */
  overdue(profile: string, before: Date): Promise<OpenSubmission[]>;
  /** Leaves one that was changed meanwhile. */
  remove(submission: Submission): Promise<void>;
  /** Deletes what guards against repeats and floods where it no longer counts; answers how many rows. */
  clearGuards(profile: string, now: Date): Promise<number>;
}

export interface SubmissionPage {
  submissions: Submission[];
  next: string | undefined;
}

export function submissionStore(table: Table): SubmissionStore {
  const find: SubmissionStore['find'] = async (profile, id) => {
    const row = await table.get(key(profile), submissionKey(id));
    return row && fromSubmissionRow(row);
  };
  return {
    find,
    async get(profile, id) {
      const submission = await find(profile, id);
      if (submission) return submission;
      throw new NotFoundError(`There is no submission ${id}; list them with GET /api/profiles/${profile}/submissions.`);
    },
    async page(profile, options) {
      const { rows, next } = await table.page(key(profile), { ...submissionKeys, ...options });
      return { submissions: rows.map(fromSubmissionRow), next };
    },
    async *all(profile, before) {
      const range = before ? { ...submissionKeys, from: submissionKey(countdown(before)) } : submissionKeys;
      for await (const rows of table.list(key(profile), range)) yield rows.map(fromSubmissionRow);
    },
    async change(profile, id, decide, now) {
      for (;;) {
        const submission = await find(profile, id);
        const changes = submission && decide(submission);
        if (!changes) return undefined;
        const changed = { ...submission, ...changes };
        const cells = toSubmissionCells(changed);
        const replace = { do: 'replace' as const, key: submissionKey(id), cells, etag: submission.etag };
        try {
          const [etag = ''] = await table.commit(key(profile), [replace, ...(await openChange(changed, now))]);
          return { ...changed, etag };
        } catch (error) {
          if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
        }
      }
    },
    async overdue(profile, before) {
      const rows = await allRows(table, key(profile), openKeys);
      const open = rows.map((row) => openCellsSchema.parse(row.cells));
      return open.filter(({ due }) => due < before.toISOString()).map(({ id, due }) => ({ id, due }));
    },
    async remove({ profile, id, etag }) {
      await deleteUnused(table, key(profile), [{ key: submissionKey(id), etag }]);
    },
    clearGuards: (profile, now) => clearGuards(table, profile, now),
  };

  /** A row that is not there cannot be deleted, even with any version. */
  async function openChange(submission: Submission, now: Date): Promise<ReturnType<typeof openRow>> {
    const changes = openRow(submission, now);
    const deletes = changes.some((change) => change.do === 'delete');
    if (!deletes || (await table.get(key(submission.profile), openKey(submission.id)))) return changes;
    return [];
  }
}

async function clearGuards(table: Table, profile: string, now: Date): Promise<number> {
  let cleared = 0;
  for (const range of [repeatKeys, timesKeys]) {
    for await (const rows of table.list(key(profile), { ...range, select: ['until'] })) {
      const past = rows.filter(({ cells }) => String(cells['until'] ?? '') < now.toISOString());
      for (let start = 0; start < past.length; start += transactionSize)
        cleared += await deleteUnused(table, key(profile), past.slice(start, start + transactionSize));
    }
  }
  return cleared;
}

/** Deletes rows that nobody has written since they were read; answers how many. */
async function deleteUnused(
  table: Table,
  partition: string,
  rows: readonly Pick<Row, 'key' | 'etag'>[],
): Promise<number> {
  try {
    await table.commit(
      partition,
      rows.map((row) => ({ do: 'delete', key: row.key, etag: row.etag })),
    );
    return rows.length;
  } catch (error) {
    if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
    if (rows.length === 1) return 0;
    let deleted = 0;
    for (const row of rows) deleted += await deleteUnused(table, partition, [row]);
    return deleted;
  }
}
