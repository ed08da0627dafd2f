/** One event; times are local, `YYYYMMDDTHHMMSS`, or whole days, `YYYYMMDD`. */
export interface CalendarEvent {
  uid: string;
  summary: string;
  start: string;
  end: string;
  show?: 'FREE' | 'TENTATIVE' | 'BUSY' | 'OOF' | 'WORKINGELSEWHERE';
  private?: boolean;
  location?: string;
  categories?: string;
  rule?: string;
  without?: string[];
  /** Replaces this one of the series. */
  instead?: string;
  extra?: string[];
}

/** The text of a calendar file. */
export function calendarText({ program, zone }: { program: string; zone: string }, events: CalendarEvent[]): string {
  const lines = ['BEGIN:VCALENDAR', `PRODID:${program}`, 'VERSION:2.0', 'METHOD:PUBLISH', ...timeZone(zone)];
  return [...lines, ...events.flatMap((event) => eventLines(event, zone)), 'END:VCALENDAR', ''].join('\r\n');
}

function eventLines(event: CalendarEvent, zone: string): string[] {
  const time = (name: string, value: string): string =>
    value.length === 8 ? `${name};VALUE=DATE:${value}` : `${name};TZID="${zone}":${value}`;
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    'DTSTAMP:20260105T080000Z',
    ...(event.instead === undefined ? [] : [time('RECURRENCE-ID', event.instead)]),
    time('DTSTART', event.start),
    time('DTEND', event.end),
    ...(event.rule === undefined ? [] : [`RRULE:${event.rule}`]),
    ...(event.without ?? []).map((day) => time('EXDATE', day)),
    `SUMMARY;LANGUAGE=de:${event.summary.replace(/[,;]/g, '\\$&')}`,
    ...(event.location === undefined ? [] : [`LOCATION:${event.location.replace(/[,;]/g, '\\$&')}`]),
    ...(event.categories === undefined ? [] : [`CATEGORIES:${event.categories}`]),
    `CLASS:${event.private === true ? 'PRIVATE' : 'PUBLIC'}`,
    `TRANSP:${event.show === 'FREE' ? 'TRANSPARENT' : 'OPAQUE'}`,
    `X-MICROSOFT-CDO-BUSYSTATUS:${event.show ?? 'BUSY'}`,
    ...(event.extra ?? []),
    'END:VEVENT',
  ];
}

/** Central European time as Outlook states it. */
function timeZone(id: string): string[] {
  const part = (kind: string, start: string, month: number, from: string, to: string): string[] => [
    `BEGIN:${kind}`,
    `DTSTART:${start}`,
    `RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=${month}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    `END:${kind}`,
  ];
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${id}`,
    ...part('STANDARD', '16011028T030000', 10, '+0200', '+0100'),
    ...part('DAYLIGHT', '16010325T020000', 3, '+0100', '+0200'),
    'END:VTIMEZONE',
  ];
}
