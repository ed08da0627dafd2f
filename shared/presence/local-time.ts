/** What clock and calendar show somewhere; every part in two digits. */
export interface LocalTime {
  /** Year, month and day, to tell days apart. */
  date: string;
  month: string;
  day: string;
  /** `07:00` */
  clock: string;
}

/** Making a format costs a thousand times as much as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** What clock and calendar show at a moment in an IANA time zone. */
export function localTime(moment: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const [year, month, day] = [parts.get('year') ?? '', parts.get('month') ?? '', parts.get('day') ?? ''];
  const clock = `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`;
  return { date: `${year}-${month}-${day}`, month, day, clock };
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const two = '2-digit';
  const made = new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two },
  });
  formats.set(timeZone, made);
  return made;
}
