import type { TimerHandler } from '@azure/functions';
import { watchPresence } from '../../shared/presence/watch-presence.ts';
import type { Services } from '../../shared/services.ts';

/** Every minute: asks for reads that are due, and announces whose situation changes within the next minutes. */
export function watchPresenceTimer(services: () => Services): TimerHandler {
  return async () => {
    await watchPresence(services());
  };
}
