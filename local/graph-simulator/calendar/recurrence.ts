import ICAL from 'ical.js';
import { z } from 'zod';
import { GraphError } from '../graph/errors.ts';
import type { Series } from './event-content.ts';

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const indexes = ['first', 'second', 'third', 'fourth', 'last'] as const;
const types = ['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly'] as const;
const day = z.enum(days);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const pattern = z.strictObject({
  type: z.enum(types),
  interval: z.int().positive().default(1),
  month: z.int().default(0),
  dayOfMonth: z.int().default(0),
  daysOfWeek: z.array(day).default([]),
  firstDayOfWeek: day.nullable().default('sunday'),
  index: z.enum(indexes).nullable().default('first'),
});
const range = z.strictObject({
  type: z.enum(['endDate', 'noEnd', 'numbered']),
  startDate: date,
  endDate: date.nullable().optional(),
  recurrenceTimeZone: z.string().nullable().optional(),
  numberOfOccurrences: z.int().default(0),
});

/** `microsoft.graph.patternedRecurrence`. */
export const patternedRecurrence = z.strictObject({ pattern, range });

export type PatternedRecurrence = z.infer<typeof patternedRecurrence>;
type Pattern = z.infer<typeof pattern>;

/** A recurrence of Graph as a series without exceptions; throws Graph's 400 for one that has no occurrence. */
export function seriesOf(recurrence: PatternedRecurrence): Series {
  const { range } = recurrence;
  if (range.type === 'numbered' && range.numberOfOccurrences < 1) throw invalid('numberOfOccurrences');
  if (range.type === 'endDate' && (range.endDate ?? '') < range.startDate) throw invalid('endDate');
  const parts = partsOf(recurrence.pattern);
  if (range.type === 'numbered') parts.push(`COUNT=${range.numberOfOccurrences}`);
  return {
    rule: parts.join(';'),
    until: range.type === 'endDate' && range.endDate ? `${range.endDate}T23:59:59` : undefined,
    also: [],
    without: [],
    exceptions: new Map(),
  };
}

function partsOf(pattern: Pattern): string[] {
  const { type, interval, month, dayOfMonth } = pattern;
  const byDay = `BYDAY=${pattern.daysOfWeek.map((name) => name.slice(0, 2).toUpperCase()).join(',')}`;
  const monthDay = (): string => {
    if (dayOfMonth < 1 || dayOfMonth > 31) throw invalid('dayOfMonth');
    return monthDays(dayOfMonth);
  };
  const weekDays = (): string => {
    if (pattern.daysOfWeek.length === 0) throw invalid('daysOfWeek');
    return byDay;
  };
  const position = `BYSETPOS=${pattern.index === 'last' ? -1 : indexes.indexOf(pattern.index ?? 'first') + 1}`;
  switch (type) {
    case 'daily':
      return ['FREQ=DAILY', `INTERVAL=${interval}`];
    case 'weekly': {
      const first = (pattern.firstDayOfWeek ?? 'sunday').slice(0, 2).toUpperCase();
      return ['FREQ=WEEKLY', `INTERVAL=${interval}`, weekDays(), `WKST=${first}`];
    }
    case 'absoluteMonthly':
      return ['FREQ=MONTHLY', `INTERVAL=${interval}`, monthDay()];
    case 'relativeMonthly':
      return ['FREQ=MONTHLY', `INTERVAL=${interval}`, weekDays(), position];
    case 'absoluteYearly':
      return ['FREQ=YEARLY', `INTERVAL=${interval}`, `BYMONTH=${month}`, monthDay()];
    case 'relativeYearly':
      return ['FREQ=YEARLY', `INTERVAL=${interval}`, `BYMONTH=${month}`, weekDays(), position];
  }
}

/** Exchange takes the last day of a month that is too short; a rule would skip it. */
function monthDays(day: number): string {
  if (day <= 28) return `BYMONTHDAY=${day}`;
  const possible = Array.from({ length: day - 27 }, (_, index) => 28 + index);
  return `BYMONTHDAY=${possible.join(',')};BYSETPOS=-1`;
}

/**
 * A series as Graph shows it; undefined for a rule that Exchange has no pattern for, which only a calendar file can bring.
 * @param startDate day of the first occurrence
 */
export function fromSeries(series: Series, startDate: string, timeZone: string): PatternedRecurrence | undefined {
  const recur = ICAL.Recur.fromString(series.rule);
  const found = patternOf(recur, startDate);
  if (found === undefined) return undefined;
  const shared = { startDate, recurrenceTimeZone: timeZone };
  if (recur.count) {
    const range = { ...shared, type: 'numbered' as const, endDate: '0001-01-01', numberOfOccurrences: recur.count };
    return { pattern: found, range };
  }
  const endDate = series.until?.slice(0, 10) ?? '0001-01-01';
  const type = series.until === undefined ? ('noEnd' as const) : ('endDate' as const);
  return { pattern: found, range: { ...shared, type, endDate, numberOfOccurrences: 0 } };
}

function patternOf(recur: ICAL.Recur, startDate: string): Pattern | undefined {
  const {
    BYDAY: byDay = [],
    BYMONTHDAY: byMonthDay = [],
    BYMONTH: byMonth = [],
    BYSETPOS: bySetPos = [],
  } = recur.parts;
  const base = { interval: recur.interval, firstDayOfWeek: 'sunday' as const, index: 'first' as const };
  const blank = { ...base, month: 0, dayOfMonth: 0, daysOfWeek: [] };
  const weekDays = byDay.flatMap((text) => days.find((name) => name.startsWith(text.slice(-2).toLowerCase())) ?? []);
  const [year, month = 1, dayOfMonth = 1] = startDate.split('-').map(Number);
  if (recur.freq === 'DAILY' && byDay.length === 0) return { ...blank, type: 'daily' };
  if (recur.freq === 'DAILY' || recur.freq === 'WEEKLY') {
    const ownDay = days[new Date(Date.UTC(year ?? 0, month - 1, dayOfMonth)).getUTCDay()] ?? 'monday';
    return { ...blank, type: 'weekly', daysOfWeek: weekDays.length === 0 ? [ownDay] : weekDays };
  }
  const yearly = recur.freq === 'YEARLY';
  if ((!yearly && recur.freq !== 'MONTHLY') || byMonth.length > 1 || (!yearly && byMonth.length > 0)) return undefined;
  const inMonth = { ...blank, month: yearly ? (byMonth[0] ?? month) : 0 };
  if (byDay.length === 0) {
    const last = byMonthDay.at(-1) ?? dayOfMonth;
    if (last < -1 || (byMonthDay.length > 1 && bySetPos[0] !== -1)) return undefined;
    const type = yearly ? ('absoluteYearly' as const) : ('absoluteMonthly' as const);
    return { ...inMonth, type, dayOfMonth: last === -1 ? 31 : last };
  }
  const index = indexOf(byDay, bySetPos);
  if (index === undefined || byMonthDay.length > 0) return undefined;
  return { ...inMonth, type: yearly ? 'relativeYearly' : 'relativeMonthly', daysOfWeek: weekDays, index };
}

function indexOf(byDay: readonly string[], bySetPos: readonly number[]): Pattern['index'] | undefined {
  const position = byDay.length === 1 && bySetPos.length === 0 ? parseInt(byDay[0] ?? '', 10) : bySetPos[0];
  if (position === -1) return 'last';
  return position === undefined ? undefined : indexes[position - 1];
}

function invalid(name: string): GraphError {
  return new GraphError(400, 'ErrorPropertyValidationFailure', `The recurrence is not valid: ${name}.`);
}
