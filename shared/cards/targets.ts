import type { CardsProfile } from '../profiles/cards-profile.ts';
import type { Card } from './card.ts';
import type { Target } from './submission.ts';

/** Which mailboxes get the contact: the owner's, the profile's fixed one, or both. */
export function targetsOf(
  { mailbox, mailboxMode }: Pick<CardsProfile, 'mailbox' | 'mailboxMode'>,
  card: Card,
  since: string,
): Target[] {
  const owner = target('owner', card.ownerMailbox, since);
  if (mailbox === undefined || isOwner(mailbox, card)) return [owner];
  const fixed = target('fixed', mailbox, since);
  return mailboxMode === 'exclusive' ? [fixed] : [owner, fixed];
}

function isOwner(mailbox: string, { body, ownerMailbox }: Card): boolean {
  return [body.owner, ownerMailbox].some((name) => name.toLowerCase() === mailbox.toLowerCase());
}

function target(role: Target['role'], mailbox: string, since: string): Target {
  const untried = { folder: '', contact: '', reason: '', attempts: 0, until: '', doubtful: false };
  return { role, mailbox, state: 'waiting', since, ...untried };
}
