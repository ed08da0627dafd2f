import type { TimerHandler } from '@azure/functions';
import type { Services } from '../../shared/services.ts';
import { startDueRuns } from '../../shared/runs/start-run.ts';

/** Every minute: starts the profiles whose schedule is due. */
export function startDueRunsTimer(services: () => Services): TimerHandler {
  return async () => {
    await startDueRuns(services());
  };
}
