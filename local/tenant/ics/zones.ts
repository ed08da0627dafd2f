import ICAL from 'ical.js';

import { zoneByWindowsName } from '../zones/windows-names.ts';
import { instantOf, offsetAt, zoneNamed } from '../zones/zone-time.ts';

/** A zone as a file names it, and where that is. */
export interface Zone {
  /** IANA name. */
  zone: string;
  zoneName: string;
}

/** What Exchange calls a zone of somebody's own making. */
const custom = 'tzone://Microsoft/Custom';

/** Where most of those who try this have their mailboxes; floating times are there unless the file says otherwise. */
const home: Zone = { zone: 'Europe/Berlin', zoneName: 'W. Europe Standard Time' };

/** The time zones of one calendar file. */
export class Zones {
  readonly floating: Zone;
  readonly #defined: ReadonlyMap<string, ICAL.Component>;
  readonly #known = new Map<string, Zone>();

  constructor(calendar: ICAL.Component) {
    const definitions = calendar.getAllSubcomponents('vtimezone');
    this.#defined = new Map(definitions.map((zone) => [String(zone.getFirstPropertyValue('tzid')), zone]));
    const stated = calendar.getFirstPropertyValue('x-wr-timezone');
    this.floating = typeof stated === 'string' && zoneNamed(stated) !== undefined ? this.named(stated) : home;
  }

  /** The zone behind a TZID: by its name, or by the definition in the file; one that nothing is known of is where floating times are. */
  named(tzid: string): Zone {
    const known = this.#known.get(tzid) ?? this.#find(tzid);
    this.#known.set(tzid, known);
    return known;
  }

  #find(tzid: string): Zone {
    const named = zoneNamed(tzid);
    if (named !== undefined) return { zone: named, zoneName: tzid };
    const definition = this.#defined.get(tzid);
    const place = definition?.getFirstPropertyValue('x-lic-location');
    const zone = placeWithin(tzid) ?? zoneNamed(typeof place === 'string' ? place : '');
    if (zone !== undefined) return { zone, zoneName: zone };
    const alike = definition === undefined ? undefined : zoneLike(definition, this.floating.zone);
    return alike === undefined ? this.floating : { zone: alike, zoneName: custom };
  }
}

/** `/mozilla.org/20050126_1/Europe/Berlin` ends in a name. */
function placeWithin(tzid: string): string | undefined {
  const parts = tzid.split('/');
  return parts.map((_, index) => zoneNamed(parts.slice(index).join('/'))).find((zone) => zone !== undefined);
}

/** A zone whose clocks are set like those of a definition all through a year; the preferred one if it will do. */
function zoneLike(definition: ICAL.Component, preferred: string): string | undefined {
  const timezone = new ICAL.Timezone(definition);
  const noons = Array.from({ length: 53 }, (_, week) => new Date(Date.UTC(2026, 0, 1 + 7 * week, 12)));
  const walls = noons.map((noon) => noon.toISOString().slice(0, 19));
  const wanted = walls.map((wall) => timezone.utcOffset(ICAL.Time.fromDateTimeString(wall)) * 1000);
  const candidates = [preferred, ...new Set(zoneByWindowsName.values())];
  return candidates.find((zone) =>
    walls.every((wall, index) => offsetAt(instantOf(wall, zone), zone) === wanted[index]),
  );
}
