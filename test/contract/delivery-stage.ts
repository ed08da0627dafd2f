import { startStarfaceSimulator, type StarfaceSimulator } from '../../local/starface-simulator/starface-simulator.ts';
import { simulatedUser } from '../../local/starface-simulator/telephone-system.ts';
import type { Destination } from '../../shared/delivery/destination.ts';
import { destinationStore } from '../../shared/delivery/destination-store.ts';
import { openOutgoing, type Outgoing } from '../../shared/delivery/outgoing/outgoing.ts';
import { passwordOf } from '../../shared/delivery/save-destination.ts';
import type { Sender } from '../../shared/delivery/sender.ts';
import { allSenders } from '../../shared/delivery/senders.ts';
import { Secret } from '../../shared/secrets/secret.ts';
import { tableOf, type Process } from '../unit/runs/process.ts';
import { addDestination, deliveryWorld, profile, seal, type DeliveryWorld } from '../unit/delivery/world.ts';

export const password = 'pass-canary-ÄÖ-7f3a';
export const signingSecret = new Secret(`whsec_${Buffer.from('signing-canary-0123456789abcdef').toString('base64')}`);

/** Requests go out in earnest, to 127.0.0.1 only. */
export function localWay(timeoutMs = 2000): Outgoing {
  return openOutgoing({ entries: [], local: true, ownHosts: [] }, { timeoutMs });
}

/** The real senders; what they store goes through the process that sends. */
export function realSenders(outgoing: Outgoing, secrets: readonly Secret[] = [signingSecret]) {
  return (world: DeliveryWorld, process: Process): Sender =>
    allSenders({
      outgoing,
      destinations: destinationStore(tableOf(process, 'destinations', world.tables.destinations)),
      signingSecrets: { open: () => Promise.resolve([...secrets]) },
      passwordOf: (destination) => passwordOf(seal, destination),
      now: () => new Date(world.now),
    });
}

export interface StarfaceStage {
  world: DeliveryWorld;
  pbx: StarfaceSimulator;
  destination: Destination;
}

/** A STARFACE with anna (101) and ben (102), and a destination that leads there. `oneProcess`: sessions live on from message to message. */
export async function starfaceStage({ oneProcess = false, timeoutMs = 2000 } = {}): Promise<StarfaceStage> {
  const users = [simulatedUser(101, 'Anna@example.org'), simulatedUser(102, 'ben@example.org')];
  const pbx = await startStarfaceSimulator({ users, login: '0001', password });
  const outgoing = localWay(timeoutMs);
  const senderOf = realSenders(outgoing);
  let shared: Sender | undefined;
  const world = deliveryWorld({
    outgoing,
    senderOf: (made, process) => (oneProcess ? (shared ??= senderOf(made, process)) : senderOf(made, process)),
  });
  const body = { kind: 'starface' as const, url: `${pbx.url}/`, login: '0001', accountsBy: 'email' as const };
  const sealed = (id: string): string =>
    seal.seal({ kind: 'profile', id: profile, field: `password of destination ${id}` }, new Secret(password));
  return { world, pbx, destination: await addDestination(world, body, sealed) };
}
