import { ConflictError, NotFoundError } from '../errors.ts';
import { newDelivery, type Delivery } from './delivery.ts';
import { deliveryMessage, type OneDelivery } from './delivery-message.ts';
import type { Destination } from './destination.ts';
import { DeliveryError, type Failure } from './outcome.ts';
import { planDelivery, type Target } from './plan-delivery.ts';
import type { DeliveryPorts } from './ports.ts';
import { waitSeconds } from './retry-schedule.ts';
import { noteFailure, noteSuccess } from './tell-destination.ts';

/** An attempt has ended after this time, and others may take it up after that one. */
const attemptMs = 45_000;
const leaseMs = 60_000;
/** A state that changes while it is sent is sent again at once so often. */
const mostRounds = 5;
const crowdedSeconds = 2;

/**
 * Brings one account up to date on one destination. Level-triggered: what is sent is what holds now, so a state that was overtaken is
 * never sent, and handling a message twice, late or out of order does nothing. One worker at a time has an account in hand.
 */
export async function deliver(ports: DeliveryPorts, message: OneDelivery): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    if ((await step(ports, message)) === 'done') return;
  }
  await ports.deliveryQueue.send(message, { delaySeconds: crowdedSeconds });
}

async function step(ports: DeliveryPorts, message: OneDelivery): Promise<'done' | 'lookAgain'> {
  const { profile, destination: id, account } = message;
  const destination = await ports.destinations.find(profile, id);
  if (!destination || destination.health.disabledAt !== '') return 'done';
  // Read before what is desired: whoever sends something later changes it first.
  const delivery = await ports.deliveries.find(profile, id, account);
  const desired = destination.leavingSince === '' ? await ports.desiredStates.get(profile, account) : undefined;
  const plan = planDelivery(destination, delivery, desired, ports.now());
  switch (plan.do) {
    case 'nothing':
      return 'done';
    case 'forget':
      return delivery ? unlessOvertaken(() => ports.deliveries.delete(delivery)) : 'done';
    case 'note':
      return unlessOvertaken(async () => {
        await store(ports, arrived(startOf(delivery, destination, plan.target), destination, plan.target, undefined));
      });
    case 'comeBack':
      await sendIn(ports, message, Date.parse(plan.at) - ports.now().getTime() + 1000);
      return 'done';
    case 'send':
      return attempt(ports, destination, delivery, plan.target);
  }
}

/** Sends, when nobody else has taken the account in hand, and there is room. */
async function attempt(
  ports: DeliveryPorts,
  destination: Destination,
  delivery: Delivery | undefined,
  target: Target,
): Promise<'done' | 'lookAgain'> {
  const message = deliveryMessage(destination.profile, destination.id, target.state.account.id);
  if (!ports.lanes.enter(destination.id)) {
    await sendIn(ports, message, crowdedSeconds * 1000);
    return 'done';
  }
  const start = ports.now().getTime();
  try {
    return await unlessOvertaken(async () => {
      const taken = await store(ports, takenUp(startOf(delivery, destination, target), target, ports.now()));
      await sendTaken(ports, destination, taken, target);
    });
  } finally {
    ports.lanes.leave(destination.id, ports.now().getTime() - start);
  }
}

async function sendTaken(
  ports: DeliveryPorts,
  destination: Destination,
  taken: Delivery,
  target: Target,
): Promise<void> {
  let delivery = taken;
  const hold = async (held: Delivery['held']): Promise<void> => {
    delivery = await store(ports, { ...delivery, held });
  };
  const signal = AbortSignal.timeout(attemptMs);
  const names = { profile: destination.profile, destination: destination.id, account: target.state.account.id };
  const { sequence } = target.state;
  try {
    const held = await ports.sender.send({ destination, delivery, target, signal, hold });
    const after = arrived({ ...delivery, held }, destination, target, ports.now());
    await (target.isWithdrawn ? ports.deliveries.delete(delivery) : store(ports, after));
    ports.log.info('delivery.sent', { ...names, sequence, attempts: delivery.attempts + 1 });
    await noteSuccess(ports, destination);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const { failure } = error;
    const after = failed(delivery, failure, ports);
    await store(ports, after);
    const { outcome, status, detail: reason } = failure;
    ports.log.warn('delivery.failed', { ...names, sequence, outcome, status, reason, attempts: after.attempts });
    if (failure.postponedSeconds === undefined) await noteFailure(ports, destination, failure);
    const message = deliveryMessage(destination.profile, destination.id, target.state.account.id);
    await sendIn(ports, message, Date.parse(after.nextAt) - ports.now().getTime());
  }
}

function startOf(delivery: Delivery | undefined, { profile, id }: Destination, { state }: Target): Delivery {
  return delivery ?? { ...newDelivery({ profile, destination: id, account: state.account }), etag: '' };
}

function takenUp(delivery: Delivery, { hash, state }: Target, now: Date): Delivery {
  const isNew = delivery.target !== hash;
  return {
    ...delivery,
    account: state.account,
    target: hash,
    targetAt: isNew ? now.toISOString() : delivery.targetAt,
    leaseUntil: new Date(now.getTime() + leaseMs).toISOString(),
  };
}

function arrived(delivery: Delivery, { epoch }: Destination, { hash, state }: Target, now: Date | undefined): Delivery {
  const { account, effects, sequence } = state;
  const rest = { target: hash, attempts: 0, failure: '', nextAt: '', heldOffUntil: '', leaseUntil: '' };
  return {
    ...delivery,
    ...rest,
    account,
    hash,
    effects,
    sequence,
    epoch,
    sentAt: now?.toISOString() ?? delivery.sentAt,
  };
}

function failed(delivery: Delivery, failure: Failure, { now, random }: DeliveryPorts): Delivery {
  const { postponedSeconds, retryAfterSeconds } = failure;
  const attempts = delivery.attempts + (postponedSeconds === undefined ? 1 : 0);
  const seconds = postponedSeconds ?? waitSeconds(attempts, retryAfterSeconds, random);
  const inSeconds = (wait: number): string => new Date(now().getTime() + wait * 1000).toISOString();
  const heldOffUntil = retryAfterSeconds === undefined ? '' : inSeconds(retryAfterSeconds);
  return { ...delivery, attempts, failure: failure.detail, nextAt: inSeconds(seconds), heldOffUntil, leaseUntil: '' };
}

/** A delivery that was never stored has no etag. */
async function store({ deliveries }: DeliveryPorts, delivery: Delivery): Promise<Delivery> {
  const { etag, ...fresh } = delivery;
  return etag === '' ? deliveries.insert(fresh) : deliveries.replace(delivery);
}

/** Looks again when somebody else has changed the delivery meanwhile, and after everything that was done: the state may have changed. */
async function unlessOvertaken(act: () => Promise<void>): Promise<'lookAgain'> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
  }
  return 'lookAgain';
}

async function sendIn({ deliveryQueue }: DeliveryPorts, message: OneDelivery, ms: number): Promise<void> {
  await deliveryQueue.send(message, { delaySeconds: Math.max(1, Math.ceil(ms / 1000)) });
}
