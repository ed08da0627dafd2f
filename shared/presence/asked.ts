import type { CalendarEvent } from '../calendar/event.ts';
import type { AskedEffect } from './asked-effect.ts';
import { askedForward } from './asked-forward.ts';
import { reasonFor, type Given } from './commands.ts';
import type { Effects } from './effects.ts';
import type { PresenceInput } from './presence-input.ts';
import { strictest } from './privacy.ts';
import type { Alarm } from './situation.ts';
import { statusText } from './status-text.ts';

/** What one event asks for; what it does not ask for is missing. */
export interface Asked {
  effects: { [K in keyof Effects]?: AskedEffect<Effects[K]> };
  alarms: readonly Alarm[];
}

/**
 * What an event asks for while it runs. Chat status and status text come from the profile's rules; lamp, do-not-disturb and forwarding
 * from a category of the event or from what the profile always does. Groups go with forwarding only.
 */
export function askedBy(event: CalendarEvent, given: Given, input: PresenceInput): Asked {
  const { profile } = input;
  const text = statusText(event, profile, strictest(profile.privacy, input.privacy), input.timeZone);
  const lamp = reasonFor('lamp', given, profile.always.lamp);
  const doNotDisturb = reasonFor('doNotDisturb', given, false);
  const internal = askedForward('internal', event, given, profile);
  const external = askedForward('external', event, given, profile);
  const forwards = internal.forward !== undefined || external.forward !== undefined;
  return {
    effects: {
      ...(profile.chat !== 'none' && { chat: { value: profile.chat, by: 'rule chat' } }),
      ...(text !== '' && { text: { value: text, by: 'rule text' } }),
      ...(lamp !== undefined && { lamp: { value: profile.lamp.colour, by: lamp } }),
      ...(doNotDisturb !== undefined && { doNotDisturb: { value: true, by: doNotDisturb } }),
      ...(internal.forward && { internal: internal.forward }),
      ...(external.forward && { external: external.forward }),
      ...(forwards && profile.always.groups && { groups: { value: true, by: 'always groups' } }),
    },
    alarms: [internal.alarm, external.alarm].filter((alarm) => alarm !== undefined),
  };
}
