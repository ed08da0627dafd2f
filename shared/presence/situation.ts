import { z } from 'zod';
import { effectsSchema } from './effects.ts';

/** Why one effect is set: by which event, and by which rule of the profile or category of the event. */
export const causeSchema = z
  .strictObject({
    effect: z.enum(['chat', 'text', 'lamp', 'doNotDisturb', 'internal', 'external', 'groups']),
    event: z.string().meta({ description: 'Id of the event.' }),
    by: z.string().meta({
      description:
        'The rule of the profile (`rule chat`, `always lamp`, ...) or the category (`category _SF_DND_aktivieren`).',
    }),
  })
  .meta({ id: 'Cause' });

export type Cause = z.infer<typeof causeSchema>;

/** A forwarding that was asked for and cannot be set. */
export const alarmSchema = z.strictObject({
  event: z.string(),
  side: z.enum(['internal', 'external']),
  reason: z.string().meta({ description: 'One sentence: what is wrong with the target, and what to write instead.' }),
});

export type Alarm = z.infer<typeof alarmSchema>;

/** What holds for one account at a moment. */
export const situationSchema = z.strictObject({
  effects: effectsSchema,
  causes: z.array(causeSchema),
  alarms: z.array(alarmSchema),
  /** The event that wins: its type and title are in the status text. Null when nothing runs. */
  winner: z.string().nullable(),
  /** When it last changed and when it changes next (UTC), as far as the events that were read tell; null: not in sight. */
  since: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
});

export type Situation = z.infer<typeof situationSchema>;
