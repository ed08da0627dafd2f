import { series, weekly, yearly, type DemoEvent } from './calendar-event.ts';

/** The technicians take turns; somebody is on call at any hour. */
const onCall = ['Yıldız', 'Grünwald', 'Maier', 'Öttl'];

/** What only the owner of a surname has. */
export function specialEvents(surname: string): DemoEvent[] {
  const turn = onCall.indexOf(surname);
  return [...(bySurname[surname] ?? []), ...(turn < 0 ? [] : [duty(turn), ...tours(turn)])];
}

/** The working day of a technician. */
function tours(turn: number): DemoEvent[] {
  const area = ['Nord', 'Süd', 'West', 'Landkreis'][turn] ?? '';
  const days = 'MO,TU,WE,TH,FR';
  return [
    weekly('tour-1', `Tour ${area}`, days, ['0730', '1145'], { location: 'unterwegs' }),
    weekly('tour-2', `Tour ${area}`, days, ['1245', '1600'], { location: 'unterwegs' }),
  ];
}

/** A week from Friday to Friday, every fourth one. */
function duty(turn: number): DemoEvent {
  const day = (days: number): string =>
    new Date(Date.UTC(2026, 0, 2 + days)).toISOString().slice(0, 10).replaceAll('-', '');
  return {
    uid: 'notdienst',
    summary: 'Notdienst',
    start: `${day(7 * turn)}T160000`,
    end: `${day(7 * turn + 7)}T160000`,
    rule: 'FREQ=WEEKLY;INTERVAL=4',
    show: 'WORKINGELSEWHERE',
    categories: ['Bereitschaft', '_SF_AUL_extern_aktivieren'],
    text: `Rufbereitschaft, Störungen direkt auf das Handy\n@@Extern: 0176 / 040 69-0${10 + turn}`,
  };
}

const bySurname: Readonly<Record<string, readonly DemoEvent[]>> = {
  Brunner: [
    {
      uid: 'zahnarzt',
      summary: 'Zahnarzt Dr. Götz, Wurzelbehandlung',
      start: '20260211T153000',
      end: '20260211T163000',
      private: true,
      show: 'OOF',
    },
    {
      uid: 'messe',
      summary: 'Messe „ISH“ Frankfurt',
      start: '20270315T070000',
      end: '20270317T200000',
      show: 'OOF',
      location: 'Messe Frankfurt, Halle 8',
      categories: ['_SF_Voicemail_extern_aktiviern'],
    },
    yearly('hochzeitstag', 'Hochzeitstag', '20260620', '20260621', { private: true }),
  ],
  Kellermann: [
    {
      uid: 'ust',
      summary: 'USt-Voranmeldung',
      start: '20260110T080000',
      end: '20260110T083000',
      rule: 'FREQ=MONTHLY;BYMONTHDAY=10',
      show: 'FREE',
    },
    {
      uid: 'monatsabschluss',
      summary: 'Monatsabschluss',
      start: '20260130T130000',
      end: '20260130T170000',
      rule: 'FREQ=MONTHLY;BYDAY=-1FR',
      categories: ['_SF_DND_aktivieren', '_SF_Voicemail_intern_aktivieren'],
    },
  ],
  Riedl: [
    weekly('boston', 'Abstimmung mit Boston (Videokonferenz)', 'TU', ['0900', '0930'], { zone: 'America/New_York' }),
    {
      uid: 'flug',
      summary: 'Flug MUC–LAX, LH452',
      start: '20270118T113000',
      end: '20270118T144500',
      endZone: 'America/Los_Angeles',
      show: 'OOF',
    },
    {
      uid: 'las-vegas',
      summary: 'AHR Expo',
      start: '20270119T090000',
      end: '20270119T180000',
      zone: 'America/Los_Angeles',
      show: 'OOF',
      location: 'Convention Center, Las Vegas',
      text: 'Vertretung: Nicole\n@extern: 0841 1100 121',
      categories: ['_SF_AUL_extern_aktivieren'],
    },
    {
      uid: 'umstellung',
      summary: 'Nachtarbeit in der Umstellungsnacht',
      start: '20260328T230000',
      end: '20260329T050000',
    },
  ],
  Demir: [weekly('istanbul', 'Lieferant Yılmaz Isı, Istanbul', 'WE', ['1000', '1030'], { zone: 'Europe/Istanbul' })],
  Hölzl: [
    {
      uid: 'shenzhen',
      summary: 'Wärmepumpen, Werk Shenzhen',
      start: '20260108T150000',
      end: '20260108T160000',
      zone: 'Asia/Shanghai',
      rule: 'FREQ=MONTHLY;BYDAY=2TH',
    },
  ],
  Thalhammer: [
    weekly('telefonzeit', 'Disposition besetzt', 'MO,TU,WE,TH,FR', ['0720', '1200'], {
      show: 'FREE',
      categories: ['_SF_Ignorieren'],
    }),
    ...series(
      weekly('tourenplanung', 'Tourenplanung Folgewoche', 'FR', ['1300', '1430'], {
        categories: ['_SF_Funktionstasten_aktivieren'],
        until: '20291228',
      }),
      { instead: '20260130T130000', start: '20260129T130000', end: '20260129T143000' },
    ),
  ],
};
