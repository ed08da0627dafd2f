import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { showAsWords } from '../calendar/event.ts';
import type { PresenceProfile } from '../profiles/presence-profile.ts';
import { effectsSchema } from './effects.ts';
import { inputOf } from './advance.ts';
import { privacyOf, quiet, type PresenceState } from './presence-state.ts';
import { alarmSchema, causeSchema } from './situation.ts';
import { timelineOf } from './timeline.ts';

const hourMs = 3_600_000;

const eventView = z.strictObject({
  id: z.string(),
  start: z.iso.datetime().nullable(),
  end: z.iso.datetime().nullable(),
  type: z.enum(showAsWords).nullable(),
  title: z
    .string()
    .nullable()
    .meta({ description: "As far as the privacy level allows; a private event's is never known." }),
});

/** The present state of an account, and why. */
export const presenceViewSchema = z
  .strictObject({
    account: z.string(),
    mailbox: z.string(),
    enabled: z.boolean(),
    covered: z.boolean(),
    sequence: z.int(),
    effects: effectsSchema,
    causes: z.array(causeSchema),
    alarms: z.array(alarmSchema),
    event: eventView.nullable().meta({ description: 'The event that wins.' }),
    since: z.iso.datetime().nullable(),
    until: z.iso.datetime().nullable(),
    next: z
      .strictObject({ at: z.iso.datetime(), effects: effectsSchema })
      .nullable()
      .meta({ description: 'What follows within a day.' }),
    readAt: z.iso.datetime().nullable(),
    known: z
      .boolean()
      .meta({ description: 'False when the calendar could not be read for so long that this may be wrong.' }),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Presence' });

export type PresenceView = z.infer<typeof presenceViewSchema>;

export function presenceView(state: PresenceState, profile: PresenceProfile, now: Date): PresenceView {
  const { account, name, enabled, covered, sequence, readAt, reason } = state;
  const { effects, causes, alarms, since, until } = state.situation;
  return {
    ...{ account: account.id, mailbox: name, enabled, covered, sequence, effects, causes, alarms, since, until },
    event: winnerView(state, profile),
    next: nextOf(state, profile, now),
    readAt: readAt || null,
    known: readAt !== '' && now.getTime() - Date.parse(readAt) < 3 * hourMs,
    reason: reason || null,
  };
}

function winnerView(state: PresenceState, profile: PresenceProfile): z.infer<typeof eventView> | null {
  const event = state.events.find(({ id }) => id === state.situation.winner);
  if (!event) return null;
  const level = privacyOf(state, profile);
  return {
    id: event.id,
    start: level === 'nothing' ? null : event.start,
    end: level === 'nothing' ? null : event.end,
    type: level === 'type' || level === 'title' ? event.showAs : null,
    title: level === 'title' && !event.isPrivate ? event.title : null,
  };
}

function nextOf(state: PresenceState, profile: PresenceProfile, now: Date): PresenceView['next'] {
  if (!profile.enabled || !state.enabled || !state.covered) return null;
  const [present, ...later] = timelineOf(inputOf(state, profile), now, new Date(now.getTime() + 24 * hourMs));
  const next = later.find(({ effects }) => !isDeepStrictEqual(effects, present?.effects));
  return next ? { at: next.from.toISOString(), effects: next.effects } : null;
}

/** Whether nothing is set for an account. */
export function isQuiet({ situation }: PresenceState): boolean {
  return JSON.stringify(situation.effects) === JSON.stringify(quiet.effects);
}
