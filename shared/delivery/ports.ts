import type { NoticePorts } from '../notices/tell-operator.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { Queue } from '../storage/queue.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { DesiredStates } from './desired-state.ts';
import type { DestinationStore } from './destination-store.ts';
import type { Lanes } from './lanes.ts';
import type { Sender } from './sender.ts';

/** What delivering needs. */
export interface DeliveryPorts extends NoticePorts {
  profiles: ProfileStore;
  destinations: DestinationStore;
  deliveries: DeliveryStore;
  deliveryQueue: Queue;
  desiredStates: DesiredStates;
  /** Sends to destinations of every kind. */
  sender: Sender;
  lanes: Lanes;
  /** Between 0 and 1. */
  random(): number;
}
