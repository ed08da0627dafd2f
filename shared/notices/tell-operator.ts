import type { Log } from '../log.ts';
import type { Queue } from '../storage/queue.ts';
import type { Incidents } from './incidents.ts';
import { noticeMessage } from './notice-message.ts';

/** What telling an operator needs. */
export interface NoticePorts {
  incidents: Incidents;
  noticeQueue: Queue;
  log: Log;
  now(): Date;
}

/** Opens an incident and has its mail sent; does nothing while one of its kind is open. Repeated for the same moment it goes on. */
export async function openIncident(
  ports: NoticePorts,
  profile: string,
  { kind, reason, run }: { kind: string; reason: string; run: string },
  at: Date,
): Promise<void> {
  const incident = await ports.incidents.open(profile, { kind, reason, run }, at);
  if (incident.openedAt < at.toISOString() || incident.openedMail !== 'waiting') return;
  ports.log.warn('incident.opened', { profile, run, kind, reason });
  await ports.noticeQueue.send(noticeMessage(incident, 'opened'));
}

/** Closes the open incidents of some kinds and has it said, unless something worse takes their place: then `mail` is `none`. */
export async function closeIncidents(
  ports: NoticePorts,
  profile: string,
  isOver: (kind: string, openedAt: string) => boolean,
  { at, mail = 'waiting' }: { at: Date; mail?: 'waiting' | 'none' },
): Promise<void> {
  for (const incident of await ports.incidents.list(profile)) {
    // One that was closed at this very moment was cut off before its mail was ordered.
    if (!isOver(incident.kind, incident.openedAt) || !['', at.toISOString()].includes(incident.closedAt)) continue;
    const closed = await ports.incidents.close(incident, at, mail);
    if (closed?.closedMail !== 'waiting') continue;
    ports.log.info('incident.closed', { profile, kind: incident.kind });
    await ports.noticeQueue.send(noticeMessage(closed, 'closed'));
  }
}
