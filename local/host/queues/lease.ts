import type { MessageHandle, MessageQueue } from './message-queue.ts';

/** How long a received message stays hidden, and when that is renewed while its function runs. */
export interface LeaseTimes {
  seconds: number;
  renewAfterMs: number;
}

/** Fixed in `QueueListener`: 10 minutes, renewed at half; host.json's visibilityTimeout does not change it. */
export const cloudLease: LeaseTimes = { seconds: 600, renewAfterMs: 300_000 };

/** Keeps a message hidden while its function runs (`UpdateQueueMessageVisibilityCommand`). */
export class Lease {
  readonly #queue: MessageQueue;
  readonly #times: LeaseTimes;
  readonly #onError: (error: unknown) => void;
  #message: MessageHandle;
  #timer: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | undefined;
  #stopped = false;

  /** @param onError hears of renewals that failed; they are repeated sooner, at least after a tenth of the lease */
  constructor(queue: MessageQueue, message: MessageHandle, times: LeaseTimes, onError: (error: unknown) => void) {
    this.#queue = queue;
    this.#message = message;
    this.#times = times;
    this.#onError = onError;
    this.#renewIn(times.renewAfterMs);
  }

  /** Ends the renewals; the message as it is then, with its latest receipt. */
  async stop(): Promise<MessageHandle> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#renewing;
    return this.#message;
  }

  #renewIn(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#renewing = this.#renew(delayMs);
    }, delayMs);
  }

  async #renew(delayMs: number): Promise<void> {
    let next = this.#times.renewAfterMs;
    try {
      const popReceipt = await this.#queue.hide(this.#message, this.#times.seconds);
      // Once the receipt no longer fits, the message is somebody else's for good.
      if (popReceipt === undefined) return;
      this.#message = { ...this.#message, popReceipt };
    } catch (error) {
      this.#onError(error);
      next = Math.max(delayMs / 2, this.#times.seconds * 100);
    }
    if (!this.#stopped) this.#renewIn(next);
  }
}
