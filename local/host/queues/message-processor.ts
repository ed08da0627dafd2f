import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { QueueOptions } from '../host-json.ts';
import { errorText, type Log } from '../log.ts';
import type { QueueFunction } from '../triggers.ts';
import type { Invoker, Outcome } from '../worker/invoker.ts';
import { Lease, type LeaseTimes } from './lease.ts';
import type { MessageHandle, MessageQueue } from './message-queue.ts';
import { bodyText, decodeMessage, encodeMessage } from './message-text.ts';
import { queueTriggerMetadata, type MessageFacts } from './trigger-metadata.ts';

export interface ProcessorOptions {
  function: QueueFunction;
  queue: MessageQueue;
  options: QueueOptions;
  lease: LeaseTimes;
  invoker: Invoker;
  log: Log;
}

/** Takes one received message to its end: deleted, given back, or moved to the poison queue (`QueueProcessor`). */
export class MessageProcessor {
  readonly #given: ProcessorOptions;

  constructor(options: ProcessorOptions) {
    this.#given = options;
  }

  /** Never rejects: whatever fails is logged, and the message comes back when its lease ends. */
  async process(item: DequeuedMessageItem): Promise<void> {
    try {
      await this.#process(item);
    } catch (error) {
      this.#log('error', 'queue.messageFailed', item, errorText(error));
    }
  }

  /** Invokes the function with a text that no queue holds. */
  async runManually(input: string): Promise<void> {
    await this.#invoke(Buffer.from(input), { dequeueCount: 0 });
  }

  async #process(item: DequeuedMessageItem): Promise<void> {
    const { options, queue, lease: times } = this.#given;
    const handle = { id: item.messageId, popReceipt: item.popReceipt };
    const body = decodeMessage(item.messageText, options.messageEncoding);
    if (body === undefined) {
      this.#log('warning', 'queue.undecodable', item, 'Message decoding has failed! Check messageEncoding settings.');
      await this.#moveToPoison(item, handle, item.messageText);
      return;
    }
    const text = encodeMessage(body, options.messageEncoding);
    if (item.dequeueCount > options.maxDequeueCount) {
      await this.#moveToPoison(item, handle, text);
      return;
    }
    const lease = new Lease(queue, handle, times, (error) => {
      this.#log('warning', 'queue.leaseNotRenewed', item, errorText(error));
    });
    const outcome = await this.#invoke(body, { ...item, id: item.messageId });
    await this.#complete(item, await lease.stop(), text, outcome.succeeded);
  }

  async #invoke(body: Buffer, facts: MessageFacts): Promise<Outcome> {
    const { function: hosted, invoker, log } = this.#given;
    const text = bodyText(body);
    if (hosted.dataType === 'string' && text === undefined) {
      const error = 'The message is not UTF-8 text; the function was not called.';
      log('error', 'queue.notText', { function: hosted.name, message: error });
      return { succeeded: false, error };
    }
    const binary = hosted.dataType === 'binary' || text === undefined;
    return invoker.invoke({
      function: hosted.registered,
      binding: hosted.binding,
      data: binary ? { bytes: body } : { string: text },
      triggerMetadata: queueTriggerMetadata(facts, text),
    });
  }

  async #complete(item: DequeuedMessageItem, handle: MessageHandle, text: string, succeeded: boolean): Promise<void> {
    const { options, queue } = this.#given;
    if (succeeded) {
      if (!(await queue.delete(handle))) {
        this.#log('debug', 'queue.deletedMeanwhile', item, 'Somebody else took the message; it may run again.');
      }
    } else if (queue.poisonName === undefined) {
      this.#log(
        'warning',
        'queue.leftHidden',
        item,
        'The queue has no poison queue; the message returns after its lease.',
      );
    } else if (item.dequeueCount >= options.maxDequeueCount) {
      await this.#moveToPoison(item, handle, text);
    } else {
      await queue.hide(handle, Math.trunc(options.visibilityTimeoutMs / 1000));
    }
  }

  async #moveToPoison(item: DequeuedMessageItem, handle: MessageHandle, text: string): Promise<void> {
    const { queue, options } = this.#given;
    if (queue.poisonName === undefined) {
      this.#log(
        'warning',
        'queue.leftHidden',
        item,
        'The queue has no poison queue; the message returns after its lease.',
      );
      return;
    }
    const message = `Moving the message to ${queue.poisonName} (maxDequeueCount ${options.maxDequeueCount}).`;
    this.#log('warning', 'queue.poisoned', item, message);
    await queue.copyToPoison(text);
    await queue.delete(handle);
  }

  #log(level: 'debug' | 'warning' | 'error', event: string, item: DequeuedMessageItem, message: string): void {
    this.#given.log(level, event, {
      function: this.#given.function.name,
      queue: this.#given.queue.name,
      messageId: item.messageId,
      dequeueCount: item.dequeueCount,
      message,
    });
  }
}
