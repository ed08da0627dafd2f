import type { TimerHandler } from '@azure/functions';
import { pruneHistory } from '../../shared/retention/prune-history.ts';
import type { Services } from '../../shared/services.ts';

/** Every night: removes old runs, dead letters and incidents. */
export function pruneHistoryTimer(services: () => Services): TimerHandler {
  return async () => {
    await pruneHistory(services());
  };
}
