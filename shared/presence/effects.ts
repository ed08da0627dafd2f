import { z } from 'zod';

export const chatStates = ['none', 'away', 'dnd', 'offline'] as const;
export const lampColours = ['off', 'red', 'blue'] as const;

/** Where calls go instead: to the voicemail box, or to a number (E.164, or an internal one of two to six digits). */
export const forwardSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('voicemail') }),
  z.strictObject({ to: z.literal('number'), number: z.string() }),
]);
export type Forward = z.infer<typeof forwardSchema>;

/** What is set on the phone system for one account; with nothing running, everything is as in `noEffects`. */
export const effectsSchema = z
  .strictObject({
    chat: z.enum(chatStates).meta({ description: 'The chat status; `none` leaves it alone.' }),
    text: z.string().meta({ description: 'The status text; empty leaves it alone.' }),
    lamp: z
      .enum(lampColours)
      .meta({ description: 'The function-key lamp; blue shows in the client only, red on phones too.' }),
    doNotDisturb: z.boolean(),
    /** Null: calls of that side are not forwarded. */
    internal: forwardSchema.nullable(),
    external: forwardSchema.nullable(),
    groups: z.boolean().meta({ description: 'Whether forwarding covers the numbers of groups too.' }),
  })
  .meta({ id: 'Effects' });

export type Effects = z.infer<typeof effectsSchema>;

export const noEffects: Effects = {
  chat: 'none',
  text: '',
  lamp: 'off',
  doNotDisturb: false,
  internal: null,
  external: null,
  groups: false,
};
