import { z } from 'zod';
import type { DeadLetter } from './dead-letter-store.ts';

export const deadLetterViewSchema = z
  .object({
    id: z.string(),
    queue: z.string(),
    profile: z.string(),
    run: z.string(),
    reason: z.string(),
    recordedAt: z.iso.datetime(),
    replayedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DeadLetter' });

export function deadLetterView(letter: DeadLetter): z.infer<typeof deadLetterViewSchema> {
  const { id, queue, profile, run, reason, recordedAt, replayedAt } = letter;
  return { id, queue, profile, run, reason, recordedAt, replayedAt: replayedAt || null };
}
