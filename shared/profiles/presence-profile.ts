import { z } from 'zod';
import { showAsWords } from '../calendar/event.ts';
import type { Fault } from '../errors.ts';
import { lineText, mailList, nameText } from '../http/text.ts';
import { personalSource } from './personal-source.ts';

/** How much of an event may be shown; each one shows less than the one after it. */
export const privacyLevels = ['nothing', 'times', 'type', 'title'] as const;
export type PrivacyLevel = (typeof privacyLevels)[number];

/** What a status text may say about an event, between two exclamation marks. */
export const statusVariables = ['time', 'title', 'type'] as const;
export type StatusVariable = (typeof statusVariables)[number];

const statusText = lineText(200).superRefine((template, context) => {
  for (const [whole, name] of template.matchAll(/!([\p{L}\p{N}_]+)!/gu)) {
    if (statusVariables.some((known) => known === name)) continue;
    context.addIssue({ code: 'custom', message: `has no variable ${whole}; write !time!, !title! or !type!` });
  }
});

const reactTo = z.array(z.enum(showAsWords)).min(1).max(showAsWords.length);

/** Whether each command may be given by a category (N24 to N30 of the seed checklist). */
const allow = z.strictObject({
  ignore: z.boolean().default(true).meta({ description: 'The event has no effect; a running one is taken back.' }),
  lamp: z.boolean().default(true),
  doNotDisturb: z.boolean().default(true),
  voicemailInternal: z.boolean().default(true),
  voicemailExternal: z.boolean().default(true),
  forwardInternal: z.boolean().default(true),
  forwardExternal: z.boolean().default(true),
});

const categories = z.strictObject({
  enabled: z.boolean().default(false).meta({
    description: 'Whether categories of events are commands; then they are added to the list of each mailbox.',
  }),
  prefix: z
    .string()
    .normalize('NFC')
    .max(30)
    .regex(
      /^(?!\s)[^,;\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u,
      'must be what category names begin with, without blanks before it and without "," or ";", which separate categories',
    )
    .default('_SF_')
    .meta({ description: 'What the names of all command categories begin with.' }),
  allow: allow.prefault({}),
});

/** What every event that counts asks for, whatever its categories (N18 to N23 of the seed checklist). */
const always = z.strictObject({
  lamp: z.boolean().default(true),
  groups: z.boolean().default(false).meta({ description: 'Forwarding covers the numbers of groups too.' }),
  forwardInternal: z.boolean().default(false),
  forwardExternal: z.boolean().default(false),
  voicemailInternal: z.boolean().default(false),
  voicemailExternal: z.boolean().default(false),
});

const forwardTarget = z
  .string()
  .regex(/^(?:\+[1-9]\d{6,14}|\d{2,6})$/, 'must be a number such as +4984112345, or an internal one of 2 to 6 digits');

const targets = z.strictObject({
  internal: z.boolean().default(true).meta({ description: 'Whether `@@Intern:` in the text of an event is read.' }),
  external: z.boolean().default(true).meta({ description: 'Whether `@@Extern:` in the text of an event is read.' }),
  defaultInternal: forwardTarget
    .optional()
    .meta({ description: 'Where internal calls are forwarded to when the text names no number.' }),
  defaultExternal: forwardTarget
    .optional()
    .meta({ description: 'Where external calls are forwarded to when the text names no number.' }),
});

/** A profile of the kind `presence`: what the calendar sets on the phone system. */
export const presenceProfileSchema = z.strictObject({
  kind: z.literal('presence'),
  name: nameText(100),
  connectionId: z.string().min(1).max(64),
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Off takes back everything that is set and keeps the profile.' }),
  readEveryMinutes: z.int().min(1).max(60).default(5).meta({ description: 'How often each calendar is read.' }),
  personal: personalSource('email'),
  reactTo: reactTo
    .default(['oof', 'busy'])
    .meta({ description: 'Events that are shown in one of these ways have effects.' }),
  maxDurationHours: z
    .int()
    .min(1)
    .max(366 * 24)
    .default(14 * 24)
    .meta({ description: 'Longer events have no effect; of an all-day event each day counts 24 hours.' }),
  language: z.enum(['de', 'en']).default('de').meta({ description: 'Of the words in status texts.' }),
  typeWords: z
    .partialRecord(z.enum(showAsWords), nameText(60))
    .default({})
    .meta({ description: "Own words for `!type!`; without one the language's." }),
  privateWord: nameText(60)
    .optional()
    .meta({ description: 'The title of private events; without it "Privat" or "Private".' }),
  statusText: statusText
    .default('[!time!] [!type!] !title!')
    .meta({ description: 'May contain !time!, !type! and !title!; empty leaves the status text alone.' }),
  chat: z
    .enum(['away', 'dnd', 'offline', 'none'])
    .default('away')
    .meta({ description: 'The chat status while an event runs; `none` leaves it alone.' }),
  lamp: z
    .strictObject({
      colour: z
        .enum(['red', 'blue'])
        .default('red')
        .meta({ description: 'Blue shows in the client only, red on phones too.' }),
    })
    .prefault({}),
  categories: categories.prefault({}),
  always: always.prefault({}),
  targets: targets.prefault({}),
  privacy: z
    .enum(privacyLevels)
    .default('title')
    .meta({ description: 'How much of an event is shown; a mailbox may choose less.' }),
  notify: mailList.optional(),
});

export type PresenceProfileInput = z.input<typeof presenceProfileSchema>;
export type PresenceProfile = z.infer<typeof presenceProfileSchema>;

/** What cannot be: forwarding for every event without any way to learn where to. */
export function forwardFaults({ always: forced, targets: allowed }: PresenceProfile): Fault[] {
  const sides = [
    { side: 'Internal', isForced: forced.forwardInternal, hasTarget: allowed.internal || allowed.defaultInternal },
    { side: 'External', isForced: forced.forwardExternal, hasTarget: allowed.external || allowed.defaultExternal },
  ];
  return sides.flatMap(({ side, isForced, hasTarget }) => {
    if (!isForced || hasTarget) return [];
    const detail = `Every event forwards ${side.toLowerCase()} calls, but nothing says where to; set targets.default${side} or allow targets in texts.`;
    return [{ pointer: `/always/forward${side}`, detail }];
  });
}
