import type { Connection } from '../connections/connection.ts';
import type { NoticePorts } from '../notices/tell-operator.ts';
import type { AccountStore } from '../profiles/account-store.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { EventReader } from '../source/event-reader.ts';
import type { Source } from '../source/source.ts';
import type { Queue } from '../storage/queue.ts';
import type { PresenceStore } from './presence-store.ts';

/** What presence needs. */
export interface PresencePorts extends NoticePorts {
  presence: PresenceStore;
  presenceQueue: Queue;
  /** For messages that must be in time. */
  transitionQueue: Queue;
  profiles: ProfileStore;
  accounts: AccountStore;
  connection(id: string): Promise<Connection>;
  openSource(connection: Connection): Source & EventReader;
  /** Brings every destination of a profile to an account's present state. */
  deliver(profile: string, account: string): Promise<void>;
  /** Waits so many milliseconds; for tests. */
  pause?: ((milliseconds: number) => Promise<unknown>) | undefined;
}
