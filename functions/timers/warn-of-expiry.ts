import type { TimerHandler } from '@azure/functions';
import { warnOfExpiry } from '../../shared/notices/secret-warnings.ts';
import type { Services } from '../../shared/services.ts';

/** Every hour: warns of secrets and certificates that are about to expire. */
export function warnOfExpiryTimer(services: () => Services): TimerHandler {
  return async () => {
    const ports = services();
    await warnOfExpiry(ports, await ports.profiles.list(), await ports.connections.all());
  };
}
