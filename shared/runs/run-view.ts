import { z } from 'zod';
import { countsSchema } from '../sync/counts.ts';
import { jobOutcomes } from './job.ts';
import type { JobGroups } from './job-groups.ts';
import { runSchema, runTotalsSchema, type Run } from './run.ts';
import { totalsOf } from './totals.ts';

/** A run with what became of each mailbox so far. */
export const runDetailSchema = runSchema
  .extend({
    totals: runTotalsSchema,
    mailboxes: z.array(
      z.object({
        mailbox: z.string(),
        name: z.string(),
        account: z.string().optional(),
        outcome: z.enum([...jobOutcomes, 'waiting']),
        counts: countsSchema.optional(),
        entries: z.number().optional(),
        requests: z.number().optional(),
        durationMs: z.number().optional(),
        reason: z.string().optional(),
        code: z.string().optional(),
        heldEntries: z.number().optional(),
      }),
    ),
  })
  .meta({ id: 'RunDetail' });

export type RunDetail = z.infer<typeof runDetailSchema>;

/** Puts a run and its ledger together; while it goes on, so do the numbers. */
export async function runDetail(run: Run, ledger: JobGroups): Promise<RunDetail> {
  const groups = await ledger.list();
  const mailboxes: RunDetail['mailboxes'] = [];
  for (const group of groups) {
    for (const { job: _job, group: _group, hold: _hold, ...result } of group.results) {
      if (result.outcome !== 'moved') mailboxes.push(result);
    }
    if (group.state === 'done') continue;
    for (const { key, name, account } of group.jobs) {
      const reason = group.reason === undefined ? {} : { reason: group.reason };
      mailboxes.push({ mailbox: key, name, ...(account !== undefined && { account }), outcome: 'waiting', ...reason });
    }
  }
  return { ...run, totals: totalsOf(groups), mailboxes };
}
