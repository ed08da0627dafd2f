import { HostRefusal } from '../refusal.ts';
import type { Ncrontab } from './ncrontab.ts';

/** 29 February on a given day of the week can be 40 years away. */
const horizonYears = 41;

/**
 * The first time after `after` (whole seconds, UTC) at which every field fits. Day and day of week must both fit, unlike
 * in cron. Refuses a schedule that never fires, such as 30 February.
 */
export function nextOccurrence(schedule: Ncrontab, after: Date): Date {
  const time = new Date(Math.floor(after.getTime() / 1000) * 1000 + 1000);
  const lastYear = time.getUTCFullYear() + horizonYears;
  while (time.getUTCFullYear() <= lastYear) {
    if (!schedule.months.has(time.getUTCMonth() + 1)) {
      time.setUTCMonth(time.getUTCMonth() + 1, 1);
      time.setUTCHours(0, 0, 0);
    } else if (!schedule.days.has(time.getUTCDate()) || !schedule.daysOfWeek.has(time.getUTCDay())) {
      time.setUTCDate(time.getUTCDate() + 1);
      time.setUTCHours(0, 0, 0);
    } else if (!schedule.hours.has(time.getUTCHours())) {
      time.setUTCHours(time.getUTCHours() + 1, 0, 0);
    } else if (!schedule.minutes.has(time.getUTCMinutes())) {
      time.setUTCMinutes(time.getUTCMinutes() + 1, 0);
    } else if (!schedule.seconds.has(time.getUTCSeconds())) {
      time.setUTCSeconds(time.getUTCSeconds() + 1);
    } else {
      return time;
    }
  }
  throw new HostRefusal('The schedule never fires.');
}
