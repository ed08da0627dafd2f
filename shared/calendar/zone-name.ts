import { windowsZones } from './windows-zones.ts';

const byWindowsName = new Map(Object.entries(windowsZones).map(([name, zone]) => [name.toLowerCase(), zone]));
const universal = /^(?:UTC|GMT|Z|Etc\/UTC|tzone:\/\/Microsoft\/Utc)$/i;

/**
 * The IANA name of a time zone that Exchange names as Windows or as IANA does, in any case; undefined for a name that says nothing to
 * anybody else, such as `tzone://Microsoft/Custom` or `Customized Time Zone`.
 */
export function fromZoneName(name: string): string | undefined {
  const trimmed = name.trim();
  if (universal.test(trimmed)) return 'UTC';
  return byWindowsName.get(trimmed.toLowerCase()) ?? (isIanaName(trimmed) ? trimmed : undefined);
}

function isIanaName(name: string): boolean {
  // Abbreviations and offsets, which JavaScript takes too, are no places.
  if (!/^[A-Za-z]\w*(?:\/[\w+-]+)+$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
