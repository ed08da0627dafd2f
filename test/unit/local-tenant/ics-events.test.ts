import { describe, expect, test } from 'vitest';

import { readCalendar } from '../../../local/tenant/calendar.ts';
import { calendarFile, read, readOne, vevent } from './ics.ts';

const hour = ['DTSTART:20260310T080000Z', 'DTEND:20260310T090000Z'];

describe('an event of a calendar file', () => {
  test('says what it is about', () => {
    const { properties, uid } = readOne(
      ...hour,
      'LOCATION:Halle 8\\, Messe',
      'DESCRIPTION:Vertretung\\n@@Extern: 0841 1234\\n',
      'CATEGORIES:Kunde,_SF_DND_aktivieren',
      'CATEGORIES:Urlaub',
    );
    expect(uid).toBe('1');
    expect(properties).toMatchObject({
      subject: 'One',
      location: { displayName: 'Halle 8, Messe' },
      body: { contentType: 'text', content: 'Vertretung\n@@Extern: 0841 1234\n' },
      categories: ['Kunde', '_SF_DND_aktivieren', 'Urlaub'],
      showAs: 'busy',
      sensitivity: 'normal',
      isCancelled: false,
      responseStatus: { response: 'organizer' },
    });
  });

  test.each([
    [['X-MICROSOFT-CDO-BUSYSTATUS:OOF', 'TRANSP:TRANSPARENT'], 'oof'],
    [['X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE'], 'workingElsewhere'],
    [['X-MICROSOFT-CDO-BUSYSTATUS:tentative'], 'tentative'],
    [['TRANSP:TRANSPARENT'], 'free'],
    [['STATUS:TENTATIVE'], 'tentative'],
    [['TRANSP:OPAQUE', 'STATUS:CONFIRMED'], 'busy'],
  ])('is shown as its program says: %j', (lines, showAs) => {
    expect(readOne(...hour, ...lines).properties.showAs).toBe(showAs);
  });

  test.each([
    ['CLASS:PUBLIC', 'normal'],
    ['CLASS:PRIVATE', 'private'],
    ['CLASS:CONFIDENTIAL', 'confidential'],
  ])('%s is %s', (line, sensitivity) => {
    expect(readOne(...hour, line).properties.sensitivity).toBe(sensitivity);
  });

  test('knows what its owner answered, and that it was cancelled', () => {
    const lines = ['ORGANIZER;CN=Max:mailto:max@x.example', 'ATTENDEE;PARTSTAT=DECLINED:MAILTO:Eva@X.example'];
    const { properties } = readOne(...hour, ...lines, 'STATUS:CANCELLED');
    expect(properties).toMatchObject({
      isCancelled: true,
      responseStatus: { response: 'declined' },
      organizer: { emailAddress: { name: 'Max', address: 'max@x.example' } },
    });
  });

  test.each([
    ['X-ALT-DESC;FMTTYPE=text/html:<p>Hallo<br>@@Extern: 42</p>', '<p>Hallo<br>@@Extern: 42</p>'],
    ['DESCRIPTION:Hallo<br>@@Extern: 42', 'Hallo<br>@@Extern: 42'],
  ])('has a text in HTML: %s', (line, content) => {
    expect(readOne(...hour, line).properties.body).toEqual({ contentType: 'html', content });
  });

  test('that cannot be read costs only itself', () => {
    const warnings: string[] = [];
    const file = calendarFile(
      ...vevent('SUMMARY:No start'),
      ...vevent('DTSTART:20260310T090000Z', 'DTEND:20260310T080000Z'),
      ...vevent('DTSTART:20260310T090000Z', 'RRULE:FREQ=HOURLY'),
      ...vevent(...hour),
    );
    const events = readCalendar(file, 'calendar.ics', (_, message) => warnings.push(message));
    expect(events).toHaveLength(1);
    expect(warnings).toEqual([
      'the event "One" was left out: it has no start',
      'the event "One" was left out: it ends before it begins',
      'the event "One" was left out: no calendar repeats events hourly',
    ]);
  });
});

describe('the times of an event', () => {
  const times = (...lines: string[]): unknown[] => {
    const { start, end, isAllDay } = readOne(...lines);
    return [`${start.wall} ${start.zone}`, `${end.wall} ${end.zone}`, isAllDay];
  };

  test.each([
    [['DTSTART:20260310T080000Z', 'DURATION:PT1H30M'], '2026-03-10T08:00:00 UTC', '2026-03-10T09:30:00 UTC', false],
    [['DTSTART:20260310T080000Z'], '2026-03-10T08:00:00 UTC', '2026-03-10T08:00:00 UTC', false],
    [
      ['DTSTART;TZID=Asia/Kathmandu:20260310T080000', 'DTEND;TZID=America/New_York:20260310T080000'],
      '2026-03-10T08:00:00 Asia/Kathmandu',
      '2026-03-10T08:00:00 America/New_York',
      false,
    ],
    [
      ['DTSTART;TZID="Romance Standard Time":20260310T080000'],
      '2026-03-10T08:00:00 Europe/Paris',
      '2026-03-10T08:00:00 Europe/Paris',
      false,
    ],
    [
      ['DTSTART:20260310T080000', 'DTEND:20260310T090000'],
      '2026-03-10T08:00:00 Europe/Berlin',
      '2026-03-10T09:00:00 Europe/Berlin',
      false,
    ],
    [['DTSTART;VALUE=DATE:20260310'], '2026-03-10T00:00:00 Europe/Berlin', '2026-03-11T00:00:00 Europe/Berlin', true],
    [
      ['DTSTART;VALUE=DATE:20260310', 'DTEND;VALUE=DATE:20260313'],
      '2026-03-10T00:00:00 Europe/Berlin',
      '2026-03-13T00:00:00 Europe/Berlin',
      true,
    ],
    [
      ['DTSTART;VALUE=DATE:20260310', 'DTEND;VALUE=DATE:20260310'],
      '2026-03-10T00:00:00 Europe/Berlin',
      '2026-03-11T00:00:00 Europe/Berlin',
      true,
    ],
    [
      ['DTSTART:20260310T000000', 'DTEND:20260311T000000', 'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE'],
      '2026-03-10T00:00:00 Europe/Berlin',
      '2026-03-11T00:00:00 Europe/Berlin',
      true,
    ],
  ])('%j', (lines, start, end, allDay) => {
    expect(times(...lines)).toEqual([start, end, allDay]);
  });

  test('without a zone are where the calendar says', () => {
    const file = calendarFile('X-WR-TIMEZONE:Asia/Tokyo', ...vevent('DTSTART:20260310T080000'));
    expect(read(file)[0]?.start).toEqual({ wall: '2026-03-10T08:00:00', zone: 'Asia/Tokyo', zoneName: 'Asia/Tokyo' });
  });

  const definition = (tzid: string, ...more: string[]): string[] => [
    ...['BEGIN:VTIMEZONE', `TZID:${tzid}`, ...more],
    ...['BEGIN:STANDARD', 'DTSTART:16011104T020000', 'RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11'],
    ...['TZOFFSETFROM:-0400', 'TZOFFSETTO:-0500', 'END:STANDARD'],
    ...['BEGIN:DAYLIGHT', 'DTSTART:16010311T020000', 'RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3'],
    ...['TZOFFSETFROM:-0500', 'TZOFFSETTO:-0400', 'END:DAYLIGHT', 'END:VTIMEZONE'],
  ];

  test.each([
    // Which has New York's clocks.
    ['Customized Time Zone', [], 'America/Grand_Turk', 'tzone://Microsoft/Custom'],
    ['(UTC-05:00) Eastern Time', [], 'America/Grand_Turk', 'tzone://Microsoft/Custom'],
    ['zone 1', ['X-LIC-LOCATION:America/Toronto'], 'America/Toronto', 'America/Toronto'],
    ['/mozilla.org/20050126_1/America/Detroit', [], 'America/Detroit', 'America/Detroit'],
  ])('in a zone that is only defined in the file: %s', (tzid, more, zone, zoneName) => {
    const file = calendarFile(...definition(tzid, ...more), ...vevent(`DTSTART;TZID="${tzid}":20260710T080000`));
    expect(read(file)[0]?.start).toEqual({ wall: '2026-07-10T08:00:00', zone, zoneName });
  });
});
