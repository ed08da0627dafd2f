import type { StorageQueueHandler } from '@azure/functions';
import { noticeMessageSchema } from '../../shared/notices/notice-message.ts';
import { sendNotice } from '../../shared/notices/send-notice.ts';
import { parseMessage } from '../../shared/runs/messages.ts';
import type { Services } from '../../shared/services.ts';

/** Queue `notices`: sends one mail about an incident. */
export function sendNoticeWorker(services: () => Services): StorageQueueHandler {
  return async (received) => {
    await sendNotice(services(), parseMessage(noticeMessageSchema, received));
  };
}
