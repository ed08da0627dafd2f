import { z } from 'zod';
import type { Child } from '../processes/child.ts';
import { handledSchema, type Covered, type Handled, type Seen } from './presence-messages.ts';

/** Presence as the bench steers it. */
export interface Presence {
  /** Stores a profile and lists its mailboxes; what is to be read waits in the queue. */
  watched(covered: Covered): Promise<void>;
  /** The minute's look at all accounts. */
  watchPresence(): Promise<void>;
  /** Works on messages of the queue, each as soon as it is seen. */
  handlePresence(seen: Seen): Promise<Handled>;
  /** How many accounts have a calendar that was read. */
  accountsRead(profile: string): Promise<number>;
}

export function steerPresence(child: Child): Presence {
  return {
    async watched(covered) {
      await child.call('watched', z.unknown(), covered);
    },
    async watchPresence() {
      await child.call('watchPresence', z.unknown());
    },
    handlePresence: (seen) => child.call('handlePresence', handledSchema, seen),
    accountsRead: (profile) => child.call('accountsRead', z.number(), profile),
  };
}
