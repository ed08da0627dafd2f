import fc from 'fast-check';
import { showAsWords, type CalendarEvent, type ShowAs } from '../../../shared/calendar/event.ts';
import type { PresenceInput } from '../../../shared/presence/presence-input.ts';
import { privacyLevels, type PresenceProfileInput } from '../../../shared/profiles/presence-profile.ts';
import { profileOf } from './calendars.ts';
import { momentOf, wallClocks, type WallClock } from './wall-clock.ts';

/** An event in minutes of a wall clock, with the number of its days when it is all-day. */
export interface Planned {
  id: string;
  from: number;
  to: number;
  days: number;
  showAs: ShowAs;
  isPrivate: boolean;
  categories: string[];
  internal: string;
  external: string;
}

/** A calendar and a profile, as the oracle sees them and as the engine does. */
export interface Scene {
  clock: WallClock;
  planned: Planned[];
  input: PresenceInput;
}

/** What can stand behind a mark, and the number that it is. */
export const writtenTargets: Readonly<Record<string, string | undefined>> = {
  '': undefined,
  '23': '23',
  '+41 71 727 18 18': '+41717271818',
  '0049 841 123456': '+49841123456',
  '0841 12345': undefined,
  '12345678': undefined,
};

export const templates = ['[!time!] [!type!] !title!', '!title! !time!', ''] as const;

const flag = fc.boolean();
const rarely = fc.boolean().chain((first) => (first ? flag : fc.constant(false)));
const target = fc.constantFrom(...Object.keys(writtenTargets));
const category = fc.constantFrom(
  '_SF_Ignorieren',
  '_SF_Funktionstasten_aktivieren',
  '_sf_dnd_AKTIVIEREN',
  '_SF_Voicemail_intern_aktivieren',
  '_SF_Voicemail_extern_aktiviern',
  '_SF_Voicemail_extern_aktivieren',
  '_SF_AUL_intern_aktivieren',
  '_SF_AUL_extern_aktivieren',
  'Wichtig',
);

const profile: fc.Arbitrary<Partial<PresenceProfileInput>> = fc.record({
  reactTo: fc.subarray([...showAsWords], { minLength: 1 }),
  maxDurationHours: fc.constantFrom(2, 24, 48, 336),
  chat: fc.constantFrom('away', 'dnd', 'offline', 'none'),
  statusText: fc.constantFrom(...templates),
  privacy: fc.constantFrom(...privacyLevels),
  categories: fc.record({
    enabled: fc.constantFrom(true, true, false),
    allow: fc.record({
      ignore: flag,
      lamp: flag,
      doNotDisturb: flag,
      forwardExternal: fc.constantFrom(true, true, false),
    }),
  }),
  always: fc.record({
    ...{ lamp: flag, groups: flag, forwardInternal: rarely, forwardExternal: rarely },
    ...{ voicemailInternal: rarely, voicemailExternal: rarely },
  }),
  targets: fc.record({
    internal: flag,
    external: fc.constantFrom(true, true, false),
    defaultExternal: fc.constant('99'),
  }),
});

const times = fc.oneof(
  // Times of the clock that people choose make events touch one another.
  fc.record({ from: fc.integer({ min: 1, max: 200 }).map((n) => n * 30), length: fc.constantFrom(0, 30, 60, 90, 240, 1440, 2880) }),
  fc.record({ from: fc.integer({ min: 1, max: 6000 }), length: fc.integer({ min: -5, max: 500 }) }),
); // prettier-ignore
const rest = fc.record({
  showAs: fc.constantFrom(...showAsWords),
  isPrivate: rarely,
  categories: fc.uniqueArray(category, { maxLength: 3 }),
  ...{ internal: target, external: target },
});
const allDay = fc.record({ first: fc.nat(3), days: fc.constantFrom(0, 0, 0, 1, 1, 2) });

/** Calendars with overlaps, adjacent and all-day events, beside profiles of all kinds. */
export const scenes: fc.Arbitrary<Scene> = fc
  .record({
    clock: fc.constantFrom(...wallClocks),
    drawn: fc.array(fc.record({ times, rest, allDay }), { maxLength: 10 }),
    profile,
    privacy: fc.constantFrom(...privacyLevels, 'title', 'title'),
    reset: fc.nat(20),
    off: fc.nat(20),
  })
  .map(({ clock, drawn, profile: given, privacy, reset, off }) => {
    const planned = drawn.map((one, place) => planOf(clock, one, `id${String.fromCharCode(97 + ((place * 7) % 26))}`));
    const resets = new Set(planned.filter((_, place) => place === reset).map(({ id }) => id));
    const events = planned.map((one) => eventOf(clock, one));
    const input = {
      events,
      profile: profileOf({ ...given, enabled: off > 0 }),
      privacy,
      timeZone: clock.timeZone,
      resets,
    };
    return { clock, planned, input };
  });

interface Drawn {
  times: { from: number; length: number };
  rest: Omit<Planned, 'id' | 'from' | 'to' | 'days'>;
  allDay: { first: number; days: number };
}

function planOf(
  { midnights }: WallClock,
  { times: { from, length }, rest: more, allDay: { first, days } }: Drawn,
  id: string,
): Planned {
  const begins = midnights[first];
  const ends = midnights[first + days];
  // The source drops what a private event says.
  const said = more.isPrivate ? { ...more, internal: '', external: '' } : more;
  if (days === 0 || begins === undefined || ends === undefined)
    return { id, from, to: from + length, days: 0, ...said };
  return { id, from: begins, to: ends, days, ...said };
}

function eventOf(
  clock: WallClock,
  { id, from, to, days, showAs, isPrivate, categories, internal, external }: Planned,
): CalendarEvent {
  return {
    ...{ id, showAs, isPrivate, categories, allDay: days > 0 },
    ...{ start: momentOf(clock, from).toISOString(), end: momentOf(clock, to).toISOString() },
    ...{ title: isPrivate ? 'Canary' : `Title of ${id}`, targets: { internal, external } },
  };
}
