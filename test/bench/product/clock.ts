/** The time in the process that runs the product: it stands still unless told otherwise, so that runs can be repeated. */
export interface BenchClock {
  now(): Date;
  /** Puts the clock to a moment; it goes on from there, or stands. */
  set(ms: number, goesOn?: boolean): void;
}

export function benchClock(ms: number): BenchClock {
  let start = ms;
  let startedAt: number | undefined;
  return {
    now: () => new Date(start + (startedAt === undefined ? 0 : performance.now() - startedAt)),
    set(to, goesOn = false) {
      start = to;
      startedAt = goesOn ? performance.now() : undefined;
    },
  };
}
