import { z } from 'zod';
import {
  consentSchema,
  isRefused,
  isSettled,
  targetSchema,
  targetStates,
  visitorSchema,
  type Submission,
} from './submission.ts';

/** A submission as operators see it. */
export const submissionViewSchema = z
  .strictObject({
    id: z.string(),
    card: z.string(),
    receivedAt: z.iso.datetime(),
    from: z.enum(['page', 'platform']),
    language: z.string(),
    visitor: visitorSchema
      .nullable()
      .meta({ description: 'Null once its days of keeping are over, or it was erased.' }),
    consent: consentSchema.nullable(),
    targets: z.array(
      z.strictObject({
        role: targetSchema.shape.role,
        mailbox: z.string(),
        state: z.enum(targetStates),
        contact: z.string().nullable(),
        reason: z.string().nullable(),
        attempts: z.int(),
      }),
    ),
    ownerMail: z.enum(['none', 'waiting', 'sending', 'sent']),
  })
  .meta({ id: 'Submission' });

export function submissionView(submission: Submission): z.infer<typeof submissionViewSchema> {
  const { id, card, receivedAt, from, language, visitor, consent, targets, ownerMail } = submission;
  return {
    ...{ id, card, receivedAt, from, language, visitor: visitor ?? null, consent: consent ?? null, ownerMail },
    targets: targets.map(({ role, mailbox, state, contact, reason, attempts }) => ({
      ...{ role, mailbox, state, contact: contact || null, reason: reason || null, attempts },
    })),
  };
}

/** What a page may know of a submission: whether it was taken, is written, or needs somebody's help. Nothing else. */
export const outcomeSchema = z
  .strictObject({ id: z.string(), outcome: z.enum(['accepted', 'done', 'delayed']) })
  .meta({ id: 'SubmissionOutcome' });

export function outcomeOf(submission: Submission): z.infer<typeof outcomeSchema> {
  const { id } = submission;
  if (isRefused(submission)) return { id, outcome: 'delayed' };
  return { id, outcome: isSettled(submission) ? 'done' : 'accepted' };
}
