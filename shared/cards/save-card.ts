import type { Connection } from '../connections/connection.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import { ofKind, type Profile } from '../profiles/profile.ts';
import type { Source } from '../source/source.ts';
import type { Card, CardBody } from './card.ts';
import type { CardStore } from './card-store.ts';

export interface SaveCardPorts {
  cards: CardStore;
  connection(id: string): Promise<Connection>;
  openSource(connection: Connection): Pick<Source, 'mailbox'>;
  now(): Date;
}

/** Stores a new card. Throws invalid where the owner has no mailbox, and what the source throws where it cannot be asked. */
export async function createCard(ports: SaveCardPorts, profile: Profile, body: CardBody): Promise<Card> {
  return ports.cards.create(profile.id, body, await ownerMailboxOf(ports, profile, body), ports.now());
}

/** Changes a card; the mailbox is only asked for when the owner is another one. */
export async function replaceCard(ports: SaveCardPorts, profile: Profile, old: Card, body: CardBody): Promise<Card> {
  const same = old.body.owner.toLowerCase() === body.owner.toLowerCase();
  const mailbox = same ? old.ownerMailbox : await ownerMailboxOf(ports, profile, body);
  return ports.cards.replace(old, body, mailbox, ports.now());
}

async function ownerMailboxOf(ports: SaveCardPorts, profile: Profile, { owner }: CardBody): Promise<string> {
  const { body } = ofKind(profile, 'cards');
  const source = ports.openSource(await ports.connection(body.connectionId));
  try {
    return (await source.mailbox(owner)).id;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const detail = `The organisation has no mailbox ${owner}; correct the address, or choose another connection in the profile.`;
    throw new InvalidError(detail, [{ pointer: '/owner', detail }], { cause: error });
  }
}
