import type { CalendarEvent } from '../calendar/event.ts';
import {
  statusVariables,
  type PresenceProfile,
  type PrivacyLevel,
  type StatusVariable,
} from '../profiles/presence-profile.ts';
import { showsAsMuch } from './privacy.ts';
import { statusWords } from './status-words.ts';
import { timeText } from './time-text.ts';

/** About two lines on a phone; longer ones are cut at a whole character. */
export const longestStatusText = 160;

type Values = Readonly<Record<StatusVariable, string>>;

const variable = new RegExp(`!(${statusVariables.join('|')})!`, 'g');
const bracketsOrVariable = new RegExp(String.raw`\[[^[\]]*\]|\([^()]*\)|${variable.source}`, 'g');
/** Whatever breaks a line or turns the direction of what follows it. */
const unfit = /[\s\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

/**
 * The status text while an event runs (N11 and N12 of the seed checklist), on one line. Variables that the privacy level does not allow,
 * or that have nothing to say, are left out, together with brackets that hold no other ones; at the level `nothing` there is no text
 * at all. Titles are put in as they are: what looks like a variable in them is none.
 */
export function statusText(
  event: CalendarEvent,
  profile: PresenceProfile,
  privacy: PrivacyLevel,
  timeZone: string,
): string {
  if (privacy === 'nothing') return '';
  const values = valuesOf(event, profile, privacy, timeZone);
  const filled = profile.statusText.replace(bracketsOrVariable, (part, name?: string) =>
    name === undefined ? brackets(part, values) : fill(part, values),
  );
  return shortened(oneLine(filled));
}

function valuesOf(event: CalendarEvent, profile: PresenceProfile, privacy: PrivacyLevel, timeZone: string): Values {
  const words = statusWords[profile.language];
  const title = event.isPrivate ? (profile.privateWord ?? words.private) : oneLine(event.title);
  return {
    time: showsAsMuch(privacy, 'times') ? timeText(event, words, timeZone) : '',
    type: showsAsMuch(privacy, 'type') ? (profile.typeWords[event.showAs] ?? words.types[event.showAs]) : '',
    title: showsAsMuch(privacy, 'title') ? title : '',
  };
}

function brackets(part: string, values: Values): string {
  const inside = part.slice(1, -1);
  const used = inside.match(variable) ?? [];
  if (used.length > 0 && used.every((one) => fill(one, values) === '')) return '';
  return part.charAt(0) + fill(inside, values).trim() + part.slice(-1);
}

function fill(template: string, values: Values): string {
  return template.replace(
    variable,
    (whole) => values[statusVariables.find((name) => whole === `!${name}!`) ?? 'title'],
  );
}

function oneLine(text: string): string {
  return text
    .slice(0, 10 * longestStatusText)
    .replace(unfit, ' ')
    .trim();
}

function shortened(text: string): string {
  if (text.length <= longestStatusText) return text;
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (cut.length + segment.length >= longestStatusText) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}
