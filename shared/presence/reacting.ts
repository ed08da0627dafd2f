import type { CalendarEvent } from '../calendar/event.ts';
import { showAsWords } from '../calendar/event.ts';
import { askedBy, type Asked } from './asked.ts';
import { commandsOf } from './commands.ts';
import type { PresenceInput } from './presence-input.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** An event that has effects while it runs, from `start` up to but without `end` (milliseconds of UTC). */
export interface Reacting {
  id: string;
  start: number;
  end: number;
  /** Whether one of its categories is a command. */
  commands: boolean;
  /** Place of its kind in the order of `showAsWords`. */
  showAs: number;
  /** Worked out when it is first asked for: of most events nobody needs it. */
  asked(): Asked;
}

/**
 * The events that have effects while they run, in the order in which they win: one with a command before one without; then as they are
 * shown (oof, busy, tentative, workingElsewhere, free); then the later start; then the smaller id. None when the service is off.
 *
 * Without effect are events that are shown in another way than the profile reacts to, that end when or before they start, that last
 * longer than the profile allows, that have the category to be ignored, and that were ended early.
 */
export function reactingEvents(input: PresenceInput): Reacting[] {
  const { profile, resets } = input;
  if (!profile.enabled) return [];
  return input.events
    .filter((event) => profile.reactTo.includes(event.showAs) && !resets.has(event.id))
    .filter((event) => hasAllowedLength(event, profile.maxDurationHours))
    .flatMap((event) => reacting(event, input))
    .sort(byPrecedence);
}

function reacting(event: CalendarEvent, input: PresenceInput): Reacting[] {
  const given = commandsOf(event.categories, input.profile.categories);
  if (given.has('ignore')) return [];
  let asked: Asked | undefined;
  return [
    {
      ...{ id: event.id, start: Date.parse(event.start), end: Date.parse(event.end) },
      ...{ commands: given.size > 0, showAs: showAsWords.indexOf(event.showAs) },
      asked: () => (asked ??= askedBy(event, given, input)),
    },
  ];
}

function byPrecedence(a: Reacting, b: Reacting): number {
  if (a.commands !== b.commands) return a.commands ? -1 : 1;
  if (a.showAs !== b.showAs) return a.showAs - b.showAs;
  if (a.start !== b.start) return b.start - a.start;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** An all-day event counts 24 hours for each day, also where a day has 23 or 25 of them. */
function hasAllowedLength({ start, end, allDay }: CalendarEvent, maxHours: number): boolean {
  const length = Date.parse(end) - Date.parse(start);
  const counted = allDay ? Math.round(length / dayMs) * dayMs : length;
  return length > 0 && counted <= maxHours * hourMs;
}
