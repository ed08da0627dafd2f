import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from '../../../shared/calendar/event.ts';
import { noEffects } from '../../../shared/presence/effects.ts';
import { situationAt } from '../../../shared/presence/situation-at.ts';
import type { Situation } from '../../../shared/presence/situation.ts';
import type { PresenceProfileInput } from '../../../shared/profiles/presence-profile.ts';
import { at, commandedProfile, eventOf, inputOf, profileOf } from './calendars.ts';

const silent = { chat: 'none', statusText: '', always: { lamp: false } } as const;

/** What holds while one event runs, of which only what is told differs from an ordinary one. */
function during(event: Partial<CalendarEvent>, profile = profileOf()): Situation {
  return situationAt(inputOf([eventOf(event)], { profile }), at('09:30'));
}

/** The same with nothing but what categories and the given rules ask for. */
function asked(event: Partial<CalendarEvent>, given: Partial<PresenceProfileInput> = {}): Situation {
  return during(event, commandedProfile({ ...silent, ...given }));
}

const voicemail = { to: 'voicemail' };
const number = (text: string): object => ({ to: 'number', number: text });
const targets = (internal: string, external: string): CalendarEvent['targets'] => ({ internal, external });

describe('what an event asks for', () => {
  it('N1: chat status, status text and lamp, with the rule for each', () => {
    const { effects, causes, winner } = during({});
    expect(effects).toEqual({ ...noEffects, chat: 'away', text: '[10:00-11:00] [Gebucht] Kunde ABC', lamp: 'red' });
    expect(causes).toEqual([
      { effect: 'chat', event: 'a', by: 'rule chat' },
      { effect: 'text', event: 'a', by: 'rule text' },
      { effect: 'lamp', event: 'a', by: 'always lamp' },
    ]);
    expect(winner).toBe('a');
  });

  it.each(['away', 'dnd', 'offline', 'none'] as const)('N10: the chat status %s', (chat) => {
    expect(during({}, profileOf({ chat })).effects.chat).toBe(chat);
  });

  it.each(['red', 'blue'] as const)('N9: a lamp in %s', (colour) => {
    expect(during({}, profileOf({ lamp: { colour } })).effects.lamp).toBe(colour);
  });

  it('N18, N25: lights the lamp always, or for the category only', () => {
    const category = ['_SF_Funktionstasten_aktivieren'];
    expect(asked({}).effects.lamp).toBe('off');
    expect(asked({ categories: category }).effects.lamp).toBe('red');
    expect(asked({ categories: category }).causes).toEqual([
      { effect: 'lamp', event: 'a', by: `category ${category.join()}` },
    ]);
    expect(asked({}, { always: { lamp: true } }).effects.lamp).toBe('red');
  });

  it('N26: do-not-disturb for the category only', () => {
    expect(asked({ categories: ['_SF_DND_aktivieren'] }).effects).toEqual({ ...noEffects, doNotDisturb: true });
    expect(asked({}).effects.doNotDisturb).toBe(false);
  });

  it.each([
    ['N27', '_SF_Voicemail_intern_aktivieren', 'internal', 'external'],
    ['N28', '_SF_Voicemail_extern_aktivieren', 'external', 'internal'],
  ] as const)('%s: %s sends %s calls to the voicemail box, not %s ones', (_number, category, side, other) => {
    const { effects, alarms } = asked({ categories: [category] });
    expect(effects).toEqual({ ...noEffects, [side]: voicemail, [other]: null });
    expect(alarms).toEqual([]);
  });

  it.each([
    ['N29, N32', '_SF_AUL_intern_aktivieren', targets('23', '+41717271818'), 'internal', '23'],
    ['N30, N31', '_SF_AUL_extern_aktivieren', targets('23', '+41 71 727 18 18'), 'external', '+41717271818'],
  ] as const)('%s: %s forwards to the number in the text', (_number, category, texts, side, expected) => {
    const { effects, causes } = asked({ categories: [category], targets: texts });
    expect(effects).toEqual({ ...noEffects, [side]: number(expected) });
    expect(causes).toEqual([{ effect: side, event: 'a', by: `category ${category}` }]);
  });

  it('N31, N32: a number in the text alone forwards nothing', () => {
    expect(asked({ targets: targets('23', '24') })).toMatchObject({ effects: noEffects, alarms: [] });
  });

  it('N31, N32: a profile that does not allow numbers in texts forwards to its own', () => {
    const own = { internal: false, external: false, defaultInternal: '99', defaultExternal: '+4984112345' };
    const categories = ['_SF_AUL_intern_aktivieren', '_SF_AUL_extern_aktivieren'];
    const { effects } = asked({ categories, targets: targets('23', '24') }, { targets: own });
    expect(effects).toMatchObject({ internal: number('99'), external: number('+4984112345') });
    const allowed = asked(
      { categories, targets: targets('23', '') },
      { targets: { ...own, internal: true, external: true } },
    );
    expect(allowed.effects).toMatchObject({ internal: number('23'), external: number('+4984112345') });
  });

  it.each([
    ['N20', 'forwardInternal', 'internal', number('23')],
    ['N21', 'forwardExternal', 'external', number('24')],
    ['N22', 'voicemailInternal', 'internal', voicemail],
    ['N23', 'voicemailExternal', 'external', voicemail],
  ] as const)('%s: always %s, also while categories are off', (_number, rule, side, expected) => {
    const profile = profileOf({ ...silent, always: { lamp: false, [rule]: true } });
    const { effects, causes } = during({ targets: targets('23', '24') }, profile);
    expect(effects).toEqual({ ...noEffects, [side]: expected });
    expect(causes).toEqual([{ effect: side, event: 'a', by: `always ${rule}` }]);
  });

  it('N19: groups only together with forwarding', () => {
    const always = { lamp: false, groups: true };
    expect(asked({}, { always }).effects.groups).toBe(false);
    const { effects, causes } = asked({ categories: ['_SF_Voicemail_intern_aktivieren'] }, { always });
    expect(effects.groups).toBe(true);
    expect(causes).toContainEqual({ effect: 'groups', event: 'a', by: 'always groups' });
    expect(asked({ categories: ['_SF_Voicemail_intern_aktivieren'] }).effects.groups).toBe(false);
  });

  it('names the category where the profile always does the same', () => {
    const { causes } = asked(
      { categories: ['_SF_Voicemail_intern_aktivieren'] },
      { always: { lamp: false, voicemailInternal: true } },
    );
    expect(causes).toEqual([{ effect: 'internal', event: 'a', by: 'category _SF_Voicemail_intern_aktivieren' }]);
  });

  it('prefers a usable number to the voicemail box of the same side', () => {
    const categories = ['_SF_AUL_extern_aktivieren', '_SF_Voicemail_extern_aktivieren'];
    expect(asked({ categories, targets: targets('', '23') }).effects.external).toEqual(number('23'));
    const { effects, alarms } = asked({ categories, targets: targets('', '1') });
    expect(effects.external).toEqual(voicemail);
    expect(alarms).toHaveLength(1);
  });
});

describe('N13: alarms', () => {
  const categories = ['_SF_AUL_extern_aktivieren'];

  it.each([
    ['an unusable number', { targets: targets('', '0841 12345') }, {}, 'An event forwards external calls to a number that cannot be used: "0841 12345" is neither an existing number with its country code nor an internal one of two to six digits; write one such as "@@Extern: +49 841 12345" into its text.'],
    ['an unusable default', {}, { targets: { defaultExternal: '+4900000000' } }, 'An event forwards external calls to a number that cannot be used: "+4900000000" is neither an existing number with its country code nor an internal one of two to six digits; change targets.defaultExternal of the profile.'],
    ['no number', {}, {}, 'An event has a category that forwards external calls, but its text names no number; write one such as "@@Extern: +49 841 12345" into it.'],
    ['a private event', { isPrivate: true }, {}, 'An event has a category that forwards external calls, but it is private and its text is not read; set targets.defaultExternal of the profile, or make it public.'],
    ['numbers that are not allowed', { targets: targets('', '23') }, { targets: { external: false } }, 'An event has a category that forwards external calls, but the profile reads no numbers from texts; set targets.defaultExternal of the profile.'],
  ])('%s sets nothing and raises one', (_what, event, given, reason) => {
    const { effects, alarms, causes } = asked({ categories, ...event }, given);
    expect(effects.external).toBeNull();
    expect(causes).toEqual([]);
    expect(alarms).toEqual([{ event: 'a', side: 'external', reason }]);
  }); // prettier-ignore

  it('an unusable number in the text is not replaced by the default', () => {
    expect(
      asked({ categories, targets: targets('', '1') }, { targets: { defaultExternal: '23' } }).effects.external,
    ).toBeNull();
  });

  it('always forwarding is silent about events without a number, but not about unusable ones', () => {
    const always = { lamp: false, forwardInternal: true, forwardExternal: true };
    expect(asked({}, { always }).alarms).toEqual([]);
    expect(asked({ targets: targets('1', '') }, { always }).alarms.map(({ side }) => side)).toEqual(['internal']);
  });
});
