import { ThrottledError } from '../errors.ts';
import type { Destination } from './destination.ts';
import { DeliveryError, type Outcome } from './outcome.ts';
import type { DeliveryPorts } from './ports.ts';

const everySeconds = 5;

/**
 * Sends a test event to a webhook, or logs in to a phone system; sets nothing and enables nothing. Throws throttled when the last test
 * was just now: testing must not become a way to look around in networks.
 */
export async function testDestination(ports: DeliveryPorts, destination: Destination): Promise<Outcome> {
  const at = ports.now();
  const oldest = new Date(at.getTime() - everySeconds * 1000).toISOString();
  const mayTest = await ports.destinations.changeHealth(destination, (health) =>
    health.testedAt > oldest ? undefined : { ...health, testedAt: at.toISOString() },
  );
  if (!mayTest)
    throw new ThrottledError(
      `The destination was tested just now; test it again in ${everySeconds} seconds.`,
      everySeconds,
    );
  const outcome = await outcomeOf(() => ports.sender.test(destination));
  const { profile, id } = destination;
  ports.log.info('destination.tested', { profile, destination: id, outcome: outcome.outcome, status: outcome.status });
  return outcome;
}

async function outcomeOf(test: () => Promise<void>): Promise<Outcome> {
  try {
    await test();
    return { outcome: 'ok', detail: 'The destination takes what is sent to it.' };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const { outcome, status, detail } = error.failure;
    return { outcome, detail, ...(status !== undefined && { status }) };
  }
}
