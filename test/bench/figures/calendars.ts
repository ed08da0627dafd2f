import type { EventSpec } from '../graph/calendar.ts';

/** The meeting that everybody is in: on a Monday, in UTC. */
export const meeting = {
  before: '2026-11-23T08:00:00.000Z',
  start: '2026-11-23T09:00:00.000Z',
  end: '2026-11-23T10:00:00.000Z',
} as const;

const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'];
const hours = [11, 12, 13, 14, 15, 16, 17];

/** A calendar full of appointments on four days, and the meeting; before 10:30 on its day there is nothing else. */
export function calendarOf(number: number): EventSpec[] {
  const own = days.flatMap((day) =>
    hours.map((hour) => ({
      start: `${day}T${hour}:${String((number * 7) % 60).padStart(2, '0')}:00.000Z`,
      minutes: 25,
    })),
  );
  return [{ start: meeting.start, minutes: 60 }, ...own];
}
