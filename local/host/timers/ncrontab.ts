import { HostRefusal } from '../refusal.ts';
import { parseTimeSpan } from '../time-span.ts';

interface FieldKind {
  name: string;
  minimum: number;
  maximum: number;
  /** Names of the values, starting with the minimum; any prefix of one will do. */
  names?: readonly string[];
}

const monthNames = 'january february march april may june july august september october november december'.split(' ');
const dayNames = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');

const kinds: readonly FieldKind[] = [
  { name: 'second', minimum: 0, maximum: 59 },
  { name: 'minute', minimum: 0, maximum: 59 },
  { name: 'hour', minimum: 0, maximum: 23 },
  { name: 'day', minimum: 1, maximum: 31 },
  { name: 'month', minimum: 1, maximum: 12, names: monthNames },
  { name: 'day of week', minimum: 0, maximum: 6, names: dayNames },
];

/** The values at which a schedule fires, one set per field. */
export interface Ncrontab {
  seconds: ReadonlySet<number>;
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  daysOfWeek: ReadonlySet<number>;
}

/**
 * Parses an NCRONTAB expression: second minute hour day month day-of-week, the seconds optional (`CrontabFieldImpl`).
 * Days of the week are 0 (Sunday) to 6. There is no `L`, `W`, `#` or `?`. TimeSpan schedules are refused, because
 * Consumption-type plans read cron only (AZFD0015).
 */
export function parseNcrontab(expression: string): Ncrontab {
  if (parseTimeSpan(expression.trim()) !== undefined) {
    throw new HostRefusal(
      `The schedule "${expression}" is a TimeSpan, which Flex Consumption does not run; use NCRONTAB.`,
    );
  }
  const texts = expression.split(' ').filter((text) => text !== '');
  if (texts.length === 5) texts.unshift('0');
  const fields = kinds.map((kind, index) => parseField(texts[index] ?? '', kind, expression));
  const [seconds, minutes, hours, days, months, daysOfWeek] = fields;
  if (texts.length !== 6 || !seconds || !minutes || !hours || !days || !months || !daysOfWeek) {
    throw refusal(expression, 'it must have six fields (or five, without seconds)');
  }
  return { seconds, minutes, hours, days, months, daysOfWeek };
}

/** Whether the schedule can fire more than once a minute, which turns the schedule monitor off (`TimerSchedule.cs`). */
export function firesWithinMinute({ seconds, minutes, hours, days, months, daysOfWeek }: Ncrontab): boolean {
  const coarser = [minutes, hours, days, months, daysOfWeek];
  const all = coarser.every((field, index) => {
    const kind = kinds[index + 1];
    return kind !== undefined && field.size === kind.maximum - kind.minimum + 1;
  });
  return all && seconds.size > 1;
}

function refusal(expression: string, fault: string): HostRefusal {
  return new HostRefusal(`The schedule "${expression}" is not NCRONTAB: ${fault}.`);
}

function parseField(text: string, kind: FieldKind, expression: string): Set<number> {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d{1,9}))?$/.exec(item) ?? [];
    if (range === '') throw refusal(expression, `"${text}" is not a ${kind.name} field`);
    const interval = Math.max(1, Number(step ?? 1));
    const [first, last] = parseRange(range, step !== undefined, kind, expression);
    for (let value = first; value <= last; value += interval) values.add(value);
  }
  return values;
}

/** `*`, `a-b` in either order, `a`, and `a/step`, which runs from a to the end. */
function parseRange(text: string, stepped: boolean, kind: FieldKind, expression: string): [number, number] {
  if (text === '*') return [kind.minimum, kind.maximum];
  const [from = '', to, ...rest] = text.split('-');
  if (rest.length > 0) throw refusal(expression, `"${text}" is not a range`);
  const first = parseValue(from, kind, expression);
  if (to === undefined) return [first, stepped ? kind.maximum : first];
  const last = parseValue(to, kind, expression);
  return [Math.min(first, last), Math.max(first, last)];
}

function parseValue(text: string, kind: FieldKind, expression: string): number {
  if (/^\d{1,9}$/.test(text)) {
    const value = Number(text);
    if (value >= kind.minimum && value <= kind.maximum) return value;
  } else if (/^[a-z]+$/i.test(text)) {
    const index = kind.names?.findIndex((name) => name.startsWith(text.toLowerCase())) ?? -1;
    if (index >= 0) return index + kind.minimum;
  }
  throw refusal(expression, `"${text}" is not a ${kind.name} (${kind.minimum} to ${kind.maximum})`);
}
