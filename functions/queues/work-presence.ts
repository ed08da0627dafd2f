import type { StorageQueueHandler } from '@azure/functions';
import { advanceAccounts } from '../../shared/presence/advance.ts';
import { planReads } from '../../shared/presence/plan-reads.ts';
import { presenceMessageSchema } from '../../shared/presence/presence-message.ts';
import { readCalendars } from '../../shared/presence/read-calendars.ts';
import { parseMessage } from '../../shared/runs/messages.ts';
import type { Services } from '../../shared/services.ts';

/** Queues `presence` and `transitions`: lists mailboxes, reads calendars, and works out what holds for accounts. */
export function workPresenceWorker(services: () => Services): StorageQueueHandler {
  return async (received) => {
    const message = parseMessage(presenceMessageSchema, received);
    const { profile } = message;
    switch (message.type) {
      case 'plan':
        return planReads(services(), profile);
      case 'read':
        return readCalendars(services(), profile, message.accounts);
      case 'advance':
        return advanceAccounts(services(), profile, message.accounts, new Date(message.at));
    }
  };
}
