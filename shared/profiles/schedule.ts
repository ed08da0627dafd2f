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
