import type { Card } from '../../../../shared/cards/card.ts';
import { emailOf } from './visitors.ts';
import type { Held } from './exchange.ts';
import type { Installation } from './installation.ts';

/** Profiles of every kind: one mailbox or two, the fixed one being the owner's own, and what to do with duplicates. */
export const teams = {
  a0: { mailbox: 'office@contoso.com' },
  a1: { mailbox: 'office@contoso.com', mailboxMode: 'exclusive', folder: 'Cards' },
  a2: { onDuplicate: 'skip' },
  a3: { mailbox: 'office@contoso.com', onDuplicate: 'fillEmpty', folder: 'Cards', mailOwner: true },
  a4: { mailbox: 'chief@contoso.com', onDuplicate: 'fillEmpty' },
} as const;

export const teamIds = Object.keys(teams);

export interface Staffed {
  cards: [Card, ...Card[]];
  /** What was in the mailboxes before. */
  seeds: Held[];
}

/** Two cards for each team; some mailboxes know some of the visitors already. */
export async function staff(made: Installation): Promise<Staffed> {
  const { addresses } = made.exchange;
  addresses.set('office@contoso.com', 'id-office');
  // Another address of Anna's mailbox.
  addresses.set('chief@contoso.com', 'id-anna');
  const cards: Card[] = [];
  for (const [id, changes] of Object.entries(teams)) {
    await made.addProfile(id, changes);
    for (const owner of ['anna', id === 'a4' ? 'anna' : 'ben']) cards.push(await made.addCard(id, owner));
  }
  for (const mailbox of ['id-anna', 'id-ben', 'id-office']) {
    for (const visitor of [0, 3, 4])
      made.exchange.put(mailbox, { displayName: `Old ${visitor}`, email: emailOf(visitor), notes: 'By hand.' });
    made.exchange.put(mailbox, { displayName: 'Old 3', email: emailOf(3) }, 'Cards');
    made.exchange.put(mailbox, { displayName: 'Somebody else', email: 'else@example.org' });
  }
  const [first, ...more] = cards;
  if (!first) throw new Error('There are teams.');
  return { cards: [first, ...more], seeds: made.exchange.contacts.map((held) => ({ ...held })) };
}
