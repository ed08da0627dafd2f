import { describe, expect, it } from 'vitest';
import type { CalendarEvent, ShowAs } from '../../../shared/calendar/event.ts';
import { showAsWords } from '../../../shared/calendar/event.ts';
import { noEffects } from '../../../shared/presence/effects.ts';
import { nextChange, situationAt } from '../../../shared/presence/situation-at.ts';
import { timelineOf } from '../../../shared/presence/timeline.ts';
import { at, commandedProfile, eventOf, inputOf, profileOf } from './calendars.ts';

const everything = profileOf({ reactTo: [...showAsWords] });
const iso = (time: string): string => at(time).toISOString();

/** The winners of a day from nine to twelve, each with the time at which it begins. */
function course(events: CalendarEvent[], given: Parameters<typeof inputOf>[1] = {}): string {
  return timelineOf(inputOf(events, given), at('09:00'), at('12:00'))
    .map(({ from, winner }) => `${from.toISOString().slice(11, 16)} ${winner ?? '-'}`)
    .join(', ');
}

describe('events that have effects', () => {
  const quiet = '09:00 -';

  it('N6: none while the service is off', () => {
    const input = inputOf([eventOf()], { profile: profileOf({ enabled: false }) });
    expect(situationAt(input, at('09:30'))).toEqual({
      effects: noEffects,
      causes: [],
      alarms: [],
      winner: null,
      since: null,
      until: null,
    });
    expect(nextChange(input, at('08:00'))).toBeUndefined();
  });

  it.each(showAsWords)('N8: those that are shown as %s, if the profile reacts to that', (showAs) => {
    const others: ShowAs[] = showAsWords.filter((other) => other !== showAs);
    expect(course([eventOf({ showAs })], { profile: profileOf({ reactTo: [showAs] }) })).toBe('09:00 a, 10:00 -');
    expect(course([eventOf({ showAs })], { profile: profileOf({ reactTo: others }) })).toBe(quiet);
  });

  it('N16: those that are not too long', () => {
    const profile = profileOf({ maxDurationHours: 24 });
    const day = { start: '2026-03-02T00:00Z', end: '2026-03-03T00:00Z' };
    expect(course([eventOf(day)], { profile })).toBe('09:00 a');
    expect(course([eventOf({ ...day, end: '2026-03-03T00:00:01Z' })], { profile })).toBe(quiet);
  });

  it('N16: an all-day event counts days, whatever the clock does', () => {
    const input = (hours: number): Parameters<typeof inputOf>[1] => ({
      profile: profileOf({ maxDurationHours: hours }),
    });
    const autumn = eventOf({ allDay: true, start: '2026-10-24T22:00Z', end: '2026-10-25T23:00Z' });
    const spring = eventOf({ allDay: true, start: '2026-03-28T23:00Z', end: '2026-03-29T22:00Z' });
    expect(situationAt(inputOf([autumn], input(24)), at('2026-10-25T12:00Z')).winner).toBe('a');
    expect(situationAt(inputOf([spring], input(23)), at('2026-03-29T12:00Z')).winner).toBeNull();
  });

  it('N24: not those to be ignored, unless that is not allowed', () => {
    const events = [eventOf({ categories: ['_sf_ignorieren', '_SF_DND_aktivieren'] })];
    expect(course(events, { profile: commandedProfile() })).toBe(quiet);
    expect(course(events)).toBe('09:00 a, 10:00 -');
    const denied = commandedProfile({ categories: { enabled: true, allow: { ignore: false } } });
    expect(course(events, { profile: denied })).toBe('09:00 a, 10:00 -');
  });

  it('N4: not those that were ended early, but the next one', () => {
    const events = [eventOf(), eventOf({ id: 'b', start: '09:30', end: '11:00' })];
    expect(course(events, { resets: new Set(['a']) })).toBe('09:00 -, 09:30 b, 11:00 -');
  });

  it('not those that end when they start, or before', () => {
    expect(course([eventOf({ end: '09:00' }), eventOf({ id: 'b', start: '10:00', end: '09:30' })])).toBe(quiet);
  });
});

describe('N34: the order in which events win', () => {
  it('a command goes before none', () => {
    const events = [
      eventOf({ showAs: 'free', start: '09:00', end: '11:00', categories: ['_SF_Funktionstasten_aktivieren'] }),
      eventOf({ id: 'b', showAs: 'oof', start: '09:30', end: '12:00' }),
    ];
    const reactTo = [...showAsWords];
    expect(course(events, { profile: commandedProfile({ reactTo }) })).toBe('09:00 a, 11:00 b');
    expect(course(events, { profile: everything })).toBe('09:00 a, 09:30 b');
  });

  it('then oof, busy, tentative, workingElsewhere, free', () => {
    const ends = ['10:00', '10:15', '10:30', '10:45', '11:00'];
    const events = showAsWords.map((showAs, place) => eventOf({ id: showAs, showAs, end: ends[place] ?? '' }));
    expect(course(events.reverse(), { profile: everything })).toBe(
      '09:00 oof, 10:00 busy, 10:15 tentative, 10:30 workingElsewhere, 10:45 free, 11:00 -',
    );
  });

  it('then the later start', () => {
    const events = [eventOf({ end: '12:00' }), eventOf({ id: 'b', start: '09:30', end: '10:00' })];
    expect(course(events)).toBe('09:00 a, 09:30 b, 10:00 a');
  });

  it('then the id, in whatever order they come', () => {
    const events = [eventOf({ id: 'b' }), eventOf({ id: 'B' }), eventOf({ id: 'a' })];
    expect(course(events)).toBe('09:00 B, 10:00 -');
    expect(course([...events].reverse())).toBe('09:00 B, 10:00 -');
  });
});

describe('effects of several events', () => {
  const profile = commandedProfile({ chat: 'none', reactTo: ['oof', 'busy'] });
  const outer = eventOf({
    end: '12:00',
    title: 'Messe',
    categories: ['_SF_AUL_extern_aktivieren'],
    targets: { internal: '', external: '23' },
  });
  const inner = eventOf({
    id: 'b',
    start: '10:00',
    end: '11:00',
    title: 'Vortrag',
    categories: ['_SF_DND_aktivieren'],
  });

  it('combine where they are of different kinds', () => {
    const { effects, causes, winner } = situationAt(inputOf([outer, inner], { profile }), at('10:30'));
    expect(winner).toBe('b');
    expect(effects).toMatchObject({
      text: '[11:00-12:00] [Gebucht] Vortrag',
      doNotDisturb: true,
      external: { to: 'number', number: '23' },
    });
    expect(causes.map(({ effect, event }) => `${effect} ${event}`)).toEqual(['text b', 'doNotDisturb b', 'external a']);
  });

  it('give way to the winner where they are of one kind', () => {
    const voicemail = { ...inner, categories: ['_SF_Voicemail_extern_aktiviern'] };
    const { effects } = situationAt(inputOf([outer, voicemail], { profile }), at('10:30'));
    expect(effects.external).toEqual({ to: 'voicemail' });
  });

  it('raise the alarms of all of them', () => {
    const lost = { ...outer, targets: { internal: '', external: '1' } };
    expect(situationAt(inputOf([lost, inner], { profile }), at('10:30')).alarms.map(({ event }) => event)).toEqual([
      'a',
    ]);
  });
});

describe('when it changes', () => {
  it('an event begins with its start and is over with its end', () => {
    const input = inputOf([eventOf()]);
    expect(situationAt(input, new Date(at('09:00').getTime() - 1)).winner).toBeNull();
    expect(situationAt(input, at('09:00')).winner).toBe('a');
    expect(situationAt(input, new Date(at('10:00').getTime() - 1)).winner).toBe('a');
    expect(situationAt(input, at('10:00')).winner).toBeNull();
  });

  it('adjacent events hand over without a gap', () => {
    expect(course([eventOf(), eventOf({ id: 'b', start: '10:00', end: '11:00' })])).toBe('09:00 a, 10:00 b, 11:00 -');
  });

  it('since and until are changes, not borders of events that make no difference', () => {
    const events = [
      eventOf({ showAs: 'oof', start: '09:00', end: '12:00' }),
      eventOf({ id: 'b', start: '08:00', end: '10:00' }),
      eventOf({ id: 'c', start: '11:00', end: '13:00' }),
    ];
    expect(situationAt(inputOf(events), at('10:30'))).toMatchObject({
      winner: 'a',
      since: iso('09:00'),
      until: iso('12:00'),
    });
    expect(nextChange(inputOf(events), at('09:00'))).toEqual(at('12:00'));
  });

  it('before everything and after everything nothing is in sight', () => {
    const input = inputOf([eventOf()]);
    expect(situationAt(input, at('08:00'))).toMatchObject({ winner: null, since: null, until: iso('09:00') });
    expect(situationAt(input, at('11:00'))).toMatchObject({ winner: null, since: iso('10:00'), until: null });
    expect(nextChange(input, at('10:00'))).toBeUndefined();
    expect(nextChange(inputOf([]), at('10:00'))).toBeUndefined();
  });

  it('an alarm alone is a change to wake up for, but effects last on', () => {
    const profile = commandedProfile();
    const lamp = eventOf({ end: '12:00', showAs: 'oof', categories: ['_SF_Funktionstasten_aktivieren'] });
    const lost = eventOf({ id: 'b', start: '10:00', end: '11:00', categories: ['_SF_AUL_extern_aktivieren'] });
    const input = inputOf([lamp, lost], { profile });
    expect(nextChange(input, at('09:00'))).toEqual(at('10:00'));
    expect(situationAt(input, at('10:00'))).toMatchObject({ winner: 'a', since: iso('09:00'), until: iso('12:00') });
  });

  it('a timeline covers what is asked for, and nothing else', () => {
    const segments = timelineOf(inputOf([eventOf()]), at('09:30'), at('12:00'));
    expect(segments.map(({ from, to }) => [from, to])).toEqual([
      [at('09:30'), at('10:00')],
      [at('10:00'), at('12:00')],
    ]);
    expect(timelineOf(inputOf([eventOf()]), at('09:30'), at('09:30'))).toEqual([]);
  });

  it('takes the stricter of the two privacy levels', () => {
    const textAt = (profile: 'title' | 'times', privacy: 'title' | 'times'): string =>
      situationAt(inputOf([eventOf()], { profile: profileOf({ privacy: profile }), privacy }), at('09:30')).effects
        .text;
    expect(textAt('times', 'title')).toBe('[10:00-11:00]');
    expect(textAt('title', 'times')).toBe('[10:00-11:00]');
    expect(textAt('title', 'title')).toContain('Kunde ABC');
  });

  it('works out a calendar of 2,000 events in a moment', () => {
    const events = Array.from({ length: 2000 }, (_, place) => {
      const start = at('09:00').getTime() + place * 600_000;
      return eventOf({
        id: String(place),
        start: new Date(start).toISOString(),
        end: new Date(start + 3_600_000).toISOString(),
      });
    });
    // Time of the processor: what else the machine does does not count.
    const began = process.cpuUsage();
    situationAt(inputOf(events), at('12:00'));
    nextChange(inputOf(events), at('12:00'));
    expect(process.cpuUsage(began).user).toBeLessThan(300_000);
  });
});
