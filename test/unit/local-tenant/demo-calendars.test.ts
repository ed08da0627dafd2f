import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { Calendars } from '../../../local/graph-simulator/calendar/calendars.ts';
import { loadTenant } from '../../../local/tenant/load-tenant.ts';
import { instantOf } from '../../../local/tenant/zones/zone-time.ts';
import { demoDirectory, domain } from './demo.ts';

const { tenant, warnings } = await loadTenant(demoDirectory);
const calendars = new Calendars(tenant.mailboxes);
const all = [...tenant.mailboxes.values()].flatMap(({ calendar }) => calendar ?? []);

function idOf(displayName: string): string {
  return tenant.users.find((user) => user.displayName === displayName)?.id ?? '';
}

/** What somebody has in a window: start in UTC and subject. */
function shown(displayName: string, from: string, to: string): string[] {
  return calendars
    .of(idOf(displayName))
    .instances({ from: new Date(from), to: new Date(to) })
    .map(({ content: { start, properties } }) => {
      const instant = instantOf(start.wall, start.zone).toISOString().slice(0, 16);
      return `${instant} ${properties.subject ?? ''}`;
    })
    .toSorted();
}

describe('the calendars', () => {
  test('everybody who has a mailbox has one, and the room', () => {
    expect(warnings.filter((warning) => !warning.includes('contacts'))).toEqual([]);
    expect([...tenant.mailboxes.values()].filter(({ calendar }) => (calendar ?? []).length > 0)).toHaveLength(24);
  });

  test('come from four programs', async () => {
    const names = ['maximilian.brunner', 'ayse.celik', 'bjoern.gruenwald', 'magdalena.thalhammer', 'franziska.hoelzl'];
    const texts = await Promise.all(
      names.map((name) => readFile(join(demoDirectory, 'mailboxes', `${name}@${domain}`, 'calendar.ics'), 'utf8')),
    );
    const programs = texts.map((text) => /PRODID:.*?(Microsoft|Google|Apple|nextcloud)/.exec(text)?.[1]);
    expect(new Set(programs)).toEqual(new Set(['Microsoft', 'Google', 'Apple', 'nextcloud']));
  });

  test('have series, exceptions, private ones, whole days, categories and targets', () => {
    const having = (test: (event: (typeof all)[number]) => boolean): number => all.filter(test).length;
    expect(having(({ series }) => series !== undefined)).toBeGreaterThan(150);
    expect(having(({ series }) => (series?.instead.length ?? 0) > 0)).toBeGreaterThan(5);
    expect(having(({ properties }) => properties.sensitivity === 'private')).toBeGreaterThan(20);
    expect(having(({ isAllDay }) => isAllDay)).toBeGreaterThan(150);
    expect(having(({ properties }) => JSON.stringify(properties.body).includes('@@Extern:'))).toBeGreaterThan(5);
    expect(having(({ start, end }) => start.zone !== 'Europe/Berlin' || end.zone !== start.zone)).toBeGreaterThan(3);
    const commands = new Set(all.flatMap(({ properties }) => [properties.categories].flat()));
    expect([...commands].filter((name) => String(name).startsWith('_SF_')).length).toBeGreaterThan(5);
  });

  test('the managers meet on Mondays at nine, whatever the clocks are set to, except when moved or cancelled', () => {
    const meetings = (from: string, to: string): string[] =>
      shown('Maximilian Brunner', from, to).filter((line) => line.includes('Jour fixe'));
    expect(meetings('2026-01-05T00:00:00Z', '2026-01-20T00:00:00Z')).toEqual([
      '2026-01-05T08:00 Jour fixe Geschäftsleitung',
      '2026-01-13T13:00 Jour fixe Geschäftsleitung (verlegt)',
      '2026-01-19T08:00 Jour fixe Geschäftsleitung',
    ]);
    expect(meetings('2026-03-23T00:00:00Z', '2026-04-14T00:00:00Z')).toEqual([
      '2026-03-23T08:00 Jour fixe Geschäftsleitung',
      '2026-03-30T07:00 Jour fixe Geschäftsleitung',
      '2026-04-13T07:00 Jour fixe Geschäftsleitung',
    ]);
    expect(meetings('2031-06-09T00:00:00Z', '2031-06-10T00:00:00Z')).toHaveLength(1);
  });

  test('a meeting in Boston is at nine there, which moves here when only one side has changed its clocks', () => {
    const calls = (day: string): string[] =>
      shown('Tobias Riedl', `${day}T00:00:00Z`, `${day}T23:59:00Z`).filter((line) => line.includes('Boston'));
    expect(calls('2026-03-03')).toEqual([`2026-03-03T14:00 Abstimmung mit Boston (Videokonferenz)`]);
    expect(calls('2026-03-10')).toEqual([`2026-03-10T13:00 Abstimmung mit Boston (Videokonferenz)`]);
    expect(calls('2026-03-31')).toEqual([`2026-03-31T13:00 Abstimmung mit Boston (Videokonferenz)`]);
  });

  test('at any hour somebody is on call, and on a working day several people have something', () => {
    for (let hour = 0; hour < 24 * 60; hour += 5) {
      const from = new Date(Date.UTC(2029, 1, 1, hour));
      const window = { from, to: new Date(from.getTime() + 1000) };
      const running = tenant.users.flatMap(({ id }) => calendars.of(id).instances(window));
      const onCall = running.filter(({ content }) => content.properties.subject === 'Notdienst');
      expect(onCall.length, from.toISOString()).toBe(1);
      const working = from.getUTCDay() % 6 > 0 && from.getUTCHours() >= 7 && from.getUTCHours() < 10;
      if (working) expect(running.length, from.toISOString()).toBeGreaterThan(4);
    }
  });
});
