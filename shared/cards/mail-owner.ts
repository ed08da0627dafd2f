import type { Connection } from '../connections/connection.ts';
import { PatchbayError, reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import { ofKind } from '../profiles/profile.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { Mail, Source } from '../source/source.ts';
import type { CardStore } from './card-store.ts';
import type { SubmissionStore } from './submission-store.ts';
import { isRefused, isSettled, type Submission, type Visitor } from './submission.ts';

export interface MailOwnerPorts {
  submissions: SubmissionStore;
  profiles: ProfileStore;
  cards: CardStore;
  connection(id: string): Promise<Connection>;
  source: Pick<Source, 'sendMail'>;
  log: Log;
  now(): Date;
}

/**
 * Tells the owner of a card who pressed its button, once everything is written. At most once: a mail that may have been sent is
 * not sent again. It is a courtesy: what cannot be sent is logged, and the contact is there all the same.
 */
export async function mailOwner(ports: MailOwnerPorts, profileId: string, id: string): Promise<void> {
  const sending = await ports.submissions.change(
    profileId,
    id,
    (submission) => (isDue(submission) ? { ownerMail: 'sending' } : undefined),
    ports.now(),
  );
  if (!sending?.visitor) return;
  const outcome = await send(ports, sending, sending.visitor);
  await ports.submissions.change(profileId, id, () => ({ ownerMail: outcome }), ports.now());
}

function isDue(submission: Submission): boolean {
  return submission.ownerMail === 'waiting' && isSettled(submission);
}

async function send(ports: MailOwnerPorts, submission: Submission, visitor: Visitor): Promise<'sent' | 'none'> {
  const { body: profile } = ofKind(await ports.profiles.get(submission.profile), 'cards');
  const { sender } = await ports.connection(profile.connectionId);
  const where = { profile: submission.profile, submission: submission.id };
  try {
    const { body: card } = await ports.cards.get(submission.card);
    const to = [card.owner, card.email ?? ''].find((address) => address.includes('@'));
    if (sender === undefined || to === undefined) {
      ports.log.warn('ownerMail.nobody', { ...where, sender: sender !== undefined });
      return 'none';
    }
    await ports.source.sendMail(sender, mailOf(submission, visitor, to, profile.language));
    return 'sent';
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    ports.log.warn('ownerMail.failed', { ...where, reason: reasonOf(error) });
    return error.kind === 'unavailable' ? 'sent' : 'none';
  }
}

const words = {
  de: {
    subject: 'Visitenkarte',
    written: 'Jemand hat Ihnen über Ihre Visitenkarte Kontaktdaten geschickt; der Kontakt steht im Postfach.',
    refused:
      'Jemand hat Ihnen über Ihre Visitenkarte Kontaktdaten geschickt; nicht jedes Postfach hat den Kontakt angenommen.',
  },
  en: {
    subject: 'Business card',
    written: 'Somebody has sent you their details through your business card; the contact is in the mailbox.',
    refused: 'Somebody has sent you their details through your business card; not every mailbox has taken the contact.',
  },
} as const;

function mailOf(submission: Submission, visitor: Visitor, to: string, language: CardsProfile['language']): Mail {
  const said = words[language];
  const name = `${visitor.firstName} ${visitor.lastName}`.trim();
  const lines = [
    isRefused(submission) ? said.refused : said.written,
    '',
    ...[name, visitor.company, visitor.email, visitor.phone, visitor.website].filter((line) => line !== ''),
    ...(visitor.note === '' ? [] : ['', visitor.note]),
  ];
  return { to: [to], subject: `${said.subject}: ${name}`, text: lines.join('\n') };
}
