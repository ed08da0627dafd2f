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
  /** Entries each job of the run has been allowed to delete from this book. */
  jobs: jsonCell(z.record(z.string(), z.number())),
});

interface Reservation {
  table: Table;
  partition: string;
  run: string;
  job: string;
  entries: number;
}

/**
 * Judges a deletion together with everything else the run deletes from the book, and notes it before it happens, so that several
 * jobs working on one book at once cannot each take a share that is too much together. `judge` gets the entries that other jobs of
 * the run were allowed to delete.
 */
export async function reserveDeletion(
  reservation: Reservation,
  judge: (byOthers: number) => Verdict,
): Promise<Verdict> {
  const { table, partition, run, job, entries } = reservation;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const row = await table.get(partition, rowKey);
    const jobs = jobsOf(row, run);
    const own = jobs[job] ?? 0;
    const verdict = judge(Object.values(jobs).reduce((sum, count) => sum + count, -own));
    if (verdict.hold || own >= entries) return verdict;
    const cells = { v: schemaVersion, run, jobs: JSON.stringify({ ...jobs, [job]: entries }) };
    if (await written(table, partition, row, cells)) return verdict;
  }
  throw new ConflictError('Too many sources delete from one book at the same moment; the job is tried again.');
}

function jobsOf(row: Row | undefined, run: string): Record<string, number> {
  if (!row) return {};
  const cells = cellsSchema.parse(row.cells);
  return cells.run === run ? cells.jobs : {};
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
