import { z } from 'zod';
import { mailboxAddress } from './mailbox-address.ts';

const matches = z.enum(['userName', 'email']);

/** Which mailboxes are read as those of persons, and how each finds its account; kinds of profiles differ in the usual way. */
export function personalSource(usualMatch: z.infer<typeof matches>) {
  const match = matches
    .default(usualMatch)
    .meta({ description: 'What of an account its mailbox is found by: the user name, or the e-mail address.' });
  return z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('all'), match }),
    z.strictObject({ from: z.literal('group'), group: z.guid(), match }),
    z.strictObject({ from: z.literal('list'), mailboxes: z.array(mailboxAddress).min(1).max(5000), match }),
  ]);
}

export type PersonalSource = z.infer<ReturnType<typeof personalSource>>;
