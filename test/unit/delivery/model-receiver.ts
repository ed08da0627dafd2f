import { UnavailableError } from '../../../shared/errors.ts';
import { DeliveryError, type Failure } from '../../../shared/delivery/outcome.ts';
import type { Sender } from '../../../shared/delivery/sender.ts';
import { nothingHeld } from '../../../shared/delivery/starface/held.ts';
import type { Effects } from '../../../shared/presence/effects.ts';
import type { Process } from '../runs/process.ts';

export interface Received {
  destination: string;
  account: string;
  sequence: number;
  effects: Effects;
  at: number;
}

/** A receiver in memory that remembers what came, and fails as it is told. */
export interface ModelReceiver {
  received: Received[];
  /** What the next sendings get instead of success. */
  failures: Failure[];
  /** What every sending gets while it is set. */
  failsWith: Failure | undefined;
  attemptsAt: number[];
  last(account: string): Received | undefined;
  senderOf(world: { now: number }, process: Process): Sender;
}

export function modelReceiver(): ModelReceiver {
  const model: ModelReceiver = {
    received: [],
    failures: [],
    failsWith: undefined,
    attemptsAt: [],
    last: (account) => model.received.filter((one) => one.account === account).at(-1),
    senderOf: (world, process) => ({
      async send({ destination, target }) {
        const { account, sequence, effects } = target.state;
        model.attemptsAt.push(world.now);
        const failure = model.failures.shift() ?? model.failsWith;
        if (failure) throw new DeliveryError(failure);
        try {
          await process.call('http', () => {
            model.received.push({ destination: destination.id, account: account.id, sequence, effects, at: world.now });
            return Promise.resolve();
          });
        } catch (error) {
          if (!(error instanceof UnavailableError)) throw error;
          throw new DeliveryError({ outcome: 'timeout', detail: 'It did not answer.' });
        }
        return nothingHeld;
      },
      test: () => Promise.resolve(),
    }),
  };
  return model;
}

export const down: Failure = { outcome: 'status', status: 503, detail: 'It answered with the status 503.' };
