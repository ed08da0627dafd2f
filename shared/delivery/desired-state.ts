import { z } from 'zod';
import { noEffects, type Effects } from '../presence/effects.ts';

/** The account that a state is about, as destinations may know it. */
export const desiredAccountSchema = z.object({
  id: z.string(),
  email: z.string().optional(),
  userName: z.string().optional(),
  extension: z.string().optional(),
});

export type DesiredAccount = z.infer<typeof desiredAccountSchema>;

/** What shall hold for an account on every destination. */
export interface DesiredState {
  account: DesiredAccount;
  /** Counts the changes of an account's effects; never goes back. */
  sequence: number;
  effects: Effects;
  /** When it changes next and when it last did (UTC); null: not in sight. */
  until: string | null;
  since: string | null;
  winner: { type: string; title?: string | undefined } | null;
}

/** Where deliveries learn what is to be delivered. */
export interface DesiredStates {
  /** Undefined for an account that is not served any more: what was set for it is taken back. */
  get(profile: string, account: string): Promise<DesiredState | undefined>;
  /** All accounts of a profile with the sequence of their state. */
  list(profile: string): Promise<{ account: string; sequence: number }[]>;
}

/** The state of an account that is not served any more. */
export function withdrawnState(account: DesiredAccount, sequence: number): DesiredState {
  return { account, sequence, effects: noEffects, until: null, since: null, winner: null };
}
