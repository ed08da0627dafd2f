import { z } from 'zod';
import type { Incident, NoticePhase } from './incidents.ts';

const version = 1;

/** Messages of the queue `notices`: which mail is to be sent about which incident. */
export const noticeMessageSchema = z.object({
  v: z.literal(version),
  type: z.literal('notice'),
  profile: z.string(),
  kind: z.string(),
  openedAt: z.string(),
  phase: z.enum(['opened', 'closed']),
});

export type NoticeMessage = z.infer<typeof noticeMessageSchema>;

export function noticeMessage({ profile, kind, openedAt }: Incident, phase: NoticePhase): NoticeMessage {
  return { v: version, type: 'notice', profile, kind, openedAt, phase };
}
