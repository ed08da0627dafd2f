import { instantOf } from '../zones/zone-time.ts';
import type { DemoEvent } from './calendar-event.ts';
import { windowsName, zoneLines } from './calendar-zones.ts';
import { escaped, folded } from './card-text.ts';

/** The programs whose exports the demo has. */
export type Program = 'outlook' | 'google' | 'apple' | 'nextcloud';

const home = 'Europe/Berlin';

const heads: Readonly<Record<Program, readonly string[]>> = {
  outlook: ['PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN', 'VERSION:2.0', 'METHOD:PUBLISH'],
  google: [
    'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-TIMEZONE:${home}`,
  ],
  apple: ['VERSION:2.0', 'CALSCALE:GREGORIAN', 'PRODID:-//Apple Inc.//macOS 15.1//EN', 'METHOD:PUBLISH'],
  nextcloud: ['CALSCALE:GREGORIAN', 'VERSION:2.0', 'PRODID:-//IDN nextcloud.com//Calendar app 5.2.0//EN'],
};

/** The text of a calendar file as a program exports it. */
export function calendarText(program: Program, events: readonly DemoEvent[]): string {
  const zones = new Set(events.flatMap(({ zone = home, endZone = zone }) => [zone, endZone]));
  const lines = [
    'BEGIN:VCALENDAR',
    ...heads[program],
    ...[home, ...zones]
      .filter((zone, index, all) => all.indexOf(zone) === index)
      .flatMap((zone) => zoneLines(zone, program === 'outlook' ? 'outlook' : 'other')),
    ...events.flatMap((event) => eventLines(event, program)),
    'END:VCALENDAR',
  ];
  return folded(lines, '\r\n');
}

function eventLines(event: DemoEvent, program: Program): string[] {
  const { zone = home } = event;
  const at = (name: string, value: string): string => timeLine(name, value, zone, event, program);
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    'DTSTAMP:20260105T080000Z',
    ...(program === 'outlook' ? [] : ['CREATED:20251203T101500Z', 'SEQUENCE:0']),
    ...(event.instead === undefined ? [] : [at('RECURRENCE-ID', event.instead)]),
    at('DTSTART', event.start),
    timeLine('DTEND', event.end, event.endZone ?? zone, event, program),
    ...(event.rule === undefined ? [] : [`RRULE:${event.rule}${untilPart(event, zone)}`]),
    ...(event.without ?? []).map((day) => at('EXDATE', day)),
    `SUMMARY${program === 'outlook' ? ';LANGUAGE=de' : ''}:${escaped(event.summary)}`,
    ...(event.location === undefined ? [] : [`LOCATION:${escaped(event.location)}`]),
    ...textLines(event, program),
    ...(event.categories === undefined ? [] : [`CATEGORIES:${event.categories.map(escaped).join(',')}`]),
    ...markLines(event, program),
    ...(event.extra ?? []),
    'END:VEVENT',
  ];
}

/** Google writes what takes place once in UTC. */
function timeLine(name: string, value: string, zone: string, event: DemoEvent, program: Program): string {
  if (value.length === 8) return `${name};VALUE=DATE:${value}`;
  if (program === 'outlook') return `${name};TZID="${windowsName(zone)}":${value}`;
  const once = event.rule === undefined && event.instead === undefined;
  if (program === 'google' && once) return `${name}:${inUtc(value, zone)}`;
  return `${name};TZID=${zone}:${value}`;
}

function untilPart({ until, start }: DemoEvent, zone: string): string {
  if (until === undefined) return '';
  return `;UNTIL=${start.length === 8 ? until : inUtc(`${until}${start.slice(8)}`, zone)}`;
}

/** `20260105T080000` on a clock as `20260105T070000Z`. */
function inUtc(value: string, zone: string): string {
  const [, date = '', time = ''] = /^(\d{8})T(\d{6})$/.exec(value) ?? [];
  const wall = `${date.replace(/^(....)(..)/, '$1-$2-')}T${time.replace(/^(..)(..)/, '$1:$2:')}`;
  return `${instantOf(wall, zone).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Outlook writes a text twice, Google with its formatting. */
function textLines({ text }: DemoEvent, program: Program): string[] {
  if (text === undefined) return [];
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');
  if (program === 'google') return [`DESCRIPTION:${escaped(html)}`];
  const plain = `DESCRIPTION:${escaped(text)}${program === 'outlook' ? '\\n' : ''}`;
  if (program !== 'outlook') return [plain];
  return [plain, `X-ALT-DESC;FMTTYPE=text/html:<html><body><p class=MsoNormal>${html}</p></body></html>`];
}

function markLines(event: DemoEvent, program: Program): string[] {
  const { show = 'BUSY' } = event;
  const transparent = show === 'FREE' ? 'TRANSPARENT' : 'OPAQUE';
  const status = event.cancelled ? 'CANCELLED' : show === 'TENTATIVE' ? 'TENTATIVE' : 'CONFIRMED';
  if (program === 'outlook') {
    return [
      `CLASS:${event.private === true ? 'PRIVATE' : 'PUBLIC'}`,
      'PRIORITY:5',
      ...(event.cancelled ? ['STATUS:CANCELLED'] : []),
      `TRANSP:${transparent}`,
      `X-MICROSOFT-CDO-BUSYSTATUS:${show}`,
      `X-MICROSOFT-CDO-ALLDAYEVENT:${event.start.length === 8 ? 'TRUE' : 'FALSE'}`,
    ];
  }
  return [
    ...(event.private === true ? ['CLASS:PRIVATE'] : []),
    ...(program === 'apple' ? ['X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC'] : []),
    `STATUS:${status}`,
    `TRANSP:${transparent}`,
  ];
}
