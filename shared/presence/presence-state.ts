import { z } from 'zod';
import { calendarEventSchema } from '../calendar/event.ts';
import { accountSchema } from '../profiles/account.ts';
import { privacyLevels, type PresenceProfile, type PrivacyLevel } from '../profiles/presence-profile.ts';
import { jsonCell, longText, longTextCells } from '../storage/json-cell.ts';
import type { Cells, Row } from '../storage/table.ts';
import { noEffects } from './effects.ts';
import { strictest } from './privacy.ts';
import { situationSchema, type Situation } from './situation.ts';

const schemaVersion = 1;

/** How much of an account's events may be shown: a person's own choice counts where it is stricter than the profile's. */
export function privacyOf(
  { privacy }: Pick<PresenceState, 'privacy'>,
  profile: Pick<PresenceProfile, 'privacy'>,
): PrivacyLevel {
  return privacy === '' ? profile.privacy : strictest(profile.privacy, privacy);
}

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  profile: z.string(),
  /** The account on the phone system, as it was when the mailbox was last matched to it. */
  account: jsonCell(accountSchema),
  /** Directory object id. */
  mailbox: z.string(),
  /** The mailbox's address. */
  name: z.string(),
  /** Whether the profile still covers it; what is not covered is taken back. */
  covered: z.boolean(),
  /** The operator's switch for this mailbox. */
  enabled: z.boolean(),
  /** The person's own choice; only counts where it is stricter than the profile's. */
  privacy: z.enum([...privacyLevels, '']),
  timeZone: z.string(),
  events: jsonCell(z.array(calendarEventSchema)),
  /** When the calendar was last asked with a change, or noted to be without one; empty: never. UTC. */
  readAt: z.string(),
  outcome: z.enum(['', 'read', 'failed']),
  reason: z.string(),
  /** Events that the person has ended early; they stay so until they are over. */
  resets: jsonCell(z.array(z.string())),
  /** Events whose forwarding target was reported as unusable. */
  alarmed: jsonCell(z.array(z.string())),
  situation: jsonCell(situationSchema),
  /** Counts the changes of effects, so that receivers can tell which is the later one. */
  sequence: z.int(),
  /** With which version of the profile the situation was worked out. */
  rules: z.string(),
  /** When the situation changes next; empty: not in sight. UTC. */
  due: z.string(),
  /** Whether its categories were added to the mailbox's list, by their names. */
  categories: z.string(),
});

/** What is known of one account: its events, what is set because of them, and when that changes. */
export interface PresenceState extends Omit<z.infer<typeof cellsSchema>, 'v'> {
  etag: string;
}

/** Nothing runs and nothing is set. */
export const quiet: Situation = { effects: noEffects, causes: [], alarms: [], winner: null, since: null, until: null };

/** The state of a mailbox that was never read. */
export function newPresenceState(
  known: Pick<PresenceState, 'profile' | 'account' | 'mailbox' | 'name'>,
): Omit<PresenceState, 'etag'> {
  return {
    ...known,
    ...{ covered: true, enabled: true, privacy: '', timeZone: '', events: [], readAt: '', outcome: '', reason: '' },
    ...{ resets: [], alarmed: [], situation: quiet, sequence: 0, rules: '', due: '', categories: '' },
  };
}

export function toPresenceCells(state: Omit<PresenceState, 'etag'> & { etag?: string }): Cells {
  const { etag: _etag, account, events, resets, alarmed, situation, ...plain } = state;
  return {
    v: schemaVersion,
    ...plain,
    account: JSON.stringify(account),
    resets: JSON.stringify(resets),
    alarmed: JSON.stringify(alarmed),
    situation: JSON.stringify(situation),
    ...longTextCells('events', JSON.stringify(events)),
  };
}

export function fromPresenceRow(row: Row): PresenceState {
  const { v: _v, ...state } = cellsSchema.parse({ ...row.cells, events: longText('events', row.cells) });
  return { ...state, etag: row.etag };
}

/** What the minute's look at all accounts of a profile reads of each. */
export const dueCellsSchema = z.object({ due: z.string(), rules: z.string(), covered: z.boolean() });
