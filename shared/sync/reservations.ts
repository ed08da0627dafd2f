import { z } from 'zod';
import { jsonCell } from '../storage/json-cell.ts';
import { ConflictError } from '../errors.ts';
import { key } from '../storage/keys.ts';
import type { Change, Row, Table } from '../storage/table.ts';
import type { Verdict } from './guard.ts';

const schemaVersion = 1;
const rowKey = key('g', 'deletions');
const attempts = 20;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  run: z.string(),
  /** Entries of the book when the first job of the run wanted to delete from it. */
  book: z.number(),
  /** Entries each job of the run has been allowed to delete from this book. */
  jobs: jsonCell(z.record(z.string(), z.number())),
});

interface Reservation {
  table: Table;
  partition: string;
  run: string;
  job: string;
  /** Entries the job wants to delete. */
  entries: number;
  /** Entries of the book as this job sees it. */
  book: number;
}

/**
 * Judges a deletion together with everything else the run deletes from the book, and notes it before it happens, so that several
 * jobs working on one book at once cannot each take a share that is too much together. `judge` gets the entries that other jobs of
 * the run were allowed to delete, and how many the book had before any of them did.
 */
export async function reserveDeletion(
  reservation: Reservation,
  judge: (byOthers: number, ofBook: number) => Verdict,
): Promise<Verdict> {
  const { table, partition, run, job, entries, book } = reservation;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const row = await table.get(partition, rowKey);
    const known = inRun(row, run);
    const jobs = known?.jobs ?? {};
    const ofBook = known?.book ?? book;
    const own = jobs[job] ?? 0;
    const verdict = judge(
      Object.values(jobs).reduce((sum, count) => sum + count, -own),
      ofBook,
    );
    if (verdict.hold || own >= entries) return verdict;
    const cells = { v: schemaVersion, run, book: ofBook, jobs: JSON.stringify({ ...jobs, [job]: entries }) };
    if (await written(table, partition, row, cells)) return verdict;
  }
  throw new ConflictError('Too many sources delete from one book at the same moment; the job is tried again.');
}

function inRun(row: Row | undefined, run: string): z.infer<typeof cellsSchema> | undefined {
  const cells = row && cellsSchema.parse(row.cells);
  return cells?.run === run ? cells : undefined;
}

async function written(table: Table, partition: string, row: Row | undefined, cells: Row['cells']): Promise<boolean> {
  const change: Change = row
    ? { do: 'replace', key: rowKey, cells, etag: row.etag }
    : { do: 'insert', key: rowKey, cells };
  try {
    await table.commit(partition, [change]);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
