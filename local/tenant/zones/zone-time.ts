import { zoneByWindowsName } from './windows-names.ts';

/** A time on a clock on the wall, `YYYY-MM-DDTHH:mm:ss`, without saying where. */
export type WallTime = string;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Offsets by zone and quarter of an hour: zones change at no finer steps, and asking for one takes long. */
const offsets = new Map<string, number>();
const quarter = 900_000;
const keptOffsets = 100_000;

/** The IANA name of a zone that is named as IANA or Windows does, in any case; undefined for any other name. */
export function zoneNamed(name: string): string | undefined {
  const trimmed = name.trim();
  const ofWindows = zoneByWindowsName.get(trimmed.toLowerCase());
  if (ofWindows !== undefined) return ofWindows;
  if (/^(?:utc|gmt|z|etc\/utc|tzone:\/\/microsoft\/utc)$/i.test(trimmed)) return 'UTC';
  return trimmed.includes('/') && formatOf(trimmed) !== undefined ? trimmed : undefined;
}

/** The instant at which the clocks of a zone show a time, the first one when they show it twice; later by the gap when never. */
export function instantOf(wall: WallTime, zone: string): Date {
  const shown = Date.parse(`${wall}Z`);
  if (zone === 'UTC') return new Date(shown);
  const day = 86_400_000;
  const before = shown - offsetAt(new Date(shown - day), zone);
  if (before + offsetAt(new Date(before), zone) === shown) return new Date(before);
  const after = shown - offsetAt(new Date(shown + day), zone);
  return new Date(after + offsetAt(new Date(after), zone) === shown ? after : before);
}

/** What the clocks of a zone show at an instant. */
export function wallTimeOf(instant: Date, zone: string): WallTime {
  return wallTime(instant.getTime() + offsetAt(instant, zone));
}

/** A wall time moved by milliseconds, as if there were no summer time. */
export function moved(wall: WallTime, milliseconds: number): WallTime {
  return wallTime(Date.parse(`${wall}Z`) + milliseconds);
}

/** Milliseconds from one wall time to another, as if there were no summer time. */
export function between(from: WallTime, to: WallTime): number {
  return Date.parse(`${to}Z`) - Date.parse(`${from}Z`);
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: Date, zone: string): number {
  if (zone === 'UTC') return 0;
  const key = `${zone} ${Math.floor(instant.getTime() / quarter)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = readOffset(instant, zone);
  if (offsets.size >= keptOffsets) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function readOffset(instant: Date, zone: string): number {
  const text = formatOf(zone)
    ?.formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text ?? '') ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === '-' ? -size : size) * 1000;
}

function wallTime(milliseconds: number): WallTime {
  return new Date(milliseconds).toISOString().slice(0, 19);
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
    return format;
  } catch {
    return undefined;
  }
}
