import { createHash } from 'node:crypto';
import { z } from 'zod';
import { effectsSchema } from '../presence/effects.ts';
import { jsonCell } from '../storage/json-cell.ts';
import type { Cells, Row } from '../storage/table.ts';
import { desiredAccountSchema } from './desired-state.ts';
import { heldSchema, nothingHeld } from './starface/held.ts';

const schemaVersion = 1;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  profile: z.string(),
  destination: z.string(),
  account: jsonCell(desiredAccountSchema),
  /** The last state that got there: its hash (empty: none yet), its effects, its sequence, and in which epoch of the destination. */
  hash: z.string(),
  effects: z.union([z.literal(''), jsonCell(effectsSchema)]),
  sequence: z.int(),
  epoch: z.int(),
  sentAt: z.string(),
  /** The state that is being tried, and since when. */
  target: z.string(),
  targetAt: z.string(),
  /** Attempts that failed one after the other, the sentence about the last, and when the next may be. */
  attempts: z.int(),
  failure: z.string(),
  nextAt: z.string(),
  /** Until when the receiver wants to be left alone, whatever changes. */
  heldOffUntil: z.string(),
  /** Until when a worker is at it; empty: nobody is. */
  leaseUntil: z.string(),
  /** What was set on a phone system for the account, and what was there before. */
  held: jsonCell(heldSchema),
});

/** What one destination has been sent for one account. */
export interface Delivery extends Omit<z.infer<typeof cellsSchema>, 'v'> {
  etag: string;
}

/** The delivery of an account of which nothing was sent. */
export function newDelivery(known: Pick<Delivery, 'profile' | 'destination' | 'account'>): Omit<Delivery, 'etag'> {
  return {
    ...known,
    ...{ hash: '', effects: '', sequence: -1, epoch: -1, sentAt: '', target: '', targetAt: '' },
    ...{ attempts: 0, failure: '', nextAt: '', heldOffUntil: '', leaseUntil: '', held: nothingHeld },
  };
}

export function toDeliveryCells(delivery: Omit<Delivery, 'etag'> & { etag?: string }): Cells {
  const { etag: _etag, account, effects, held, ...plain } = delivery;
  return {
    v: schemaVersion,
    ...plain,
    account: JSON.stringify(account),
    effects: effects === '' ? '' : JSON.stringify(effects),
    held: JSON.stringify(held),
  };
}

export function fromDeliveryRow(row: Row): Delivery {
  const { v: _v, ...delivery } = cellsSchema.parse(row.cells);
  return { ...delivery, etag: row.etag };
}

/** What the watch reads of each delivery. */
export const progressCellsSchema = z.object({
  account: jsonCell(desiredAccountSchema).transform(({ id }) => id),
  sequence: z.int(),
  epoch: z.int(),
  nextAt: z.string(),
  leaseUntil: z.string(),
});

export type Progress = z.infer<typeof progressCellsSchema>;

export function hashOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url');
}
