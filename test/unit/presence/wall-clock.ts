import fc from 'fast-check';

const minuteMs = 60_000;
const minutesPerDay = 1440;
/** So many minutes a clock is looked at. */
export const minutes = 7 * minutesPerDay;

/** A week somewhere, minute by minute, as the clock on the wall shows them. */
export interface WallClock {
  timeZone: string;
  /** The moment of the first minute (milliseconds of UTC). */
  start: number;
  /** `2026-03-29 03:00` for each minute. */
  shown: readonly string[];
  /** The minutes at which a new day begins. */
  midnights: readonly number[];
}

/** Days around which clocks are changed, or where they differ from UTC by odd amounts. */
const places: [timeZone: string, middle: string][] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kathmandu', '2026-12-31'],
  ['America/St_Johns', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
  ['Africa/Cairo', '2026-04-24'],
  ['Pacific/Kiritimati', '2028-02-29'],
];

export const wallClocks: readonly WallClock[] = places.map(([timeZone, middle]) => {
  const start = Date.parse(`${middle}T00:00Z`) - 2 * minutesPerDay * minuteMs;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const shown = Array.from({ length: minutes }, (_, minute) => format.format(start + minute * minuteMs));
  const midnights = shown.flatMap((text, minute) => {
    const before = shown[minute - 1];
    return before !== undefined && before.slice(0, 10) !== text.slice(0, 10) ? [minute] : [];
  });
  return { timeZone, start, shown, midnights, [fc.toStringMethod]: () => `${timeZone} ${middle}` };
});

export function momentOf({ start }: Pick<WallClock, 'start'>, minute: number): Date {
  return new Date(start + minute * minuteMs);
}
