import ICAL from 'ical.js';

import { decodeFile } from './vcard/character-sets.ts';

/** The text of a calendar file, or undefined with a warning when it is not one that ical.js understands. */
export function readCalendar(
  file: Uint8Array,
  name: string,
  warn: (file: string, message: string) => void,
): string | undefined {
  const text = decodeFile(file);
  if (text.trim() === '') return undefined;
  const fault = faultOf(text);
  if (fault === undefined) return text;
  warn(name, `this is not a calendar that can be read, and it was left out: ${fault}`);
  return undefined;
}

function faultOf(text: string): string | undefined {
  try {
    const parsed: unknown = ICAL.parse(text);
    const first: unknown = Array.isArray(parsed) ? parsed[0] : undefined;
    const kind: unknown = Array.isArray(first) ? first[0] : first;
    return kind === 'vcalendar' ? undefined : 'there is no BEGIN:VCALENDAR';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
