import { weekly, type DemoEvent } from './calendar-event.ts';
import type { Random } from './random.ts';
import { specialEvents } from './special-events.ts';

/** Who somebody is, as far as it shows in a calendar. */
export interface Owner {
  surname: string;
  department: string;
}

type Habit = readonly [summary: string, from: string, to: string];

const weekDays = ['MO', 'TU', 'WE', 'TH', 'FR'] as const;
const atHome: readonly string[] = ['Vertrieb', 'Einkauf', 'Buchhaltung', 'Technik'];
const outside: readonly string[] = ['Vertrieb', 'Service', 'Technik'];
const customers = [
  'Bäckerei Götz',
  'Autohaus Köhler',
  'Hausverwaltung Löw',
  'Gasthof zur Post',
  'Kindergarten St. Josef',
  'Zahnarztpraxis Dr. Rieß',
  'Schreinerei Öchsner',
  'Wohnbau Donaumoos',
] as const;
const privately: readonly [Habit, ...Habit[]] = [
  ['Physiotherapie', '1630', '1730'],
  ['Kita abholen', '1545', '1630'],
  ['Chorprobe', '1830', '2000'],
  ['Elternabend', '1900', '2030'],
  ['Fahrschule Tochter', '1700', '1830'],
  ['Blutspenden', '1600', '1700'],
];

/** Everything in a calendar that only its owner has: what is made for this person, and what comes by chance. */
export function personalEvents(owner: Owner, random: Random): DemoEvent[] {
  return [
    ...specialEvents(owner.surname),
    ...(random.percent(75) ? [privateAppointment(random)] : []),
    ...(atHome.includes(owner.department) && random.percent(70) ? [homeOffice(random)] : []),
    ...(outside.includes(owner.department) ? customerVisits(random) : [focus(random)]),
    ...(random.percent(50) ? [lunch()] : []),
    ...[2026, 2027].map((year) => holidays(year, random)),
    anniversary(random),
  ];
}

function privateAppointment(random: Random): DemoEvent {
  const [summary, from, to] = random.pick(privately);
  const every = random.percent(40) ? { interval: 2 } : {};
  const text = 'Nicht vergessen: Unterlagen mitnehmen';
  return weekly('privat', summary, random.pick(weekDays), [from, to], { private: true, show: 'OOF', text, ...every });
}

function homeOffice(random: Random): DemoEvent {
  return weekly('homeoffice', 'Homeoffice', random.pick(weekDays), ['', ''], { show: 'WORKINGELSEWHERE' });
}

function customerVisits(random: Random): DemoEvent[] {
  return [1, 2, 3].map((place) => {
    const hour = random.pick(['0800', '1000', '1300', '1500']);
    const to = `${String(Number(hour.slice(0, 2)) + 1).padStart(2, '0')}30`;
    const customer = random.pick(customers);
    const show = random.percent(25) ? 'TENTATIVE' : 'BUSY';
    return weekly(
      `kunde-${place}`,
      `${random.pick(['Wartung', 'Angebot', 'Abnahme'])} ${customer}`,
      random.pick(weekDays),
      [hour, to],
      {
        interval: 1 + random.below(3),
        location: random.pick(['Ingolstadt', 'Kösching', 'Pfaffenhofen', 'Neuburg an der Donau', 'Eichstätt']),
        show,
        ...(random.percent(30) ? { text: 'Ansprechpartner vor Ort anrufen' } : {}),
      },
    );
  });
}

function focus(random: Random): DemoEvent {
  return weekly('konzentriert', 'Konzentriertes Arbeiten', random.pick(weekDays), ['1330', '1530'], {
    categories: ['_SF_DND_aktivieren'],
  });
}

function lunch(): DemoEvent {
  return weekly('mittag', 'Mittagspause', 'MO,TU,WE,TH,FR', ['1200', '1245'], { show: 'FREE' });
}

/** Two weeks in summer, from a Monday on. */
function holidays(year: number, random: Random): DemoEvent {
  const monday = new Date(Date.UTC(year, 5, 1 + 7 * random.below(13)));
  monday.setUTCDate(monday.getUTCDate() + ((8 - monday.getUTCDay()) % 7));
  const end = new Date(monday.getTime() + 12 * 86_400_000);
  return {
    uid: `urlaub-${year}`,
    summary: 'Urlaub',
    start: day(monday),
    end: day(end),
    show: 'OOF',
    categories: ['Urlaub'],
  };
}

function anniversary(random: Random): DemoEvent {
  const date = new Date(Date.UTC(2026, random.below(12), 1 + random.below(27)));
  const next = new Date(date.getTime() + 86_400_000);
  const summary = random.pick(['Hochzeitstag', 'Geburtstag Mama', 'Geburtstag Oma', 'Namenstag']);
  const shown = { show: 'FREE', private: true } as const;
  return { uid: 'jahrestag', summary, start: day(date), end: day(next), rule: 'FREQ=YEARLY', ...shown };
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10).replaceAll('-', '');
}
