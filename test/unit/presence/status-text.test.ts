import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showAsWords } from '../../../shared/calendar/event.ts';
import { longestStatusText, statusText } from '../../../shared/presence/status-text.ts';
import { privacyLevels } from '../../../shared/profiles/presence-profile.ts';
import { eventOf, profileOf } from './calendars.ts';

type Given = Parameters<typeof eventOf>[0];
const zone = 'Europe/Berlin';
const text = (event: Given, profile: Parameters<typeof profileOf>[0] = {}, timeZone = zone): string =>
  statusText(eventOf(event), profileOf(profile), 'title', timeZone);
const time = (event: Given, timeZone = zone, language: 'de' | 'en' = 'de'): string =>
  text(event, { statusText: '!time!', language }, timeZone);

describe('status text', () => {
  it('N12: says times, type and title by default', () => {
    expect(text({ start: '06:00', end: '11:00' })).toBe('[07:00-12:00] [Gebucht] Kunde ABC');
  });

  it.each([
    ['oof', 'Außer Haus', 'Out of office'],
    ['busy', 'Gebucht', 'Busy'],
    ['tentative', 'Mit Vorbehalt', 'Tentative'],
    ['workingElsewhere', 'An anderem Ort tätig', 'Working elsewhere'],
    ['free', 'Frei', 'Free'],
  ] as const)('N8, N11: calls %s "%s" or "%s", or as the profile does', (showAs, de, en) => {
    expect(text({ showAs }, { statusText: '!type!' })).toBe(de);
    expect(text({ showAs }, { statusText: '!type!', language: 'en' })).toBe(en);
    expect(text({ showAs }, { statusText: '!type!', typeWords: { [showAs]: 'Weg' } })).toBe('Weg');
  });

  it('N11: has the word for private ones instead of the title', () => {
    const event = { isPrivate: true, title: 'Therapie' };
    expect(text(event)).toBe('[10:00-11:00] [Gebucht] Privat');
    expect(text(event, { language: 'en' })).toBe('[10:00-11:00] [Busy] Private');
    expect(text(event, { privateWord: 'Termin' })).toBe('[10:00-11:00] [Gebucht] Termin');
  });

  it('takes a template as it is, and what looks like a variable in a title too', () => {
    expect(text({ title: '!time! $& $1 !type!' }, { statusText: 'Bin weg: !title! (!title!)' })).toBe(
      'Bin weg: !time! $& $1 !type! (!time! $& $1 !type!)',
    );
    expect(text({}, { statusText: '' })).toBe('');
    expect(text({}, { statusText: 'Bin weg [bald zurück]' })).toBe('Bin weg [bald zurück]');
  });

  it.each([
    ['title', '[10:00-11:00] [Gebucht] Kunde ABC', '(10:00-11:00 Gebucht) Kunde ABC'],
    ['type', '[10:00-11:00] [Gebucht]', '(10:00-11:00 Gebucht)'],
    ['times', '[10:00-11:00]', '(10:00-11:00)'],
    ['nothing', '', ''],
  ] as const)('at the privacy level %s: %s', (privacy, usual, other) => {
    expect(statusText(eventOf(), profileOf(), privacy, zone)).toBe(usual);
    expect(statusText(eventOf(), profileOf({ statusText: '(!time! !type!) !title! [!title!]' }), privacy, zone)).toBe(
      privacy === 'title' ? `${other} [Kunde ABC]` : other,
    );
  });

  it('leaves no empty brackets for an event without title', () => {
    expect(text({ title: ' ' }, { statusText: '[!title!] !time!' })).toBe('10:00-11:00');
  });

  it('is one line without anything that turns its direction', () => {
    expect(text({ title: ' a\r\nb\u2028c\u202ed\ud800e\u0000f ' }, { statusText: '!title!' })).toBe('a b c d e f');
  });

  it('is cut at a whole character', () => {
    const family = '👨‍👩‍👧';
    const cut = text({ title: family.repeat(5000) }, { statusText: '!title!' });
    expect(cut).toBe(`${family.repeat(19)}…`);
    expect(text({ title: 'x'.repeat(longestStatusText) }, { statusText: '!title!' })).toHaveLength(longestStatusText);
    expect(text({ title: 'x'.repeat(161) }, { statusText: '!title!' })).toBe(`${'x'.repeat(159)}…`);
  });

  it.each([
    ['in the time zone of the mailbox', { start: '06:00', end: '11:30' }, '11:45-17:15', 'Asia/Kathmandu'],
    ['up to midnight', { start: '20:00', end: '23:00' }, '21:00-24:00', zone],
    ['a whole day that is not all day', { start: '2026-03-01T23:00Z', end: '23:00' }, '00:00-24:00', zone],
    ['with dates over midnight', { start: '20:00', end: '2026-03-03T01:00Z' }, '02.03. 21:00-03.03. 02:00', zone],
    ['with dates up to midnight', { start: '20:00', end: '2026-03-03T23:00Z' }, '02.03. 21:00-03.03. 24:00', zone],
    ['over the night that is put forward', { start: '2026-03-29T00:30Z', end: '2026-03-29T01:30Z' }, '01:30-03:30', zone],
    ['in the hour that comes twice', { start: '2026-10-25T00:30Z', end: '2026-10-25T01:30Z' }, '02:30-02:30', zone],
    ['where half an hour comes twice', { start: '2026-04-04T14:45Z', end: '2026-04-04T15:30Z' }, '01:45-02:00', 'Australia/Lord_Howe'],
    ['back to the same midnight', { start: '2026-11-01T03:30Z', end: '2026-11-01T05:00Z' }, '31.10. 23:30-01.11. 00:00', 'America/Havana'],
    ['where midnight does not exist', { start: '2026-04-23T20:00Z', end: '2026-04-23T22:00Z' }, '22:00-24:00', 'Africa/Cairo'],
  ])('!time! %s', (_what, event, expected, timeZone) => {
    expect(time(event, timeZone)).toBe(expected);
  }); // prettier-ignore

  it.each([
    ['one day', '2026-03-02', '2026-03-03', 'ganztägig', 'all day'],
    ['the day with 23 hours', '2026-03-29', '2026-03-30', 'ganztägig', 'all day'],
    ['the day with 25 hours', '2026-10-25', '2026-10-26', 'ganztägig', 'all day'],
    ['several days', '2026-12-24', '2027-01-02', '24.12.-01.01.', '24 Dec-1 Jan'],
  ])('!time! of all-day events: %s', (_what, first, next, de, en) => {
    const midnight = (day: string): string =>
      day > '2026-03-29' && day <= '2026-10-25' ? `${day}T00:00+02:00` : `${day}T00:00+01:00`;
    const event = { allDay: true, start: midnight(first), end: midnight(next) };
    expect(time(event)).toBe(de);
    expect(time(event, zone, 'en')).toBe(en);
  });

  it('dates in English', () => {
    expect(time({ start: '20:00', end: '2026-03-03T01:00Z' }, zone, 'en')).toBe('2 Mar 21:00-3 Mar 02:00');
  });

  it('never says a private title, nor more than the privacy level allows', () => {
    const canary = fc.stringMatching(/^[a-z]{3}$/).map((word) => `Canary${word}`);
    const template = fc.array(fc.constantFrom('!time!', '!title!', '!type!', '[', ']', '(', ')', ' ', 'x', '!'), {
      maxLength: 12,
    });
    const event = fc.record({ isPrivate: fc.boolean(), allDay: fc.boolean(), showAs: fc.constantFrom(...showAsWords), title: canary,
      minutes: fc.integer({ min: 1, max: 5000 }), shift: fc.integer({ min: 0, max: 20_000 }) }); // prettier-ignore
    fc.assert(
      fc.property(
        event,
        template,
        fc.constantFrom(...privacyLevels),
        ({ minutes, shift, ...given }, parts, privacy) => {
          const statusTemplate = {
            ...profileOf({ typeWords: { [given.showAs]: 'TYPE' } }),
            statusText: parts.join(''),
          };
          const start = Date.UTC(2026, 2, 20) + shift * 60_000;
          const ends = { start: new Date(start).toISOString(), end: new Date(start + minutes * 60_000).toISOString() };
          const said = statusText(eventOf({ ...given, ...ends }), statusTemplate, privacy, zone);
          if (given.isPrivate || privacy !== 'title') expect(said).not.toContain('Canary');
          if (privacy === 'times' || privacy === 'nothing') expect(said).not.toMatch(/TYPE|Privat/);
          if (privacy === 'nothing') expect(said).toBe('');
          expect(said.length).toBeLessThanOrEqual(longestStatusText);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
