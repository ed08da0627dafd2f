import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../../secrets/secret.ts';
import { redirectDestinationSchema } from './held.ts';

/** What `GET /rest/login` answers. */
export const loginTemplateSchema = z.object({
  loginType: z.string(),
  nonce: z.string().min(1),
});

export const tokenSchema = z.object({ token: z.string().min(1) });

const idSchema = z.union([z.int(), z.string()]).transform(String);

export const usersSchema = z.array(z.object({ id: idSchema, email: z.string().nullish() }));

/** All four fields are wanted back; what else there is goes back unchanged. */
export const phoneConfigSchema = z.looseObject({
  callWaiting: z.boolean(),
  displayNumberId: z.int(),
  doNotDisturb: z.boolean(),
  primaryPhoneId: z.int(),
});

export type PhoneConfig = z.infer<typeof phoneConfigSchema>;

/** One redirect: of one number, on one occasion. */
export const redirectSchema = z.looseObject({
  id: z.string().min(1),
  enabled: z.boolean(),
  phoneNumber: z.string().default(''),
  groupNumber: z.boolean().default(false),
  redirectTrigger: z.looseObject({ redirectTriggerType: z.string() }),
  redirectDestination: z.looseObject({ redirectDestinationType: z.string() }),
  lastMailboxDestination: z.looseObject({ mailboxId: z.string().optional() }).nullish(),
});

export type Redirect = z.infer<typeof redirectSchema>;

/** What a redirect is set to; undefined where it leads to something that is not known here, and which is therefore left alone. */
export function settingOf({ enabled, redirectDestination }: Redirect) {
  const known = redirectDestinationSchema.safeParse(redirectDestination);
  return known.success ? { enabled, redirectDestination: known.data } : undefined;
}

/** Which side a redirected number belongs to: extensions have up to six digits, everything else is a number of the public network. */
export function sideOf({ phoneNumber }: Pick<Redirect, 'phoneNumber'>): 'internal' | 'external' | undefined {
  const digits = phoneNumber.replace(/[\s()/.-]/g, '');
  if (/^\d{1,6}$/.test(digits)) return 'internal';
  return /^\+?\d{3,}$/.test(digits) ? 'external' : undefined;
}

/** The voicemail box of a number: the last one it was redirected to, or the present one. Undefined where it never had any. */
export function mailboxOf({ lastMailboxDestination, redirectDestination }: Redirect): string | undefined {
  const present = redirectDestinationSchema.safeParse(redirectDestination).data;
  if (present?.redirectDestinationType === 'MAILBOX') return present.mailboxId;
  return lastMailboxDestination?.mailboxId;
}

/** What proves a login of the type `Internal`: the password itself is not sent. */
export function loginSecret(login: string, nonce: string, password: Secret): string {
  const sha512 = (text: string): string => createHash('sha512').update(text, 'utf8').digest('hex');
  return `${login}:${sha512(login + nonce + sha512(password.reveal()))}`;
}
