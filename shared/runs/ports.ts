import type { Connection } from '../connections/connection.ts';
import type { NoteSignInPorts } from '../connections/note-sign-in.ts';
import type { AccountStore } from '../profiles/account-store.ts';
import type { CoveredMailboxes } from '../profiles/covered-mailboxes.ts';
import type { ProfileStates } from '../profiles/profile-state.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { Source } from '../source/source.ts';
import type { Queue } from '../storage/queue.ts';
import type { Table } from '../storage/table.ts';
import type { NoticePorts } from '../notices/tell-operator.ts';
import type { JobGroups } from './job-groups.ts';
import type { RunStore } from './run-store.ts';

/** What running a profile needs. */
export interface RunPorts extends NoticePorts, NoteSignInPorts {
  profiles: ProfileStore;
  states: ProfileStates;
  accounts: AccountStore;
  mailboxes: CoveredMailboxes;
  runs: RunStore;
  groups(profile: string, run: string): JobGroups;
  books: Table;
  connection(id: string): Promise<Connection>;
  openSource(connection: Connection): Source;
  runQueue: Queue;
  jobQueue: Queue;
  /** A worker passes jobs on after this many seconds. */
  sliceSeconds: number;
}
