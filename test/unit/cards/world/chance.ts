/** Numbers that look like chance and are always the same for a seed (mulberry32). */
export interface Chance {
  /** From 0 up to, but not, 1. */
  next(): number;
  happens(rate: number): boolean;
  between(least: number, most: number): number;
  oneOf<T>(list: readonly [T, ...T[]]): T;
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    happens: (rate) => next() < rate,
    between: (least, most) => least + next() * (most - least),
    oneOf: (list) => list[Math.floor(next() * list.length)] ?? list[0],
  };
}
