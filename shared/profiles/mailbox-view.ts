import { z } from 'zod';
import type { CoveredMailbox } from './covered-mailboxes.ts';

/** A covered mailbox as the API answers it. */
export const mailboxViewSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['personal', 'shared', 'users', 'organisationContacts']),
    name: z.string().meta({ description: "The mailbox's address, or which part of the directory it is" }),
    folder: z.string().optional(),
    account: z.string().optional(),
    enabled: z.boolean(),
    covered: z.boolean().meta({ description: "Whether the profile's sources still name it" }),
    entries: z.number(),
    lastAttemptAt: z.string().nullable(),
    lastSuccessAt: z.string().nullable(),
    outcome: z.string().nullable(),
    reason: z.string().optional(),
    retryAt: z
      .string()
      .optional()
      .meta({ description: 'Scheduled runs leave it alone until then; a run somebody starts does not' }),
  })
  .meta({ id: 'Mailbox' });

export type MailboxView = z.infer<typeof mailboxViewSchema>;

export function mailboxView(row: CoveredMailbox): MailboxView {
  const { key: id, kind, name, folder, account, enabled, covered, entries, reason, retryAt } = row;
  return {
    id,
    kind,
    name,
    ...(folder && { folder }),
    ...(account && { account }),
    enabled,
    covered,
    entries,
    lastAttemptAt: row.lastAttemptAt ?? null,
    lastSuccessAt: row.lastSuccessAt ?? null,
    outcome: row.outcome ?? null,
    ...(reason && { reason }),
    ...(retryAt && { retryAt }),
  };
}
