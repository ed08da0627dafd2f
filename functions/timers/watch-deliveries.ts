import type { TimerHandler } from '@azure/functions';
import { watchDeliveries } from '../../shared/delivery/watch-deliveries.ts';
import type { Services } from '../../shared/services.ts';

/** Every minute: has delivered what was lost on its way, and ends destinations that have nothing left to take back. */
export function watchDeliveriesTimer(services: () => Services): TimerHandler {
  return async () => {
    await watchDeliveries(services());
  };
}
