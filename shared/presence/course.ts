import { combine, type Holding } from './combine.ts';
import type { PresenceInput } from './presence-input.ts';
import { reactingEvents } from './reacting.ts';

/**
 * How the situation of an account goes on: between two neighbouring borders (starts and ends of events) nothing can change. Part 0
 * lies before the first border, part n begins with border n - 1, the last part has no end; nothing runs in the first and last.
 */
export interface Course {
  /** Milliseconds of UTC, ascending and different. */
  borders: readonly number[];
  /** The part that a moment is in; a border belongs to the part that it begins. */
  partAt(moment: number): number;
  /** What holds in a part. */
  holding(part: number): Holding;
}

/** Lays out how the situation goes on; what holds in a part is worked out when it is first asked for. */
export function courseOf(input: PresenceInput): Course {
  const events = reactingEvents(input);
  const borders = [...new Set(events.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const known = new Map<number, Holding>();
  return {
    borders,
    partAt: (moment) => partAt(borders, moment),
    holding(part) {
      const moment = borders[part - 1] ?? -Infinity;
      const found = known.get(part) ?? combine(events.filter(({ start, end }) => start <= moment && moment < end));
      known.set(part, found);
      return found;
    },
  };
}

type Same = (one: Holding, other: Holding) => boolean;

/** Since when it has been the same as in a part; undefined when that began before everything that is known. */
export function sameSince({ borders, holding }: Course, part: number, same: Same): number | undefined {
  let first = part;
  while (first > 0 && same(holding(first - 1), holding(part))) first -= 1;
  return borders[first - 1];
}

/** Until when it stays the same as in a part; undefined when it does not change any more. */
export function sameUntil({ borders, holding }: Course, part: number, same: Same): number | undefined {
  let next = part + 1;
  while (next <= borders.length && same(holding(next), holding(part))) next += 1;
  return borders[next - 1];
}

/** How many borders are not after a moment. */
function partAt(borders: readonly number[], moment: number): number {
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((borders[middle] ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
