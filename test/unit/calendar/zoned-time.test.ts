import { describe, expect, it } from 'vitest';
import { zoneByWindowsName } from '../../../local/tenant/zones/windows-names.ts';
import { instantOf as simulatedInstantOf } from '../../../local/tenant/zones/zone-time.ts';
import { fromZoneName } from '../../../shared/calendar/zone-name.ts';
import { windowsZones } from '../../../shared/calendar/windows-zones.ts';
import { instantOf } from '../../../shared/calendar/zoned-time.ts';

describe('the instant of a time on the clocks of a zone', () => {
  it.each([
    ['2026-03-10T09:00:00', 'Europe/Berlin', '2026-03-10T08:00:00.000Z'],
    ['2026-07-10T09:00:00', 'Europe/Berlin', '2026-07-10T07:00:00.000Z'],
    // Left out, and shown twice.
    ['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    // Half an hour of summer time.
    ['2026-04-05T01:45:00', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
    ['2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['2026-03-10T00:00:00', 'Asia/Kathmandu', '2026-03-09T18:15:00.000Z'],
    ['2026-03-10T00:00:00', 'Pacific/Kiritimati', '2026-03-09T10:00:00.000Z'],
    ['2026-03-10T00:00:00', 'America/St_Johns', '2026-03-10T02:30:00.000Z'],
    // Days that begin at one o'clock, and midnights that come twice.
    ['2026-03-08T00:00:00', 'America/Havana', '2026-03-08T05:00:00.000Z'],
    ['2026-11-01T00:00:00', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    ['2026-04-24T00:00:00', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['2026-03-10T09:00:00', 'UTC', '2026-03-10T09:00:00.000Z'],
  ])('%s in %s is %s', (wall, zone, instant) => {
    expect(instantOf(wall, zone).toISOString()).toBe(instant);
    expect(simulatedInstantOf(wall, zone).toISOString()).toBe(instant);
  });
});

describe('names of zones', () => {
  it('of Windows all lead to a zone that this machine knows', () => {
    const zones = Object.entries(windowsZones);
    expect(zones).toHaveLength(141);
    for (const [name, zone] of zones) expect(fromZoneName(name), name).toBe(zone);
    for (const zone of Object.values(windowsZones)) expect(() => instantOf('2026-01-01T00:00:00', zone)).not.toThrow();
  });

  it('of Windows are the same in the simulator, which has a list of its own', () => {
    const ours = Object.entries(windowsZones).map(([name, zone]) => [name.toLowerCase(), zone]);
    expect(new Map(ours as [string, string][])).toEqual(new Map(zoneByWindowsName));
  });

  it.each(['CET', 'EST5EDT', '+01:00', 'Mars/Olympus', 'Customized Time Zone', 'tzone://Microsoft/Custom', '', '../x'])(
    'does not take %j for one',
    (name) => {
      expect(fromZoneName(name)).toBeUndefined();
    },
  );
});
