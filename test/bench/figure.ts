import type { FakeGraph } from './graph/fake-graph.ts';
import type { Sizes } from './sizes.ts';
import type { FakeStorage } from './storage/fake-storage.ts';

/** One figure of the report. */
export interface Figure {
  name: string;
  measured: string;
  goal: string;
  /** Undefined for what is only reported. */
  met: boolean | undefined;
  /** What was done to measure it. */
  work: string;
}

/** What figures are measured with. */
export interface Bench {
  graph: FakeGraph;
  storage: FakeStorage;
  sizes: Sizes;
}

/** Measures some figures that belong together. */
export type Measure = (bench: Bench) => Promise<Figure[]>;

/** A figure that has a goal. */
export function judged(name: string, work: string, measured: string, goal: string, met: boolean): Figure {
  return { name, measured, goal, met, work };
}

/** A figure without a goal of its own. */
export function reported(name: string, work: string, measured: string): Figure {
  return { name, measured, goal: '-', met: undefined, work };
}

/** A figure that must be a certain count. */
export function exactly(name: string, work: string, measured: number, goal: number): Figure {
  return judged(name, work, shown(measured), shown(goal), measured === goal);
}

/** A figure that must not be over a goal. */
export function atMost(name: string, work: string, measured: number, goal: number): Figure {
  return judged(name, work, shown(measured), `<= ${shown(goal)}`, measured <= goal);
}

export function shown(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(2);
}
