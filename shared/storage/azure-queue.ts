import type { QueueClient } from '@azure/storage-queue';
import { UnavailableError } from '../errors.ts';
import { statusOf } from './azure-errors.ts';
import { messageText, type Queue } from './queue.ts';

const never = -1;
const longestDelaySeconds = 7 * 24 * 3600 - 1;

/**
 * A queue of Azure Storage (or Azurite), created when it is first used. The only place where messages are encoded. `open` is asked
 * for the client with each message.
 */
export function azureQueue(name: string, open: () => Promise<QueueClient>): Queue {
  return {
    async send(message, options = {}) {
      const text = Buffer.from(messageText(message)).toString('base64');
      const delay = Math.min(Math.max(0, Math.ceil(options.delaySeconds ?? 0)), longestDelaySeconds);
      const sending = { messageTimeToLive: never, visibilityTimeout: delay };
      try {
        const client = await open();
        await client.sendMessage(text, sending).catch(async (error: unknown) => {
          if (statusOf(error) !== 404) throw error;
          await client.createIfNotExists();
          return client.sendMessage(text, sending);
        });
      } catch (cause) {
        throw new UnavailableError(`The queue ${name} did not take a message; it is tried again.`, { cause });
      }
    },
  };
}
