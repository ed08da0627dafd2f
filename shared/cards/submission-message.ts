import { z } from 'zod';

const version = 1;

/** Messages of the queue `submissions`: which submission is to be written into its mailboxes. */
export const submissionMessageSchema = z.object({
  v: z.literal(version),
  type: z.literal('submission'),
  profile: z.string(),
  submission: z.string(),
});

export type SubmissionMessage = z.infer<typeof submissionMessageSchema>;

export function submissionMessage(profile: string, submission: string): SubmissionMessage {
  return { v: version, type: 'submission', profile, submission };
}
