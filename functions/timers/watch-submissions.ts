import type { TimerHandler } from '@azure/functions';
import { watchSubmissions } from '../../shared/cards/watch-submissions.ts';
import type { Services } from '../../shared/services.ts';

/** Every minute: goes on with submissions whose message was lost. */
export function watchSubmissionsTimer(services: () => Services): TimerHandler {
  return async () => {
    await watchSubmissions(services());
  };
}
