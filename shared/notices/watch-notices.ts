import type { Incident, NoticePhase } from './incidents.ts';
import { noticeMessage } from './notice-message.ts';
import { isStuck } from './send-notice.ts';
import type { NoticePorts } from './tell-operator.ts';

const phases: readonly NoticePhase[] = ['opened', 'closed'];

/**
 * Has the mails sent again whose sender died before it could say that they went out. Nothing is changed here, so that it may be cut off
 * and repeated: whoever handles the message takes the mail over.
 */
export async function watchNotices(ports: NoticePorts, profiles: readonly { id: string }[]): Promise<void> {
  for (const { id: profile } of profiles) {
    for (const [incident, phase] of stuckMails(await ports.incidents.list(profile), ports.now())) {
      ports.log.warn('notice.sendAgain', { profile, kind: incident.kind, phase });
      await ports.noticeQueue.send(noticeMessage(incident, phase));
    }
  }
}

function stuckMails(incidents: readonly Incident[], now: Date): [Incident, NoticePhase][] {
  return incidents.flatMap((incident) =>
    phases.flatMap((phase): [Incident, NoticePhase][] => (isStuck(incident, phase, now) ? [[incident, phase]] : [])),
  );
}
