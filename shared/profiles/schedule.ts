import { Cron } from 'croner';
import { z } from 'zod';

/** Shortest interval between two runs of a profile (A15 of the seed checklist). */
export const shortestIntervalMinutes = 10;

const timeZone = z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin');

const cronExpression = z
  .string()
  .max(120)
  .refine(isFiveFieldCron, 'must be a cron expression of five fields such as "0 12 * * *"');

/** When a profile runs: a cron expression in a time zone, or every so many minutes. */
export const scheduleSchema = z.union([
  z.strictObject({ cron: cronExpression, timeZone }),
  z.strictObject({
    everyMinutes: z
      .int()
      .min(shortestIntervalMinutes)
      .max(7 * 24 * 60),
  }),
]);

export type Schedule = z.infer<typeof scheduleSchema>;

/** Daily at noon in Germany (P15 of the seed checklist). */
export const defaultSchedule: Schedule = { cron: '0 12 * * *', timeZone: 'Europe/Berlin' };

/**
 * The latest tick of a schedule that is due: after `last` and not after `now`; undefined when there is none. However many ticks
 * were missed, only the latest is answered, so that they are caught up once.
 */
export function dueTick(schedule: Schedule, last: Date, now: Date): Date | undefined {
  if ('everyMinutes' in schedule) {
    const interval = schedule.everyMinutes * 60_000;
    const missed = Math.floor((now.getTime() - last.getTime()) / interval);
    return missed < 1 ? undefined : new Date(last.getTime() + missed * interval);
  }
  const [tick] = cronOf(schedule).previousRuns(1, new Date(now.getTime() + 1));
  return tick && tick > last ? tick : undefined;
}

/** The next tick after `after`; undefined when the expression never fires again. */
export function nextTick(schedule: Schedule, after: Date): Date | undefined {
  if ('everyMinutes' in schedule) return new Date(after.getTime() + schedule.everyMinutes * 60_000);
  return cronOf(schedule).nextRun(after) ?? undefined;
}

const dayMs = 24 * 3_600_000;
/** Any day will do: what is looked for does not depend on the year. */
const someMidnight = Date.UTC(2024, 0, 1);

/**
 * Why a schedule cannot be kept: a cron expression that fires twice within less than ten minutes. Days are looked at without the hour
 * that daylight saving adds or takes, so that the answer is the same all year.
 */
export function scheduleProblem(schedule: Schedule): string | undefined {
  if ('everyMinutes' in schedule || !firesTooOften(schedule.cron)) return undefined;
  return `The schedule "${schedule.cron}" fires twice within less than ${shortestIntervalMinutes} minutes; leave at least ${shortestIntervalMinutes} minutes between two runs, as in "*/${shortestIntervalMinutes} * * * *".`;
}

function firesTooOften(cron: string): boolean {
  const [minute = '', hour = '', ...days] = cron.trim().split(/\s+/);
  const shortest = shortestIntervalMinutes * 60_000;
  // One more than fit into a day, so that midnight is among them.
  const close = pairsOf(`${minute} ${hour} * * *`, dayMs / shortest + 1).filter(([a, b]) => b - a < shortest);
  if (close.some(([a, b]) => Math.floor(a / dayMs) === Math.floor(b / dayMs))) return true;
  return close.length > 0 && hasTwoDaysInARow(days);
}

/** Whether the day fields of an expression ever name two days in a row; they repeat after a few years. */
function hasTwoDaysInARow(days: readonly string[]): boolean {
  return pairsOf(`0 0 ${days.join(' ')}`, 366).some(([a, b]) => b - a === dayMs);
}

/** The first ticks of an expression, each with the one after it. */
function pairsOf(cron: string, count: number): [number, number][] {
  const ticks = cronOf({ cron, timeZone: 'UTC' }).nextRuns(count, new Date(someMidnight - 1));
  return ticks.slice(1).map((tick, index) => [ticks[index]?.getTime() ?? 0, tick.getTime()]);
}

function cronOf(schedule: { cron: string; timeZone: string }): Cron {
  return new Cron(schedule.cron, { timezone: schedule.timeZone, paused: true });
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

function isFiveFieldCron(expression: string): boolean {
  if (expression.trim().split(/\s+/).length !== 5) return false;
  try {
    new Cron(expression, { paused: true });
    return true;
  } catch {
    return false;
  }
}
