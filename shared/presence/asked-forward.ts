import type { CalendarEvent } from '../calendar/event.ts';
import type { PresenceProfile } from '../profiles/presence-profile.ts';
import type { AskedEffect } from './asked-effect.ts';
import { reasonFor, type Given } from './commands.ts';
import type { Forward } from './effects.ts';
import { usableTarget } from './forward-target.ts';
import type { Alarm } from './situation.ts';

export type Side = Alarm['side'];

interface AskedForward {
  forward?: AskedEffect<Forward>;
  alarm?: Alarm;
}

/** How a text marks a number for each side, and what each side is called in profiles. */
const namesOf = {
  internal: {
    mark: '@@Intern:',
    target: 'defaultInternal',
    number: 'forwardInternal',
    voicemail: 'voicemailInternal',
  },
  external: {
    mark: '@@Extern:',
    target: 'defaultExternal',
    number: 'forwardExternal',
    voicemail: 'voicemailExternal',
  },
} as const;

/**
 * What an event asks for on one side. A number in its text only says where to: whether calls are forwarded is for a category or the
 * profile to say, so that nobody's invitation redirects calls. The text's number goes before the profile's default, a usable
 * number before the voicemail box. An alarm tells of a number that cannot be used, and of a category without any number; what the
 * profile always does is silent about events without a number.
 */
export function askedForward(side: Side, event: CalendarEvent, given: Given, profile: PresenceProfile): AskedForward {
  const { always, targets } = profile;
  const names = namesOf[side];
  const voicemailBy = reasonFor(names.voicemail, given, always[names.voicemail]);
  const voicemail: AskedForward =
    voicemailBy === undefined ? {} : { forward: { value: { to: 'voicemail' }, by: voicemailBy } };
  const numberBy = reasonFor(names.number, given, always[names.number]);
  if (numberBy === undefined) return voicemail;

  const inText = targets[side] ? event.targets[side] : '';
  const written = inText === '' ? (targets[names.target] ?? '') : inText;
  const number = usableTarget(written);
  if (number !== undefined) return { forward: { value: { to: 'number', number }, by: numberBy } };
  if (written === '' && !given.has(names.number)) return voicemail;
  const reason = written === '' ? missing(side, event, targets[side]) : unusable(side, written, inText !== '');
  return { ...voicemail, alarm: { event: event.id, side, reason } };
}

function unusable(side: Side, written: string, isInText: boolean): string {
  const { mark, target } = namesOf[side];
  const wrong = `"${written}" is neither an existing number with its country code nor an internal one of two to six digits`;
  const remedy = isInText
    ? `write one such as "${mark} +49 841 12345" into its text`
    : `change targets.${target} of the profile`;
  return `An event forwards ${side} calls to a number that cannot be used: ${wrong}; ${remedy}.`;
}

function missing(side: Side, { isPrivate }: CalendarEvent, textIsRead: boolean): string {
  const { mark, target } = namesOf[side];
  const asks = `An event has a category that forwards ${side} calls`;
  if (!textIsRead) return `${asks}, but the profile reads no numbers from texts; set targets.${target} of the profile.`;
  if (isPrivate)
    return `${asks}, but it is private and its text is not read; set targets.${target} of the profile, or make it public.`;
  return `${asks}, but its text names no number; write one such as "${mark} +49 841 12345" into it.`;
}
