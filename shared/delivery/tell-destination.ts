import { closeIncidents, openIncident } from '../notices/tell-operator.ts';
import { afterFailure, afterSuccess } from './destination-health.ts';
import { hostOf, type Destination, type DestinationHealth } from './destination.ts';
import type { Failure } from './outcome.ts';
import type { DeliveryPorts } from './ports.ts';

/** Notes that something got through; an incident ends with that. */
export async function noteSuccess(ports: DeliveryPorts, destination: Destination): Promise<void> {
  // As it was read before sending: who failed meanwhile has noted it, and the next one that gets through ends it.
  if (!afterSuccess(destination.health)) return;
  if (destination.health.isTold) await endIncident(ports, destination);
  await ports.destinations.changeHealth(destination, afterSuccess);
}

/** Notes that something did not get through, and tells the operator when nothing more is sent because of it. */
export async function noteFailure(ports: DeliveryPorts, destination: Destination, failure: Failure): Promise<void> {
  const health = await ports.destinations.changeHealth(destination, (before) =>
    afterFailure(before, failure, ports.now()),
  );
  if (health && health.disabledAt !== '') await tellDisabled(ports, destination, health);
}

/** Opens the incident of a destination that nothing more is sent to; repeated it does nothing. */
export async function tellDisabled(
  ports: DeliveryPorts,
  destination: Destination,
  health: DestinationHealth,
): Promise<void> {
  const { profile, id } = destination;
  const reason = `Nothing more is sent to the destination ${id} (${hostOf(destination)}): ${health.lastFailure} Repair it, then replay the destination.`;
  await openIncident(ports, profile, { kind: incidentOf(destination), reason, run: '' }, new Date(health.disabledAt));
}

/** Closes the incident of a destination. */
export async function endIncident(
  ports: DeliveryPorts,
  destination: Pick<Destination, 'profile' | 'id'>,
): Promise<void> {
  const kind = incidentOf(destination);
  await closeIncidents(ports, destination.profile, (open) => open === kind, { at: ports.now() });
}

function incidentOf({ id }: Pick<Destination, 'id'>): string {
  return `destinationDisabled ${id}`;
}
