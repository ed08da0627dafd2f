import { calendarText, type CalendarEvent } from './calendar-text.ts';

/** The calendar files of the demo tenant: path below `mailboxes/` and text. */
export function calendars(domain: string): [string, string][] {
  const people = { brunner: `maximilian.brunner@${domain}`, kellermann: `sabine.kellermann@${domain}` };
  const outlook = { program: '-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN', zone: 'W. Europe Standard Time' };
  const nextcloud = { program: '-//IDN nextcloud.com//Calendar app 5.2.0//EN', zone: 'Europe/Berlin' };
  return [
    [`${people.brunner}/calendar.ics`, calendarText(outlook, [...managementMeeting(people), ...holidays, ...brunner])],
    [`${people.kellermann}/calendar.ics`, calendarText(outlook, [...managementMeeting(people), ...kellermann])],
    [`tobias.riedl@${domain}/calendar.ics`, calendarText(outlook, riedl)],
    [`emre.yildiz@${domain}/calendar.ics`, calendarText(nextcloud, yildiz)],
    [`besprechung.isar@${domain}/calendar.ics`, calendarText(outlook, room)],
  ];
}

function managementMeeting({
  brunner: chair,
  kellermann: guest,
}: {
  brunner: string;
  kellermann: string;
}): CalendarEvent[] {
  const uid = '040000008200E00074C5B7101A82E00800000000A0B1C2D3E4F5D901000000000000000010000000AABBCCDD';
  const people = [
    `ORGANIZER;CN="Maximilian Brunner":mailto:${chair}`,
    `ATTENDEE;CN="Sabine Kellermann";PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:${guest}`,
  ];
  const meeting = { uid, summary: 'Jour fixe Geschäftsleitung', location: 'Besprechungsraum Isar', extra: people };
  return [
    {
      ...meeting,
      start: '20260105T090000',
      end: '20260105T100000',
      rule: 'FREQ=WEEKLY;BYDAY=MO',
      without: ['20260406T090000', '20260525T090000'],
    },
    {
      ...meeting,
      summary: 'Jour fixe Geschäftsleitung (verlegt)',
      instead: '20260112T090000',
      start: '20260113T140000',
      end: '20260113T150000',
    },
  ];
}

const holidays: CalendarEvent[] = [
  {
    uid: 'feiertag-1',
    summary: 'Heilige Drei Könige',
    start: '20260106',
    end: '20260107',
    show: 'FREE',
    categories: 'Feiertag',
  },
  {
    uid: 'feiertag-2',
    summary: 'Ostermontag',
    start: '20260406',
    end: '20260407',
    show: 'FREE',
    categories: 'Feiertag',
  },
  {
    uid: 'feiertag-3',
    summary: 'Tag der Deutschen Einheit',
    start: '20261003',
    end: '20261004',
    show: 'FREE',
    rule: 'FREQ=YEARLY',
    categories: 'Feiertag',
  },
];

const brunner: CalendarEvent[] = [
  {
    uid: 'zahnarzt',
    summary: 'Zahnarzt Dr. Götz, Wurzelbehandlung',
    start: '20260211T153000',
    end: '20260211T163000',
    private: true,
    show: 'OOF',
  },
  { uid: 'skiurlaub', summary: 'Skiurlaub ⛷️', start: '20260216', end: '20260221', show: 'OOF', categories: 'Urlaub' },
  {
    uid: 'messe',
    summary: 'Messe „ISH“ Frankfurt',
    start: '20260316T070000',
    end: '20260318T200000',
    show: 'OOF',
    location: 'Messe Frankfurt, Halle 8',
  },
  {
    uid: 'geburtstag',
    summary: 'Hochzeitstag',
    start: '20260620',
    end: '20260621',
    private: true,
    show: 'FREE',
    rule: 'FREQ=YEARLY',
  },
];

const kellermann: CalendarEvent[] = [
  {
    uid: 'ust',
    summary: 'USt-Voranmeldung',
    start: '20260110T080000',
    end: '20260110T083000',
    rule: 'FREQ=MONTHLY;BYMONTHDAY=10',
    show: 'FREE',
  },
  {
    uid: 'kita',
    summary: 'Kita abholen',
    start: '20260107T160000',
    end: '20260107T170000',
    rule: 'FREQ=WEEKLY;BYDAY=WE,FR',
    private: true,
    show: 'OOF',
  },
  {
    uid: 'homeoffice',
    summary: 'Homeoffice',
    start: '20260108',
    end: '20260109',
    rule: 'FREQ=WEEKLY;BYDAY=TH',
    show: 'WORKINGELSEWHERE',
  },
];

const riedl: CalendarEvent[] = [
  {
    uid: 'vertrieb',
    summary: 'Vertriebsrunde',
    start: '20260107T083000',
    end: '20260107T093000',
    rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE',
    without: ['20260401T083000'],
  },
  {
    uid: 'vertrieb',
    summary: 'Vertriebsrunde mit Geschäftsleitung',
    instead: '20260204T083000',
    start: '20260204T083000',
    end: '20260204T110000',
  },
  {
    uid: 'hausbau',
    summary: 'Angebot Wohnbau Löw?',
    start: '20260122T130000',
    end: '20260122T140000',
    show: 'TENTATIVE',
    location: 'Pfaffenhofen',
  },
  {
    uid: 'sommerzeit',
    summary: 'Nachtarbeit in der Umstellungsnacht',
    start: '20260328T230000',
    end: '20260329T050000',
  },
];

const yildiz: CalendarEvent[] = [
  {
    uid: 'notdienst',
    summary: 'Notdienst',
    start: '20260109T170000',
    end: '20260112T070000',
    rule: 'FREQ=WEEKLY;INTERVAL=4;COUNT=13',
    categories: 'Bereitschaft',
  },
  {
    uid: 'wartung',
    summary: 'Wartung Bäckerei Götz',
    start: '20260114T053000',
    end: '20260114T073000',
    location: 'Kösching',
  },
  { uid: 'urlaub', summary: 'Urlaub', start: '20260803', end: '20260822', show: 'OOF' },
];

const room: CalendarEvent[] = [
  {
    uid: 'raum-1',
    summary: 'Maximilian Brunner',
    start: '20260105T090000',
    end: '20260105T100000',
    rule: 'FREQ=WEEKLY;BYDAY=MO',
  },
  { uid: 'raum-2', summary: 'Franziska Hölzl', start: '20260115T100000', end: '20260115T120000' },
];
