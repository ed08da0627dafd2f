import type { TimerHandler } from '@azure/functions';
import type { Services } from '../../shared/services.ts';

/** Every night: seals secrets anew after the sealing key was changed, so that the old key can go. */
export function resealConnectionsTimer(services: () => Services): TimerHandler {
  return async () => {
    const { reseal, log } = services();
    const { resealed, keys, failures } = await reseal();
    log.info('connections.resealed', { resealed, failures: failures.length, sealedBy: JSON.stringify(keys) });
    for (const { connection, detail } of failures)
      log.error('connections.resealFailed', { connection, reason: detail });
  };
}
