import type { TimerHandler } from '@azure/functions';
import { watchNotices } from '../../shared/notices/watch-notices.ts';
import type { Services } from '../../shared/services.ts';

/** Every five minutes: has mails sent again that nobody knows the fate of. */
export function watchNoticesTimer(services: () => Services): TimerHandler {
  return async () => {
    const ports = services();
    await watchNotices(ports, await ports.profiles.list());
  };
}
