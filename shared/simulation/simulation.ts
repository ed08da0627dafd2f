import { z } from 'zod';

/** Rows a simulation shows at most (P12 of the seed checklist); totals count everything. */
export const rowsShown = 500;

export const simulationActions = ['create', 'update', 'delete', 'unchanged', 'skip'] as const;

/** What a run would do, writing nothing. */
export const simulationSchema = z
  .object({
    columns: z.array(z.string()),
    rows: z.array(
      z.object({
        action: z.enum([...simulationActions, 'fail']),
        reason: z.string().optional(),
        /** Where it comes from: the mailbox, or the directory. */
        source: z.string(),
        values: z.array(z.json()),
      }),
    ),
    totals: z.object({
      create: z.number(),
      update: z.number(),
      delete: z.number(),
      unchanged: z.number(),
      skip: z.number(),
    }),
    held: z
      .array(
        z.object({
          source: z.string(),
          entries: z.number().meta({ description: 'How many entries would go; they are among `totals.delete`' }),
          reason: z.string(),
        }),
      )
      .meta({ description: 'Sources of which nothing would be deleted until somebody releases the run; at most 500' }),
    complete: z
      .boolean()
      .meta({ description: 'False when there was more than could be read in the time an answer may take' }),
  })
  .meta({ id: 'Simulation' });

export type Simulation = z.infer<typeof simulationSchema>;
export type SimulationAction = (typeof simulationActions)[number];
export type SimulatedValues = Simulation['rows'][number]['values'];

/** Gathers what is simulated: every row counts, the first 500 are shown. */
export interface Collector {
  add(action: SimulationAction, source: string, values: () => SimulatedValues, reason?: string): void;
  /** Things that are left out before anything of them is read. */
  skip(names: readonly string[], reason: string, count: number): void;
  /** A source that could not be read. */
  fail(source: string, reason: string): void;
  /** A source whose deletions the guard would hold. */
  hold(source: string, entries: number, reason: string): void;
  /** Ends the simulation before everything was read. */
  stop(): void;
  readonly stopped: boolean;
}

export function simulationOf(columns: string[]): { collector: Collector; result(): Simulation } {
  const simulation: Simulation = {
    columns,
    rows: [],
    totals: { create: 0, update: 0, delete: 0, unchanged: 0, skip: 0 },
    held: [],
    complete: true,
  };
  const blank = columns.map(() => '');
  const show = (row: () => Simulation['rows'][number]): void => {
    if (simulation.rows.length < rowsShown) simulation.rows.push(row());
  };
  const collector: Collector = {
    add(action, source, values, reason) {
      simulation.totals[action] += 1;
      show(() => ({ action, ...(reason !== undefined && { reason }), source, values: values() }));
    },
    skip(names, reason, count) {
      simulation.totals.skip += count;
      for (const name of names) show(() => ({ action: 'skip', reason, source: name, values: blank }));
    },
    fail(source, reason) {
      show(() => ({ action: 'fail', reason, source, values: blank }));
    },
    hold(source, entries, reason) {
      if (simulation.held.length < rowsShown) simulation.held.push({ source, entries, reason });
    },
    stop() {
      simulation.complete = false;
    },
    get stopped() {
      return !simulation.complete;
    },
  };
  return { collector, result: () => simulation };
}
