import { series, weekly, yearly, type DemoEvent } from './calendar-event.ts';

/** What is in everybody's calendar: holidays in Bavaria on fixed days, and the days between the years. */
export const companyEvents: readonly DemoEvent[] = [
  holiday('neujahr', 'Neujahr', '0101', '0102'),
  holiday('dreikoenig', 'Heilige Drei Könige', '0106', '0107'),
  holiday('maifeiertag', 'Tag der Arbeit', '0501', '0502'),
  holiday('himmelfahrt', 'Mariä Himmelfahrt', '0815', '0816'),
  holiday('einheit', 'Tag der Deutschen Einheit', '1003', '1004'),
  holiday('allerheiligen', 'Allerheiligen', '1101', '1102'),
  holiday('weihnachten', 'Weihnachten', '1225', '1227'),
  yearly('betriebsurlaub', 'Betriebsurlaub', '20261228', '20270101', { show: 'OOF', categories: ['Urlaub'] }),
];

/** The meetings of a department. */
export function departmentEvents(department: string): readonly DemoEvent[] {
  return byDepartment[department] ?? [];
}

/** The management meeting: moved once, and not on holidays. */
export function managementMeeting(chair: string, guest: string): DemoEvent[] {
  const meeting = weekly(
    '040000008200E00074C5B7101A82E00800000000A0B1C2D3E4F5D901000000000000000010000000AABBCCDD',
    'Jour fixe Geschäftsleitung',
    'MO',
    ['0900', '1000'],
    {
      location: 'Besprechungsraum Isar',
      without: ['20260406T090000', '20260525T090000'],
      extra: [
        `ORGANIZER;CN="Maximilian Brunner":mailto:${chair}`,
        `ATTENDEE;CN="Maximilian Brunner";PARTSTAT=ACCEPTED:mailto:${chair}`,
        `ATTENDEE;CN="Sabine Kellermann";PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:${guest}`,
      ],
    },
  );
  return series(meeting, {
    instead: '20260112T090000',
    summary: 'Jour fixe Geschäftsleitung (verlegt)',
    start: '20260113T140000',
    end: '20260113T150000',
  });
}

const byDepartment: Readonly<Record<string, readonly DemoEvent[]>> = {
  Vertrieb: series(
    weekly('vertriebsrunde', 'Vertriebsrunde', 'WE', ['0830', '0930'], {
      interval: 2,
      location: 'Besprechungsraum Isar',
      without: ['20260401T083000'],
    }),
    {
      instead: '20260204T083000',
      summary: 'Vertriebsrunde mit Geschäftsleitung',
      start: '20260204T083000',
      end: '20260204T110000',
    },
    { instead: '20260218T083000', cancelled: true, start: '20260218T083000', end: '20260218T093000' },
  ),
  Service: [
    weekly('morgenrunde', 'Morgenrunde Service', 'MO,TU,WE,TH,FR', ['0700', '0720'], {
      text: 'Einsatzplan, offene Störungen, Ersatzteile',
    }),
    weekly('werkzeug', 'Werkzeugausgabe und Fahrzeugcheck', 'FR', ['1430', '1500'], { show: 'TENTATIVE' }),
  ],
  Einkauf: [weekly('einkauf', 'Jour fixe Einkauf', 'TU', ['1000', '1045'], { location: 'Besprechungsraum Isar' })],
  Buchhaltung: [
    weekly('belege', 'Belege buchen', 'MO,TU,WE', ['0800', '1130'], { categories: ['Finanzen'] }),
    weekly('zahllauf', 'Zahllauf', 'TH', ['0800', '1000'], {
      categories: ['Finanzen', '_SF_DND_aktivieren'],
      text: 'Bitte nicht stören, die Bank schließt um 10 Uhr.',
    }),
  ],
  Technik: [
    weekly('baubesprechung', 'Baubesprechung Neubau Klinikum', 'TH', ['1400', '1600'], {
      location: 'Baustelle Klinikum, Container 3',
      show: 'OOF',
      categories: ['Baustelle', '_SF_AUL_extern_aktivieren'],
      text: 'Auf der Baustelle ist kaum Netz.\n@@Extern: +49 841 1100-144\n@@Intern: 144',
    }),
  ],
  Lager: [
    weekly('inventur', 'Lager geschlossen, Nachbestellung', 'TU,TH', ['0830', '1130'], { show: 'TENTATIVE' }),
    weekly('wareneingang', 'Wareneingang', 'MO,WE,FR', ['0600', '0900']),
  ],
};

function holiday(uid: string, summary: string, from: string, to: string): DemoEvent {
  return yearly(uid, summary, `2026${from}`, `2026${to}`, { categories: ['Feiertag'] });
}
