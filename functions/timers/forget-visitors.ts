import type { TimerHandler } from '@azure/functions';
import { forgetVisitors } from '../../shared/cards/forget-visitors.ts';
import { isOfKind } from '../../shared/profiles/profile.ts';
import type { Services } from '../../shared/services.ts';

/** Every day: takes out what visitors have entered once its days of keeping are over. */
export function forgetVisitorsTimer(services: () => Services): TimerHandler {
  return async () => {
    for (const profile of await services().profiles.list())
      if (isOfKind(profile, 'cards')) await forgetVisitors(services(), profile);
  };
}
