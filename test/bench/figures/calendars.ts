import type { EventSpec } from '../graph/calendar.ts';

/** The meetings that everybody is in: two of an hour and of half an hour, on a Monday, in UTC. */
export const meeting = {
  before: '2026-11-23T08:00:00.000Z',
  start: '2026-11-23T09:00:00.000Z',
  /** A poll between the two, so that the one beside the second meeting has nothing to write. */
  polled: '2026-11-23T10:20:00.000Z',
  next: '2026-11-23T10:30:00.000Z',
  over: '2026-11-23T11:00:00.000Z',
} as const;

const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'];
const hours = [13, 14, 15, 16, 17, 18];

/** A calendar full of appointments in the afternoons of four days, and the meetings. */
export function calendarOf(number: number): EventSpec[] {
  const own = days.flatMap((day) =>
    hours.map((hour) => ({
      start: `${day}T${hour}:${String((number * 7) % 60).padStart(2, '0')}:00.000Z`,
      minutes: 25,
    })),
  );
  return [{ start: meeting.start, minutes: 60 }, { start: meeting.next, minutes: 30 }, ...own];
}
