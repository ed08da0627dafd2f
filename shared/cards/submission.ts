import { z } from 'zod';

/** What a visitor has entered, checked; absent fields are empty. */
export const visitorSchema = z.strictObject({
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  /** As typed. */
  phone: z.string(),
  /** The number in E.164 where the numbering plan has it; otherwise empty. */
  phoneE164: z.string(),
  company: z.string(),
  jobTitle: z.string(),
  website: z.string(),
  street: z.string(),
  postalCode: z.string(),
  city: z.string(),
  country: z.string(),
  note: z.string(),
});
export type Visitor = z.infer<typeof visitorSchema>;

export const languages = ['de', 'en'] as const;
export type Language = (typeof languages)[number];

/** What the visitor agreed to: the text that stood there, and when. A card platform's own consent is not known to us. */
export const consentSchema = z.strictObject({ text: z.string(), version: z.string(), at: z.iso.datetime() });

/**
 * `waiting`: to be written. `writing`: a worker is at it until `until`, or died over it. `created`: the contact exists.
 * `filled`: an existing contact was completed. `skipped`: there was one already. `refused`: the mailbox does not take it;
 * somebody has to repair something and replay.
 */
export const targetStates = ['waiting', 'writing', 'created', 'filled', 'skipped', 'refused'] as const;

/** One mailbox that is to get the contact of a submission. */
export const targetSchema = z.strictObject({
  role: z.enum(['owner', 'fixed']),
  /** Directory object id; of a fixed mailbox the address in the profile until it was first looked up. */
  mailbox: z.string(),
  /** Name of the contact folder of the last attempt, where its contact would be; the default one when empty. */
  folder: z.string().default(''),
  state: z.enum(targetStates),
  /** Id of the contact; empty until there is one. */
  contact: z.string(),
  /** Why it is not there yet, or never will be; one sentence. */
  reason: z.string(),
  attempts: z.int(),
  /** Since when it is being tried: when it was received, or replayed. */
  since: z.string(),
  /** While `writing`: when the worker that is at it has certainly stopped. While `waiting`: not before. UTC. */
  until: z.string(),
  /** Whether a request may have created the contact without our learning of it: then its tag is looked up first. */
  doubtful: z.boolean(),
});
export type Target = z.infer<typeof targetSchema>;

/** Mail to the owner: `none` is wanted, it is `waiting`, being sent, or sent. */
export const ownerMailStates = ['none', 'waiting', 'sending', 'sent'] as const;

/** One press of a card's Connect button. */
export interface Submission {
  /** Lower-case hex, newest first in order of text; also the tag of the contact, and as hard to guess as the card. */
  id: string;
  profile: string;
  card: string;
  receivedAt: string;
  /** Which way it came: from a browser's page, or signed from a platform's server. */
  from: 'page' | 'platform';
  language: Language;
  /** Undefined once its days of keeping are over, or the person was erased. */
  visitor: Visitor | undefined;
  consent: z.infer<typeof consentSchema> | undefined;
  targets: Target[];
  ownerMail: (typeof ownerMailStates)[number];
  etag: string;
}

/** Whether nothing is left to be done, for better or worse. */
export function isSettled({ targets }: Pick<Submission, 'targets'>): boolean {
  return targets.every(({ state }) => state !== 'waiting' && state !== 'writing');
}

export function isRefused({ targets }: Pick<Submission, 'targets'>): boolean {
  return targets.some(({ state }) => state === 'refused');
}
