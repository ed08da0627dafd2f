import { describe, expect, test } from 'vitest';

import { calendarFile, starts, vevent } from './ics.ts';

const nine = ['DTSTART;TZID=Europe/Berlin:20260302T090000', 'DTEND;TZID=Europe/Berlin:20260302T100000'];
const march = ['2026-03-01T00:00:00Z', '2026-04-15T00:00:00Z'] as const;

function series(...lines: string[]): string[] {
  return starts(calendarFile(...vevent(...lines)), ...march);
}

describe('a series of a calendar file', () => {
  test.each([
    ['FREQ=WEEKLY;BYDAY=MO;COUNT=3', ['2026-03-02T08:00', '2026-03-09T08:00', '2026-03-16T08:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=4', ['2026-03-02', '2026-03-04', '2026-03-16', '2026-03-18']],
    ['FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316T080000Z', ['2026-03-02', '2026-03-09', '2026-03-16']],
    ['FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316T075959Z', ['2026-03-02', '2026-03-09']],
    ['FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316', ['2026-03-02', '2026-03-09', '2026-03-16']],
    ['FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316T090000', ['2026-03-02', '2026-03-09', '2026-03-16']],
    ['FREQ=DAILY;INTERVAL=20', ['2026-03-02T08:00', '2026-03-22T08:00', '2026-04-11T07:00']],
    ['FREQ=MONTHLY;BYDAY=-1MO', ['2026-03-30T07:00']],
    ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1', ['2026-03-27T08:00']],
    ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=1,2;COUNT=3', ['2026-03-06', '2026-03-13', '2026-04-03']],
    ['FREQ=MONTHLY;BYMONTHDAY=2', ['2026-03-02T08:00', '2026-04-02T07:00']],
    ['FREQ=YEARLY', ['2026-03-02T08:00']],
  ])('%s', (rule, expected) => {
    const found = series(...nine, `RRULE:${rule}`);
    expect(found.map((start, index) => start.slice(0, expected[index]?.length))).toEqual(expected);
  });

  test('runs on without an end, at nine in summer and winter', () => {
    const file = calendarFile(...vevent(...nine, 'RRULE:FREQ=WEEKLY;BYDAY=MO'));
    expect(starts(file, '2034-03-20T00:00:00Z', '2034-04-01T00:00:00Z')).toEqual([
      '2034-03-20T08:00',
      '2034-03-27T07:00',
    ]);
  });

  test.each([
    'EXDATE;TZID=Europe/Berlin:20260309T090000,20260316T090000',
    'EXDATE:20260309T080000Z,20260316T080000Z',
    'EXDATE;VALUE=DATE:20260309,20260316',
    'EXDATE;TZID="Tokyo Standard Time":20260309T170000,20260316T170000',
  ])('leaves out what %s says', (line) => {
    expect(series(...nine, 'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4', line)).toEqual([
      '2026-03-02T08:00',
      '2026-03-23T08:00',
    ]);
  });

  test('has more dates than its rule, or nothing but dates', () => {
    const more = 'RDATE;TZID=Europe/Berlin:20260305T140000';
    expect(series(...nine, 'RRULE:FREQ=WEEKLY;COUNT=2', more)).toEqual([
      '2026-03-02T08:00',
      '2026-03-05T13:00',
      '2026-03-09T08:00',
    ]);
    expect(series(...nine, more)).toEqual(['2026-03-02T08:00', '2026-03-05T13:00']);
  });

  const weekly = vevent(...nine, 'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3');
  const instead = (original: string, start: string): string[] => [
    ...['BEGIN:VEVENT', 'UID:1', 'SUMMARY:Moved', `RECURRENCE-ID${original}`],
    ...[`DTSTART;TZID=Europe/Berlin:${start}`, 'DURATION:PT1H', 'END:VEVENT'],
  ];

  test.each([':20260309T080000Z', ';TZID=Europe/Berlin:20260309T090000', ';VALUE=DATE:20260309'])(
    'has something else instead of the one with RECURRENCE-ID%s, wherever that is in the file',
    (original) => {
      const expected = ['2026-03-02T08:00', '2026-03-12T13:00 Moved', '2026-03-16T08:00'];
      const exception = instead(original, '20260312T140000');
      expect(starts(calendarFile(...weekly, ...exception), ...march)).toEqual(expected);
      expect(starts(calendarFile(...exception, ...weekly), ...march)).toEqual(expected);
    },
  );

  test('has an exception that moves into a window from far away', () => {
    const file = calendarFile(...weekly, ...instead(';TZID=Europe/Berlin:20260309T090000', '20260912T140000'));
    expect(starts(file, '2026-09-12T00:00:00Z', '2026-09-13T00:00:00Z')).toEqual(['2026-09-12T12:00 Moved']);
  });

  test('that is not in the file leaves its exceptions as events of their own', () => {
    const file = calendarFile(...instead(':20260309T080000Z', '20260312T140000'));
    expect(starts(file, ...march)).toEqual(['2026-03-12T13:00 Moved']);
  });

  test('of whole days is of whole days', () => {
    const file = calendarFile(
      ...vevent('DTSTART;VALUE=DATE:20260302', 'RRULE:FREQ=WEEKLY;UNTIL=20260316', 'EXDATE;VALUE=DATE:20260309'),
    );
    expect(starts(file, ...march)).toEqual(['2026-03-01T23:00', '2026-03-15T23:00']);
  });
});
