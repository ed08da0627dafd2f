import type { StorageQueueHandler } from '@azure/functions';
import { jobMessageSchema, parseMessage } from '../../shared/runs/messages.ts';
import { workGroup } from '../../shared/runs/work-group.ts';
import type { Services } from '../../shared/services.ts';

/** Queue `jobs`: brings the mailboxes of one message up to date. */
export function workJobsWorker(services: () => Services): StorageQueueHandler {
  return async (received) => {
    await workGroup(services(), parseMessage(jobMessageSchema, received));
  };
}
