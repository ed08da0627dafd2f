import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { NotFoundError } from '../errors.ts';
import { jsonCell, longText, longTextCells } from '../storage/json-cell.ts';
import { key, keyPart } from '../storage/keys.ts';
import type { Cells, Row, Table } from '../storage/table.ts';
import { cardSchema, type Card, type CardBody } from './card.ts';

const schemaVersion = 1;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  id: z.string(),
  profile: z.string(),
  body: jsonCell(cardSchema),
  ownerMailbox: z.string(),
  siteKey: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** The cards; those of a profile in one partition. */
export interface CardStore {
  find(id: string): Promise<Card | undefined>;
  /** Throws not found, in the same words for every card that is not there. */
  get(id: string): Promise<Card>;
  page(profile: string, options: { limit: number; cursor?: string | undefined }): Promise<CardPage>;
  create(profile: string, body: CardBody, ownerMailbox: string, now: Date): Promise<Card>;
  /** Throws conflict when the card changed since it was read. */
  replace(old: Card, body: CardBody, ownerMailbox: string, now: Date): Promise<Card>;
  delete(card: Card): Promise<void>;
}

export interface CardPage {
  cards: Card[];
  next: string | undefined;
}

export function cardStore(table: Table): CardStore {
  const find: CardStore['find'] = async (id) => {
    const row = await table.get(key(profileOf(id)), keyPart(id));
    return row && fromRow(row);
  };
  return {
    find,
    async get(id) {
      const card = await find(id);
      if (!card) throw noSuchCard();
      return card;
    },
    async page(profile, options) {
      const { rows, next } = await table.page(key(profile), options);
      return { cards: rows.map(fromRow), next };
    },
    async create(profile, body, ownerMailbox, now) {
      const at = now.toISOString();
      const names = { id: newCardId(profile), siteKey: randomBytes(12).toString('base64url') };
      const card = { ...names, profile, body, ownerMailbox, createdAt: at, updatedAt: at };
      const [etag = ''] = await table.commit(key(profile), [
        { do: 'insert', key: keyPart(card.id), cells: toCells(card) },
      ]);
      return { ...card, etag };
    },
    async replace({ etag: read, ...old }, body, ownerMailbox, now) {
      const card = { ...old, body, ownerMailbox, updatedAt: now.toISOString() };
      const [etag = ''] = await table.commit(key(old.profile), [
        { do: 'replace', key: keyPart(old.id), cells: toCells(card), etag: read },
      ]);
      return { ...card, etag };
    },
    async delete({ profile, id, etag }) {
      await table.commit(key(profile), [{ do: 'delete', key: keyPart(id), etag }]);
    },
  };
}

/** What is said of a card that does not exist, and of one that must not be seen. */
export function noSuchCard(): NotFoundError {
  return new NotFoundError('There is no such card, or it takes no contacts; check the address.');
}

function newCardId(profile: string): string {
  return `${profile}-${randomBytes(16).toString('base64url')}`;
}

/** Ids of profiles are hexadecimal, so what stands before the first dash is the profile. */
function profileOf(card: string): string {
  return card.split('-')[0] ?? '';
}

function toCells({ body, ...card }: Omit<Card, 'etag'>): Cells {
  return { v: schemaVersion, ...card, ...longTextCells('body', JSON.stringify(body)) };
}

function fromRow(row: Row): Card {
  const { v: _v, ...card } = cellsSchema.parse({ ...row.cells, body: longText('body', row.cells) });
  return { ...card, etag: row.etag };
}
