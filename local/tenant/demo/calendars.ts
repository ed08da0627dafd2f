import { weekly, type DemoEvent } from './calendar-event.ts';
import { calendarText, type Program } from './calendar-text.ts';
import { personalEvents } from './personal-events.ts';
import { Random } from './random.ts';
import { mailboxOf, people } from './staff.ts';
import { companyEvents, departmentEvents, managementMeeting } from './team-events.ts';

const programs: readonly Program[] = ['outlook', 'outlook', 'google', 'outlook', 'apple', 'outlook', 'nextcloud'];
/** Has no mailbox. */
const withoutCalendar = 'Mühlbauer';

/** The calendar files of the demo tenant: path below `mailboxes/` and text. */
export function calendars(domain: string): [string, string][] {
  const [chair, guest] = people.filter(({ department }) => department === 'Geschäftsleitung').map(mailboxOf);
  const meeting = managementMeeting(chair ?? '', guest ?? '');
  const own = people
    .filter(({ surname }) => surname !== withoutCalendar)
    .map((person, index): [string, string] => {
      const address = mailboxOf(person);
      const events = [
        ...(person.department === 'Geschäftsleitung' ? meeting : []),
        ...departmentEvents(person.department),
        ...personalEvents(person, new Random(`calendar ${address}`)),
        ...companyEvents,
      ];
      const program = index < 3 ? 'outlook' : (programs[index % programs.length] ?? 'outlook');
      return [`${address}/calendar.ics`, calendarText(program, events.map(uniquely(address)))];
    });
  return [...own, [`besprechung.isar@${domain}/calendar.ics`, calendarText('outlook', room)]];
}

/** Only the meeting has the same id in two calendars, as everything has that people were invited to. */
function uniquely(address: string): (event: DemoEvent) => DemoEvent {
  return (event) => (event.uid.length > 40 ? event : { ...event, uid: `${event.uid}-${address}` });
}

const room: DemoEvent[] = [
  weekly('raum-1', 'Maximilian Brunner', 'MO', ['0900', '1000']),
  weekly('raum-2', 'Tobias Riedl', 'WE', ['0830', '0930'], { interval: 2 }),
  weekly('raum-3', 'Franziska Hölzl', 'TU', ['1000', '1045']),
];
