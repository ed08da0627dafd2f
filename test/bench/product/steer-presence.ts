import { z } from 'zod';
import type { Child } from '../processes/child.ts';
import { handledSchema, type Announced, type Covered, type Handled } from './presence-messages.ts';

/** Presence as the bench steers it. */
export interface Presence {
  /** Stores a profile and lists its mailboxes; what is to be read waits in the queue. */
  watched(covered: Covered): Promise<void>;
  /** The minute's look at all accounts; answers when it was done, by the product's clock. */
  watchPresence(): Promise<number>;
  /** Works on messages of the queue, each as soon as it is seen. */
  handlePresence(announced: Announced): Promise<Handled>;
  /** How many accounts have a calendar that was read. */
  accountsRead(profile: string): Promise<number>;
}

export function steerPresence(child: Child): Presence {
  return {
    async watched(covered) {
      await child.call('watched', z.unknown(), covered);
    },
    watchPresence: () => child.call('watchPresence', z.number()),
    handlePresence: (announced) => child.call('handlePresence', handledSchema, announced),
    accountsRead: (profile) => child.call('accountsRead', z.number(), profile),
  };
}
