import type { StorageQueueHandler } from '@azure/functions';
import { deliverSubmission } from '../../shared/cards/deliver-submission.ts';
import { submissionMessageSchema } from '../../shared/cards/submission-message.ts';
import { parseMessage } from '../../shared/runs/messages.ts';
import type { Services } from '../../shared/services.ts';

/** Queue `submissions`: writes what a business card has received into its mailboxes. */
export function deliverSubmissionWorker(services: () => Services): StorageQueueHandler {
  return async (received) => {
    await deliverSubmission(services(), parseMessage(submissionMessageSchema, received));
  };
}
