/** How others see the time of an event. */
export type Show = 'FREE' | 'TENTATIVE' | 'BUSY' | 'OOF' | 'WORKINGELSEWHERE';

/** One event; times are those of a clock, `YYYYMMDDTHHMMSS`, or whole days, `YYYYMMDD`. */
export interface DemoEvent {
  uid: string;
  summary: string;
  start: string;
  end: string;
  /** IANA names of where the clocks are; at home unless told. */
  zone?: string;
  endZone?: string;
  show?: Show;
  private?: boolean;
  location?: string;
  text?: string;
  categories?: readonly string[];
  rule?: string;
  /** The last day of a series, `YYYYMMDD`. */
  until?: string;
  without?: readonly string[];
  /** Replaces this one of the series. */
  instead?: string;
  cancelled?: boolean;
  extra?: readonly string[];
}

/** An event or series with other parts for some of its occurrences. */
export function series(event: DemoEvent, ...instead: (Partial<DemoEvent> & { instead: string })[]): DemoEvent[] {
  const { rule: _rule, until: _until, without: _without, ...one } = event;
  return [event, ...instead.map((exception) => ({ ...one, ...exception }))];
}

/** The same days every year. */
export function yearly(
  uid: string,
  summary: string,
  start: string,
  end: string,
  more: Partial<DemoEvent> = {},
): DemoEvent {
  return { uid, summary, start, end, rule: 'FREQ=YEARLY', show: 'FREE', ...more };
}

/** The same hours on some days of the week, from the first full week of 2026 on. */
export function weekly(
  uid: string,
  summary: string,
  days: string,
  hours: readonly [from: string, to: string],
  more: Partial<DemoEvent> & { interval?: number } = {},
): DemoEvent {
  const { interval, ...rest } = more;
  const first = dayOf(days.slice(0, 2));
  const every = interval === undefined ? '' : `INTERVAL=${interval};`;
  const [start, end] = hours.map((hour) => (hour === '' ? first : `${first}T${hour}00`));
  const rule = `FREQ=WEEKLY;${every}BYDAY=${days}`;
  return { uid, summary, start: start ?? first, end: end === first ? next(first) : (end ?? first), rule, ...rest };
}

/** The day of the week that begins on 5 January 2026. */
function dayOf(weekDay: string): string {
  return `202601${String(5 + ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'].indexOf(weekDay)).padStart(2, '0')}`;
}

function next(day: string): string {
  return String(Number(day) + 1);
}
