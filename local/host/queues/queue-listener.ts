import { setTimeout as delay } from 'node:timers/promises';
import type { DequeuedMessageItem } from '@azure/storage-queue';
import { errorMessage } from '../log.ts';
import { BackOff } from './back-off.ts';
import { MessageProcessor, type ProcessorOptions } from './message-processor.ts';

/**
 * Serves one queue function (`QueueListener`): fetches up to `batchSize` messages whenever at most `newBatchThreshold`
 * are being processed, so that at most the sum of both runs at a time.
 */
export class QueueListener {
  readonly #options: ProcessorOptions;
  readonly #processor: MessageProcessor;
  readonly #backOff: BackOff;
  readonly #processing = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #polling: Promise<void> | undefined;
  #failing = false;

  constructor(options: ProcessorOptions) {
    this.#options = options;
    this.#processor = new MessageProcessor(options);
    this.#backOff = new BackOff(options.options.maxPollingIntervalMs);
  }

  start(): void {
    this.#polling = this.#poll();
  }

  /** Fetches no more; resolves when the messages already received are processed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    await Promise.all(this.#processing);
  }

  async runManually(input: string): Promise<void> {
    await this.#processor.runManually(input);
  }

  async #poll(): Promise<void> {
    let found = false;
    while (!this.#stopping.signal.aborted) {
      const batch = await this.#fetch();
      for (const item of batch) this.#process(item);
      if (batch.length > 0) {
        found = true;
        await this.#belowThreshold();
      } else {
        await this.#wait(this.#backOff.next(found));
        found = false;
      }
    }
  }

  async #fetch(): Promise<DequeuedMessageItem[]> {
    const { queue, options, lease, log, function: hosted } = this.#options;
    try {
      // Not aborted when stopping: messages that were received but thrown away would be hidden for the whole lease.
      const batch = await queue.receive(options.batchSize, lease.seconds);
      if (this.#failing) log('information', 'queue.reachable', { function: hosted.name, queue: queue.name });
      this.#failing = false;
      return batch;
    } catch (error) {
      // Said once, not with every poll.
      if (!this.#failing) {
        log('error', 'queue.unreachable', { function: hosted.name, queue: queue.name, message: errorMessage(error) });
      }
      this.#failing = true;
      return [];
    }
  }

  #process(item: DequeuedMessageItem): void {
    const processing = this.#processor.process(item);
    this.#processing.add(processing);
    void processing.then(() => this.#processing.delete(processing));
  }

  async #belowThreshold(): Promise<void> {
    while (this.#processing.size > this.#options.options.newBatchThreshold && !this.#stopping.signal.aborted) {
      await Promise.race(this.#processing);
    }
  }

  async #wait(ms: number): Promise<void> {
    try {
      await delay(ms, undefined, { signal: this.#stopping.signal });
    } catch {
      // Stopping ends the wait.
    }
  }
}
