import { z } from 'zod';
import type { Incident } from './incidents.ts';

export const incidentSchema = z
  .object({
    kind: z.string(),
    reason: z.string(),
    run: z.string(),
    openedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable(),
    mail: z
      .enum(['waiting', 'sending', 'sent', 'none'])
      .meta({ description: 'What became of the mail about its beginning' }),
  })
  .meta({ id: 'Incident' });

export function incidentView({
  kind,
  reason,
  run,
  openedAt,
  closedAt,
  openedMail,
}: Incident): z.infer<typeof incidentSchema> {
  return { kind, reason, run, openedAt, closedAt: closedAt || null, mail: openedMail };
}
