import type { TimerHandler } from '@azure/functions';
import type { Services } from '../../shared/services.ts';
import { measureLag } from '../../shared/telemetry/measure-lag.ts';

/** Four times an hour: logs how far the mailboxes of each profile are behind. */
export function measureLagTimer(services: () => Services): TimerHandler {
  return async () => {
    await measureLag(services());
  };
}
