import { z } from 'zod';

/** Where a call goes that is redirected. */
export const redirectDestinationSchema = z.discriminatedUnion('redirectDestinationType', [
  z.object({ redirectDestinationType: z.literal('MAILBOX'), mailboxId: z.string() }),
  z.object({ redirectDestinationType: z.literal('PHONENUMBER'), phoneNumber: z.string() }),
]);

/** What of a redirect is set and put back; the rest of it is nobody's business. */
export const redirectSettingSchema = z.object({
  enabled: z.boolean(),
  redirectDestination: redirectDestinationSchema,
});

export type RedirectSetting = z.infer<typeof redirectSettingSchema>;

/**
 * How far one setting has come: `setting` and `restoring` are stored before the phone system is asked, so that a worker that dies in
 * between leaves behind what it was about to do; `theirs`: a person has changed it since, and it stays so.
 */
const phases = ['setting', 'set', 'restoring', 'theirs'] as const;

function heldSettingOf<S extends z.ZodType>(setting: S) {
  return z.object({
    phase: z.enum(phases),
    /** What is put back in the end. */
    before: setting,
    /** What was set. */
    set: setting,
    /** What else may be there because of us: the value before a change that is not confirmed, or how the phone system spells what was set. */
    likewise: setting.optional(),
  });
}

export const heldSchema = z.object({
  /** Whose settings they are; empty: nothing is held. */
  user: z.string(),
  doNotDisturb: heldSettingOf(z.boolean()).optional(),
  /** By the id of the redirect. */
  redirects: z.record(z.string(), heldSettingOf(redirectSettingSchema)),
});

export type Held = z.infer<typeof heldSchema>;

/** One setting that was changed, and what was there before. */
export interface HeldSetting<S> {
  phase: (typeof phases)[number];
  before: S;
  set: S;
  likewise?: S | undefined;
}

export const nothingHeld: Held = { user: '', redirects: {} };

export function isNothingHeld({ doNotDisturb, redirects }: Held): boolean {
  return doNotDisturb === undefined && Object.keys(redirects).length === 0;
}
