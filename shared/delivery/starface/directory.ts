import { DeliveryError } from '../outcome.ts';
import type { StarfaceApi } from './api.ts';
import type { Starface } from './sessions.ts';

/** The users of phone systems by e-mail address, remembered for a few minutes. */
export interface Directory {
  /** The id of the user with an address; undefined where there is none. Throws where there are several. */
  userBy(destination: Starface, api: StarfaceApi, email: string): Promise<string | undefined>;
}

const rememberedMs = 10 * 60_000;
/** A user that is not known may have been created just now. */
const unknownMs = 30_000;

export function openDirectory(now: () => Date): Directory {
  const known = new Map<string, { readAt: number; users: Map<string, string[]> }>();
  return {
    async userBy(destination, api, email) {
      const wanted = email.trim().toLowerCase();
      const name = `${destination.id} ${destination.updatedAt}`;
      const age = (): number => now().getTime() - (known.get(name)?.readAt ?? -Infinity);
      const isKnown = known.get(name)?.users.has(wanted) ?? false;
      if (age() > (isKnown ? rememberedMs : unknownMs))
        known.set(name, { readAt: now().getTime(), users: byEmail(await api.users()) });
      const [user, ...more] = known.get(name)?.users.get(wanted) ?? [];
      if (more.length > 0) throw ambiguous();
      return user;
    },
  };
}

function byEmail(users: Awaited<ReturnType<StarfaceApi['users']>>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, email } of users) {
    const address = (email ?? '').trim().toLowerCase();
    if (address !== '') found.set(address, [...(found.get(address) ?? []), id]);
  }
  return found;
}

function ambiguous(): DeliveryError {
  return new DeliveryError({
    outcome: 'account',
    detail: 'Several users of the STARFACE have the e-mail address of the account; leave it with one of them.',
  });
}
