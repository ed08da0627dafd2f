import type { Progress } from './delivery.ts';
import { deliveryMessage } from './delivery-message.ts';
import type { Destination } from './destination.ts';
import type { DeliveryPorts } from './ports.ts';

const sendsAtOnce = 16;

/** Has an account brought up to date on every destination of its profile that is sent to. */
export async function enqueueDeliveries(
  { destinations, deliveryQueue }: Pick<DeliveryPorts, 'destinations' | 'deliveryQueue'>,
  profile: string,
  account: string,
): Promise<void> {
  for (const { id, leavingSince, health } of await destinations.list(profile)) {
    if (leavingSince !== '' || health.disabledAt !== '') continue;
    await deliveryQueue.send(deliveryMessage(profile, id, account));
  }
}

/** Has every account brought up to date on one destination that is not and that no message is on its way for; answers how many. */
export async function catchUp(ports: DeliveryPorts, destination: Destination): Promise<number> {
  const { profile, id } = destination;
  const progress = await ports.deliveries.progress(profile, id);
  const desired = destination.leavingSince === '' ? await ports.desiredStates.list(profile) : [];
  const accounts = behind(destination, desired, progress, ports.now());
  for (let start = 0; start < accounts.length; start += sendsAtOnce) {
    const part = accounts.slice(start, start + sendsAtOnce);
    await Promise.all(part.map((account) => ports.deliveryQueue.send(deliveryMessage(profile, id, account))));
  }
  return accounts.length;
}

/** A message that is this late was lost. */
const lateMs = 60_000;

/** The accounts that are not up to date and that nobody is at; pure. */
export function behind(
  { epoch }: Pick<Destination, 'epoch'>,
  desired: readonly { account: string; sequence: number }[],
  progress: readonly Progress[],
  now: Date,
): string[] {
  const known = new Map(progress.map((one) => [one.account, one]));
  const late = new Date(now.getTime() - lateMs).toISOString();
  const isWaited = (account: string): boolean => {
    const { leaseUntil = '', nextAt = '' } = known.get(account) ?? {};
    return leaseUntil > now.toISOString() || nextAt > late;
  };
  const changed = desired.filter(({ account, sequence }) => {
    const sent = known.get(account);
    return sent?.sequence !== sequence || sent.epoch !== epoch;
  });
  const wanted = new Set(desired.map(({ account }) => account));
  const withdrawn = progress.filter(({ account }) => !wanted.has(account));
  return [...changed, ...withdrawn].map(({ account }) => account).filter((account) => !isWaited(account));
}
