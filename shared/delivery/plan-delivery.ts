import { isDeepStrictEqual } from 'node:util';
import { noEffects } from '../presence/effects.ts';
import { hashOf, type Delivery } from './delivery.ts';
import { withdrawnState, type DesiredState } from './desired-state.ts';
import type { Destination } from './destination.ts';
import { isNothingHeld } from './starface/held.ts';

/** A state on its way to a destination. */
export interface Target {
  hash: string;
  state: DesiredState;
  /** The account is not served any more; after this nothing is kept of it. */
  isWithdrawn: boolean;
}

/** What is to be done about one account on one destination. */
export type DeliveryPlan =
  /** It is there already, or a message that is on its way sees to it. */
  | { do: 'nothing' }
  /** It is there already, under an earlier sequence. */
  | { do: 'note'; target: Target }
  /** Nothing is set for an account that is not served any more. */
  | { do: 'forget' }
  /** Another worker is at it, perhaps with an earlier state: look again when it must have ended. */
  | { do: 'comeBack'; at: string }
  | { do: 'send'; target: Target };

/** Messages may come into sight a little early. */
const earlyMs = 2000;

/** Decides from what shall hold and what was sent; pure. */
export function planDelivery(
  destination: Destination,
  delivery: Delivery | undefined,
  desired: DesiredState | undefined,
  now: Date,
): DeliveryPlan {
  const target = targetOf(destination, delivery, desired);
  if (!target) return { do: 'nothing' };
  if (!delivery) return isFirstQuiet(destination, target) ? { do: 'note', target } : { do: 'send', target };
  if (delivery.leaseUntil > now.toISOString()) return { do: 'comeBack', at: delivery.leaseUntil };
  if (target.isWithdrawn && isAtRest(delivery)) return { do: 'forget' };
  if (delivery.hash === target.hash) {
    const isNoted = delivery.sequence === target.state.sequence && delivery.epoch === destination.epoch;
    return isNoted && !target.isWithdrawn ? { do: 'nothing' } : { do: 'note', target };
  }
  const soon = new Date(now.getTime() + earlyMs).toISOString();
  const waits = delivery.heldOffUntil > soon || (delivery.target === target.hash && delivery.nextAt > soon);
  return waits ? { do: 'nothing' } : { do: 'send', target };
}

function targetOf(
  destination: Destination,
  delivery: Delivery | undefined,
  desired: DesiredState | undefined,
): Target | undefined {
  if (desired) return { hash: stateHash(destination, desired), state: desired, isWithdrawn: false };
  if (!delivery) return undefined;
  const state = withdrawnState(delivery.account, delivery.sequence + 1);
  return { hash: stateHash(destination, state), state, isWithdrawn: true };
}

/** Covers what the receiver can tell apart, and how often it was asked to be told everything again. */
function stateHash({ body, epoch }: Destination, { account, effects, until }: DesiredState): string {
  return hashOf(body.kind === 'starface' ? [epoch, account.email ?? '', effects] : [epoch, effects, until]);
}

/** A receiver that was never told anything expects nothing to be set. */
function isFirstQuiet({ epoch }: Destination, { state }: Target): boolean {
  return epoch === 0 && isDeepStrictEqual(state.effects, noEffects);
}

function isAtRest({ effects, held, target }: Delivery): boolean {
  const wasQuiet = effects === '' ? target === '' : isDeepStrictEqual(effects, noEffects);
  return wasQuiet && isNothingHeld(held);
}
