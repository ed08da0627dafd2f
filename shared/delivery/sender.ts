import type { Delivery } from './delivery.ts';
import type { Destination } from './destination.ts';
import type { Target } from './plan-delivery.ts';
import type { Held } from './starface/held.ts';

/** One attempt to bring an account's state to a destination. */
export interface Attempt<D extends Destination = Destination> {
  destination: D;
  /** What was sent before, as it was taken up for this attempt. */
  delivery: Delivery;
  target: Target;
  /** When it must have ended: before somebody else may take it up. */
  signal: AbortSignal;
  /** Stores what is about to be set and what is there before; throws conflict when somebody else has taken it up. */
  hold(held: Held): Promise<void>;
}

/** How states get to destinations of one kind. Whatever does not get there throws `DeliveryError`. */
export interface Sender<D extends Destination = Destination> {
  /** Answers what is held afterwards. */
  send(attempt: Attempt<D>): Promise<Held>;
  /** Tries the address and what it is reached with; sets nothing. */
  test(destination: D): Promise<void>;
}
