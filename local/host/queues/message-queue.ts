import { QueueServiceClient, RestError, type DequeuedMessageItem, type QueueClient } from '@azure/storage-queue';
import { HostRefusal } from '../refusal.ts';

/** A message's identity for changing it; every change makes a new receipt. */
export interface MessageHandle {
  id: string;
  popReceipt: string;
}

const poisonSuffix = '-poison';
const longestName = 63;

/** One storage queue and its poison queue, as the storage extension uses them. */
export class MessageQueue {
  readonly name: string;
  readonly #queue: QueueClient;
  readonly #poison: QueueClient | undefined;
  #known = false;

  /** @param name as registered; the extension turns it to lower case */
  constructor(connectionString: string, name: string) {
    this.name = name.toLowerCase();
    if (!/^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(this.name)) {
      throw new HostRefusal(`"${name}" is not a legal queue name.`);
    }
    const service = createService(connectionString);
    this.#queue = service.getQueueClient(this.name);
    const poisonName = `${this.name}${poisonSuffix}`;
    // Poison queues and names too long for the suffix have none (`QueueListenerFactory.CreatePoisonQueueReference`).
    const hasPoison = !this.name.endsWith(poisonSuffix) && poisonName.length <= longestName;
    this.#poison = hasPoison ? service.getQueueClient(poisonName) : undefined;
  }

  get poisonName(): string | undefined {
    return this.#poison?.name;
  }

  /**
   * Takes messages and hides them for the lease; a queue that does not exist is as good as an empty one.
   * @param count 1 to 32
   */
  async receive(count: number, leaseSeconds: number): Promise<DequeuedMessageItem[]> {
    try {
      this.#known ||= await this.#queue.exists();
      if (!this.#known) return [];
      const response = await this.#queue.receiveMessages({ numberOfMessages: count, visibilityTimeout: leaseSeconds });
      return response.receivedMessageItems;
    } catch (error) {
      this.#known = false;
      if (isGone(error)) return [];
      throw error;
    }
  }

  /**
   * Hides the message for so many more seconds.
   * @returns the new receipt, or undefined when somebody else owns the message by now or it is gone
   */
  async hide(message: MessageHandle, seconds: number): Promise<string | undefined> {
    try {
      const response = await this.#queue.updateMessage(message.id, message.popReceipt, undefined, seconds);
      return response.popReceipt;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** @returns whether the message was still there and ours */
  async delete(message: MessageHandle): Promise<boolean> {
    try {
      await this.#queue.deleteMessage(message.id, message.popReceipt);
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  /** Copies a message's text, and nothing else, to the poison queue with the service's default time to live of 7 days. */
  async copyToPoison(text: string): Promise<void> {
    if (this.#poison === undefined) return;
    try {
      await this.#poison.sendMessage(text);
    } catch (error) {
      if (!isGone(error)) throw error;
      await this.#poison.createIfNotExists();
      await this.#poison.sendMessage(text);
    }
  }
}

/** Answers that say that the message or the queue is not there, or no longer ours. */
const goneCodes = new Set([
  'PopReceiptMismatch',
  'MessageNotFound',
  'QueueNotFound',
  'QueueBeingDeleted',
  'QueueDisabled',
]);

function isGone(error: unknown): boolean {
  return error instanceof RestError && error.code !== undefined && goneCodes.has(error.code);
}

function createService(connectionString: string): QueueServiceClient {
  try {
    // The listener backs off by itself, so the client need not try for long.
    return QueueServiceClient.fromConnectionString(connectionString, {
      retryOptions: { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 1000 },
    });
  } catch (error) {
    // The SDK's own message is left out because it may quote the connection string.
    throw new HostRefusal('The storage connection string is not valid.', { cause: error });
  }
}
