import type { Connection } from '../connections/connection.ts';
import { PatchbayError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import { mailsOf } from '../http/text.ts';
import type { Mail, Source } from '../source/source.ts';
import { mailOf, type Incident, type Incidents, type NoticePhase } from './incidents.ts';
import type { NoticeMessage } from './notice-message.ts';

export interface SendNoticePorts {
  incidents: Incidents;
  profiles: ProfileStore;
  connection(id: string): Promise<Connection>;
  openSource(connection: Connection): Source;
  log: Log;
  now(): Date;
}

/** A mail whose sender has not been heard of for this time is sent again; longer than a function may run (host.json). */
const silentMinutes = 15;

/** Whether whoever took up the mail must have died, or never learned what became of it. */
export function isStuck(incident: Incident, phase: NoticePhase, now: Date): boolean {
  const { state, at } = mailOf(incident, phase);
  return state === 'sending' && now.getTime() - Date.parse(at || incident.openedAt) >= silentMinutes * 60_000;
}

/**
 * Sends one mail about an incident. Of several senders one does; a mail whose fate is unknown is sent again later, because twice is
 * better than never. Throws what the source throws, so that the queue tries again where it is certain that nothing was sent.
 */
export async function sendNotice(ports: SendNoticePorts, message: NoticeMessage): Promise<void> {
  const { profile: profileId, kind, openedAt, phase } = message;
  const incident = await ports.incidents.find(profileId, kind, openedAt);
  if (!incident || (mailOf(incident, phase).state !== 'waiting' && !isStuck(incident, phase, ports.now()))) return;
  const { body: profile } = await ports.profiles.get(profileId);
  const connection = await ports.connection(profile.connectionId);
  const to = profile.notify === undefined ? [] : mailsOf(profile.notify);
  if (to.length === 0 || connection.sender === undefined) {
    ports.log.warn('notice.nobody', { profile: profileId, kind, sender: connection.sender !== undefined });
    await ports.incidents.markMail(incident, phase, 'none', ports.now());
    return;
  }
  const sending = await ports.incidents.markMail(incident, phase, 'sending', ports.now());
  if (!sending) return;
  try {
    await ports.openSource(connection).sendMail(connection.sender, textOf(profile.name, sending, phase, to));
  } catch (error) {
    if (wasRefused(error)) await ports.incidents.markMail(sending, phase, 'waiting', ports.now());
    throw error;
  }
  await ports.incidents.markMail(sending, phase, 'sent', ports.now());
  ports.log.info('notice.sent', { profile: profileId, kind, phase, recipients: to.length });
}

/** Whether the source has answered that it will not send the mail; without an answer it may have been sent. */
function wasRefused(error: unknown): boolean {
  return error instanceof PatchbayError && error.kind !== 'unavailable';
}

const headlines: Readonly<Record<string, string>> = {
  runFailed: 'the run failed',
  held: 'a deletion waits for your release',
  sourceFailed: 'a source cannot be read',
  mailboxFailed: 'mailboxes cannot be read',
  deadLetter: 'a message was given up',
  secretExpires: 'the credential of the connection expires',
};

function textOf(name: string, incident: Incident, phase: NoticePhase, to: readonly string[]): Mail {
  const headline = headlines[incident.kind.split(' ')[0] ?? ''] ?? 'please look';
  if (phase === 'closed') {
    const text = `What was reported on ${incident.openedAt} is over since ${incident.closedAt}.\n\nIt was: ${incident.reason}\n`;
    return { to, subject: `Patchbay: ${name}: over: ${headline}`, text };
  }
  const text = [
    incident.reason,
    '',
    `Profile: ${name} (${incident.profile})`,
    `Run: ${incident.run}`,
    `Since: ${incident.openedAt}`,
    '',
    'Nothing was deleted because of this; what was read before is still served.',
    'You get one more mail when it is over.',
  ].join('\n');
  return { to, subject: `Patchbay: ${name}: ${headline}`, text };
}
