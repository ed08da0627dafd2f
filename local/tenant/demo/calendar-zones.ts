/** Zones of the demo's events: what Windows calls them, and since when and how they change their clocks. */
interface DemoZone {
  windows: string;
  standard: string;
  /** Offset in summer and on which Sundays it begins and ends, with the hours on the clock. */
  summer?: { offset: string; from: readonly [rule: string, hour: string]; to: readonly [rule: string, hour: string] };
}

const centralEurope: Omit<DemoZone, 'windows'> = {
  standard: '+0100',
  summer: { offset: '+0200', from: ['BYDAY=-1SU;BYMONTH=3', '02'], to: ['BYDAY=-1SU;BYMONTH=10', '03'] },
};
const northAmerica = { from: ['BYDAY=2SU;BYMONTH=3', '02'], to: ['BYDAY=1SU;BYMONTH=11', '02'] } as const;

const zones: Readonly<Record<string, DemoZone>> = {
  'Europe/Berlin': { windows: 'W. Europe Standard Time', ...centralEurope },
  'Europe/Istanbul': { windows: 'Turkey Standard Time', standard: '+0300' },
  'Asia/Shanghai': { windows: 'China Standard Time', standard: '+0800' },
  'America/New_York': {
    windows: 'Eastern Standard Time',
    standard: '-0500',
    summer: { offset: '-0400', ...northAmerica },
  },
  'America/Los_Angeles': {
    windows: 'Pacific Standard Time',
    standard: '-0800',
    summer: { offset: '-0700', ...northAmerica },
  },
};

export function windowsName(zone: string): string {
  return zones[zone]?.windows ?? zone;
}

/** The definition of a zone in a calendar file: Outlook begins in 1601, the others in the year of the rules. */
export function zoneLines(zone: string, style: 'outlook' | 'other'): string[] {
  const { windows = zone, standard = '+0000', summer } = zones[zone] ?? {};
  const year = style === 'outlook' ? '1601' : '1970';
  const name = style === 'outlook' ? [`TZID:${windows}`] : [`TZID:${zone}`, `X-LIC-LOCATION:${zone}`];
  const part = (kind: string, from: string, to: string, [rule, hour]: readonly [string, string]): string[] => [
    `BEGIN:${kind}`,
    `DTSTART:${firstDay(year, rule)}T${hour}0000`,
    ...(rule === '' ? [] : [`RRULE:FREQ=YEARLY;${rule}`]),
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    `END:${kind}`,
  ];
  const parts =
    summer === undefined
      ? part('STANDARD', standard, standard, ['', '00'])
      : [
          ...part('STANDARD', summer.offset, standard, summer.to),
          ...part('DAYLIGHT', standard, summer.offset, summer.from),
        ];
  return ['BEGIN:VTIMEZONE', ...name, ...parts, 'END:VTIMEZONE'];
}

/** The day on which a rule such as `BYDAY=-1SU;BYMONTH=3` falls in a year. */
function firstDay(year: string, rule: string): string {
  const [, place, month] = /^BYDAY=(-?\d)SU;BYMONTH=(\d+)$/.exec(rule) ?? [];
  if (place === undefined || month === undefined) return `${year}0101`;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const sundays = Array.from({ length: days }, (_, index) => index + 1).filter(
    (day) => new Date(Date.UTC(Number(year), Number(month) - 1, day)).getUTCDay() === 0,
  );
  const day = sundays.at(place === '-1' ? -1 : Number(place) - 1) ?? 1;
  return `${year}${month.padStart(2, '0')}${String(day).padStart(2, '0')}`;
}
