import type { StorageQueueHandler } from '@azure/functions';
import { deliver } from '../../shared/delivery/deliver.ts';
import { deliveryMessageSchema } from '../../shared/delivery/delivery-message.ts';
import { catchUp } from '../../shared/delivery/enqueue-deliveries.ts';
import { parseMessage } from '../../shared/runs/messages.ts';
import type { Services } from '../../shared/services.ts';

/** Queue `deliveries`: brings one account up to date on a destination, or finds all that are not. */
export function deliverWorker(services: () => Services): StorageQueueHandler {
  return async (received) => {
    const message = parseMessage(deliveryMessageSchema, received);
    if (message.type === 'delivery') return deliver(services(), message);
    const destination = await services().destinations.find(message.profile, message.destination);
    if (destination?.health.disabledAt === '') await catchUp(services(), destination);
  };
}
