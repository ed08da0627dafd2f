const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The instant at which the clocks of a zone (IANA) show a time, `YYYY-MM-DDTHH:mm:ss`. A time that they show twice is the first one;
 * one that they leave out is later by what they leave out, so a day without midnight begins when it begins.
 */
export function instantOf(wall: string, zone: string): Date {
  const shown = Date.parse(`${wall}Z`);
  // No zone changes its clocks twice within two days, so one of the two offsets around a change is right.
  const before = shown - offsetAt(shown - dayMs, zone);
  const after = shown - offsetAt(shown + dayMs, zone);
  const right = [before, after].filter((instant) => instant + offsetAt(instant, zone) === shown);
  return new Date(right.length === 0 ? before : Math.min(...right));
}

/** How far the clocks of a zone are ahead of UTC at an instant, both in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Map<string, number>();
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts.set(type, Number(value));
  const [year = 0, month = 1, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(
    (name) => parts.get(name),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
