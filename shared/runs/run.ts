import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { countsSchema } from '../sync/counts.ts';

export const runStates = ['queued', 'planning', 'running', 'succeeded', 'partial', 'failed', 'held'] as const;

export type RunState = (typeof runStates)[number];

/** Something of a run that is no job: a source that cannot be found, an address that does not exist. */
export const runProblemSchema = z.object({ source: z.string(), reason: z.string(), code: z.string().optional() });

export const runTotalsSchema = z.object({
  counts: countsSchema,
  requests: z.number(),
  jobs: z.object({ done: z.number(), failed: z.number(), held: z.number(), waiting: z.number() }),
});

export type RunTotals = z.infer<typeof runTotalsSchema>;

/** One execution of a profile. */
export const runSchema = z
  .object({
    id: z.string(),
    state: z.enum(runStates).meta({
      description:
        'queued: waits for the planner; planning: mailboxes are being listed; running: jobs are worked on; then how it ended: ' +
        'succeeded: everything was read; partial: some mailboxes failed or were left alone; failed: nothing could be read; ' +
        'held: the deletion guard waits for an operator',
    }),
    trigger: z.enum(['schedule', 'manual']),
    startedAt: z.string(),
    finishedAt: z.string().optional(),
    /** Jobs planned; one for each mailbox or directory source. */
    jobs: z.number(),
    /** Personal mailboxes without an account: skipped, and the first hundred of them by name. */
    unmatched: z.object({ count: z.number(), names: z.array(z.string()) }),
    /** Mailboxes left alone for now because they failed for good lately, until their own retry time. */
    parked: z.number(),
    problems: z.array(runProblemSchema),
    /** Why it failed, or what it waits for. */
    reason: z.string().optional(),
    code: z.string().optional(),
    totals: runTotalsSchema.optional(),
  })
  .meta({ id: 'Run' });

export type Run = z.infer<typeof runSchema>;

const endOfTime = 10_000_000_000_000;

/** An id that sorts the newest run first, because tables only sort upwards. */
export function newRunId(now: Date): string {
  return `${runIdAt(now)}${randomInt(36 ** 4)
    .toString(36)
    .padStart(4, '0')}`;
}

/** What stands between the ids of the runs that were started before a moment and those of later ones. */
export function runIdAt(moment: Date): string {
  return (endOfTime - moment.getTime()).toString(36).padStart(9, '0');
}

export function isOver(state: RunState): boolean {
  return state === 'succeeded' || state === 'partial' || state === 'failed' || state === 'held';
}
