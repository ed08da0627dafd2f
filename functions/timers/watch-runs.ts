import type { TimerHandler } from '@azure/functions';
import type { Services } from '../../shared/services.ts';
import { watchRuns } from '../../shared/runs/watch-runs.ts';

/** Every minute: looks after the runs that are going on. */
export function watchRunsTimer(services: () => Services): TimerHandler {
  return async () => {
    await watchRuns(services());
  };
}
