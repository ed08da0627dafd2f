import ICAL from 'ical.js';

import { eventsOf } from './ics/events.ts';
import type { TenantEvent } from './tenant.ts';
import { decodeFile } from './vcard/character-sets.ts';

/**
 * The events of a calendar file, or undefined with a warning when it is not one that ical.js understands.
 * @param owner mail address of the mailbox that the file is for
 */
export function readCalendar(
  file: Uint8Array,
  name: string,
  warn: (file: string, message: string) => void,
  owner = '',
): TenantEvent[] | undefined {
  const text = decodeFile(file);
  if (text.trim() === '') return undefined;
  try {
    const calendar = ICAL.Component.fromString(text);
    if (calendar.name !== 'vcalendar') throw new Error('there is no BEGIN:VCALENDAR');
    return eventsOf(calendar, owner, (message) => {
      warn(name, message);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(name, `this is not a calendar that can be read, and it was left out: ${reason}`);
    return undefined;
  }
}
