import type { StorageQueueHandler } from '@azure/functions';
import { parseMessage, runMessageSchema } from '../../shared/runs/messages.ts';
import { purgeProfile } from '../../shared/retention/purge-profile.ts';
import { planRun } from '../../shared/runs/plan-run.ts';
import type { Services } from '../../shared/services.ts';

/** Queue `runs`: plans a run, or clears a deleted profile away. */
export function planRunWorker(services: () => Services): StorageQueueHandler {
  return async (received) => {
    const message = parseMessage(runMessageSchema, received);
    if (message.type === 'run') await planRun(services(), message.profile, message.run);
    else await purgeProfile(services(), message.profile);
  };
}
