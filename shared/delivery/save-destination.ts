import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import type { Seal, SealedPlace } from '../secrets/seal.ts';
import type { Secret } from '../secrets/secret.ts';
import { catchUpMessage } from './delivery-message.ts';
import { destinationBodySchema, type Destination, type DestinationBody, type DestinationInput } from './destination.ts';
import { afterRepair, untried } from './destination-health.ts';
import { newDestinationId } from './destination-store.ts';
import type { Outgoing } from './outgoing/outgoing.ts';
import type { DeliveryPorts } from './ports.ts';
import { endIncident } from './tell-destination.ts';

export interface SaveDestinationPorts extends DeliveryPorts {
  outgoing: Outgoing;
  seal: Seal;
}

const mostDestinations = 10;

/** The destination of a profile; throws not found, also for one that is being deleted. */
export async function destinationOf(
  { destinations }: Pick<DeliveryPorts, 'destinations'>,
  profile: string,
  id: string,
): Promise<Destination> {
  const found = await destinations.find(profile, id);
  if (found?.leavingSince === '') return found;
  throw new NotFoundError(
    `The profile has no destination ${id}; list them with GET /api/profiles/${profile}/destinations.`,
  );
}

/** Stores a new destination; every account's state is sent to it. */
export async function createDestination(
  ports: SaveDestinationPorts,
  profile: string,
  input: DestinationInput,
): Promise<Destination> {
  ports.outgoing.check(input.url);
  if ((await ports.destinations.list(profile)).length >= mostDestinations)
    throw new ConflictError(`The profile has ${mostDestinations} destinations already; delete one of them first.`);
  const id = newDestinationId();
  const at = ports.now().toISOString();
  const sealedPassword = sealedPasswordOf(ports, { profile, id }, input, undefined);
  const stored = await ports.destinations.insert({
    ...{ id, profile, body: bodyOf(input), sealedPassword, epoch: 0, leavingSince: '' },
    ...{ createdAt: at, updatedAt: at },
  });
  await ports.deliveryQueue.send(catchUpMessage(profile, id));
  return stored;
}

/** Changes a destination and sends to it again, whatever had stopped that. One with another address is told everything anew. */
export async function replaceDestination(
  ports: SaveDestinationPorts,
  old: Destination,
  input: DestinationInput,
): Promise<Destination> {
  ports.outgoing.check(input.url);
  if (input.kind !== old.body.kind)
    throw wrong('/kind', 'The kind of a destination cannot be changed; create another one.');
  const sealedPassword = sealedPasswordOf(ports, old, input, old);
  const isElsewhere = input.url !== old.body.url;
  return goOn(ports, { ...old, body: bodyOf(input), sealedPassword, epoch: old.epoch + Number(isElsewhere) });
}

/** Sends to a destination again, whatever had stopped that, and tells it every account's present state. */
export async function replayDestination(ports: DeliveryPorts, old: Destination): Promise<Destination> {
  return goOn(ports, { ...old, epoch: old.epoch + 1 });
}

/** Deletes a destination. What was set on a phone system is taken back first; until then it is not shown any more. */
export async function deleteDestination(ports: DeliveryPorts, old: Destination): Promise<void> {
  const { profile, id } = old;
  await endIncident(ports, old);
  if (old.body.kind === 'webhook') {
    await ports.destinations.delete(old);
    await ports.deliveries.removeAll(profile, id);
    return;
  }
  await ports.destinations.replace({ ...old, leavingSince: ports.now().toISOString(), health: untried });
  await ports.deliveryQueue.send(catchUpMessage(profile, id));
}

/** Opens the password of a destination. */
export function passwordOf(seal: Seal, destination: Pick<Destination, 'profile' | 'id' | 'sealedPassword'>): Secret {
  return seal.open(placeOf(destination), destination.sealedPassword);
}

async function goOn(ports: DeliveryPorts, changed: Destination): Promise<Destination> {
  const { profile, id } = changed;
  const repaired = { ...changed, health: afterRepair(changed.health), updatedAt: ports.now().toISOString() };
  const stored = await ports.destinations.replace(repaired);
  await ports.deliveryQueue.send(catchUpMessage(profile, id));
  return stored;
}

function bodyOf(input: DestinationInput): DestinationBody {
  if (input.kind === 'webhook') return input;
  const { password: _password, ...body } = input;
  return destinationBodySchema.parse(body);
}

/** A stored password is kept only for the login and address it belongs to: nobody can have it sent elsewhere by changing the address. */
function sealedPasswordOf(
  { seal }: SaveDestinationPorts,
  destination: Pick<Destination, 'profile' | 'id'>,
  input: DestinationInput,
  old: Destination | undefined,
): string {
  if (input.kind === 'webhook') return '';
  if (input.password) return seal.seal(placeOf(destination), input.password);
  if (old?.body.kind !== 'starface') throw wrong('/password', 'Give the password; none is stored that could be kept.');
  const isSame = old.body.login === input.login && new URL(old.body.url).origin === new URL(input.url).origin;
  if (!isSame) throw wrong('/password', 'Give the password again; the stored one belongs to another login or address.');
  return old.sealedPassword;
}

/** What a destination's sealed password is bound to. */
export function placeOf({ profile, id }: Pick<Destination, 'profile' | 'id'>): SealedPlace {
  return { kind: 'profile', id: profile, field: `password of destination ${id}` };
}

function wrong(pointer: string, detail: string): InvalidError {
  return new InvalidError(detail, [{ pointer, detail }]);
}
