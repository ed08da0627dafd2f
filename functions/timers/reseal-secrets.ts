import type { TimerHandler } from '@azure/functions';
import type { Services } from '../../shared/services.ts';

/** Every night: seals secrets anew after the sealing key was changed, so that the old key can go. */
export function resealSecretsTimer(services: () => Services): TimerHandler {
  return async () => {
    const { reseal, log } = services();
    const { resealed, keys, failures } = await reseal();
    log.info('secrets.resealed', { resealed, failures: failures.length, sealedBy: JSON.stringify(keys) });
    for (const { place, detail } of failures) log.error('secrets.resealFailed', { ...place, reason: detail });
  };
}
