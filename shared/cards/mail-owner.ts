import { NotFoundError, PatchbayError, reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import type { Mail, Source } from '../source/source.ts';
import type { CardStore } from './card-store.ts';
import type { Delivery } from './delivery.ts';
import type { SubmissionStore } from './submission-store.ts';
import { isRefused, isSettled, type Submission, type Visitor } from './submission.ts';

export interface MailOwnerPorts {
  submissions: SubmissionStore;
  cards: CardStore;
  log: Log;
  now(): Date;
}

/**
 * Tells the owner of a card who pressed its button, once everything is written. At most once: a mail that may have been sent is
 * not sent again. It is a courtesy: what cannot be sent is logged, and the contact is there all the same.
 */
export async function mailOwner(
  ports: MailOwnerPorts,
  delivery: Delivery,
  { profile: profileId, id }: Pick<Submission, 'profile' | 'id'>,
): Promise<void> {
  const submission = await ports.submissions.find(profileId, id);
  if (!submission || !isDue(submission)) return;
  // Asked before anything is noted: what fails until here can be tried again.
  const way = await wayTo(ports, delivery, submission);
  const ownerMail = way ? 'sending' : 'none';
  const decide = (current: Submission): Partial<Submission> | undefined => (isDue(current) ? { ownerMail } : undefined);
  const sending = await ports.submissions.change(profileId, id, decide, ports.now());
  if (!way || !sending?.visitor) return;
  const outcome = await send(ports, way, sending, mailOf(sending, sending.visitor, way.to, delivery.profile.language));
  await ports.submissions.change(profileId, id, () => ({ ownerMail: outcome }), ports.now());
}

function isDue(submission: Submission): boolean {
  return submission.ownerMail === 'waiting' && isSettled(submission);
}

/** From whom, through what and to whom a mail goes. */
interface Way {
  source: Pick<Source, 'sendMail'>;
  sender: string;
  to: string;
}

async function wayTo(
  { cards, log }: MailOwnerPorts,
  delivery: Delivery,
  { profile, id, card: cardId }: Submission,
): Promise<Way | undefined> {
  const opened = await delivery.open().catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  const sender = opened?.connection.sender;
  const card = await cards.find(cardId);
  const to = [card?.body.owner, card?.body.email].find((address) => address?.includes('@'));
  if (opened !== undefined && sender !== undefined && to !== undefined) return { source: opened.source, sender, to };
  log.warn('ownerMail.nobody', { profile, submission: id, sender: sender !== undefined });
  return undefined;
}

async function send(
  { log }: MailOwnerPorts,
  { source, sender }: Way,
  { profile, id }: Submission,
  mail: Mail,
): Promise<'sent' | 'none'> {
  try {
    await source.sendMail(sender, mail);
    return 'sent';
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    log.warn('ownerMail.failed', { profile, submission: id, reason: reasonOf(error) });
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
