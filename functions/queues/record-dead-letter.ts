import type { StorageQueueHandler } from '@azure/functions';
import { recordDeadLetter, type QueueName } from '../../shared/deadletters/record-dead-letter.ts';
import type { Services } from '../../shared/services.ts';

/** The `-poison` queues: records what failed five times. */
export function recordDeadLetterWorker(queue: QueueName, services: () => Services): StorageQueueHandler {
  return async (received) => {
    await recordDeadLetter(services(), queue, received);
  };
}
