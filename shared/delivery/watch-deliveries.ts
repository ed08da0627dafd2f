import { reasonOf } from '../errors.ts';
import type { Destination } from './destination.ts';
import { catchUp } from './enqueue-deliveries.ts';
import type { DeliveryPorts } from './ports.ts';
import { deleteDestination } from './save-destination.ts';
import { endIncident, tellDisabled } from './tell-destination.ts';

/** The minute's look at all destinations: finds what was lost on the way, and ends what is over. Answers how many accounts were behind. */
export async function watchDeliveries(ports: DeliveryPorts): Promise<number> {
  let late = 0;
  for (const { id: profile } of await ports.profiles.list()) {
    for (const destination of await ports.destinations.list(profile)) {
      try {
        late += await watchDestination(ports, destination);
      } catch (error) {
        // What is wrong with one destination must not keep the others from being looked at.
        ports.log.error('destination.watchFailed', { profile, destination: destination.id, reason: reasonOf(error) });
      }
    }
  }
  if (late > 0) ports.log.warn('deliveries.late', { deliveries: late });
  return late;
}

async function watchDestination(ports: DeliveryPorts, destination: Destination): Promise<number> {
  const { profile, id, leavingSince, health } = destination;
  if (leavingSince !== '' && (await hasLeft(ports, destination))) {
    await ports.deliveries.removeAll(profile, id);
    await ports.destinations.delete(destination);
    await endIncident(ports, destination);
    return 0;
  }
  if (health.disabledAt === '') return catchUp(ports, destination);
  // Telling may have been cut off after it was disabled.
  await tellDisabled(ports, destination, health);
  return 0;
}

/** Whether nothing is left to take back, or nothing more can be. */
async function hasLeft({ deliveries }: DeliveryPorts, { profile, id, health }: Destination): Promise<boolean> {
  return health.disabledAt !== '' || (await deliveries.progress(profile, id)).length === 0;
}

/**
 * Takes back what was set for a profile that is deleted, and removes its destinations; answers whether none is left. Call it again
 * until then: a phone system that does not answer is waited for as long as for every other delivery.
 */
export async function withdrawDestinations(ports: DeliveryPorts, profile: string): Promise<boolean> {
  for (const destination of await ports.destinations.list(profile)) {
    if (destination.leavingSince === '') await deleteDestination(ports, destination);
    else await watchDestination(ports, destination);
  }
  return (await ports.destinations.list(profile)).length === 0;
}
