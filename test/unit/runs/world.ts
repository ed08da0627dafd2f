import type { Connection } from '../../../shared/connections/connection.ts';
import { untested } from '../../../shared/connections/health.ts';
import { deadLetterStore } from '../../../shared/deadletters/dead-letter-store.ts';
import type { PurgePorts } from '../../../shared/retention/purge-profile.ts';
import { NotFoundError } from '../../../shared/errors.ts';
import { silentLog } from '../../../shared/log.ts';
import { tablesByProfile, type queueNames, type tableNames } from '../../../shared/names.ts';
import { incidents } from '../../../shared/notices/incidents.ts';
import { accountStore } from '../../../shared/profiles/account-store.ts';
import type { Account } from '../../../shared/profiles/account.ts';
import { contactsProfileSchema, type ContactsProfileInput } from '../../../shared/profiles/contacts-profile.ts';
import { coveredMailboxes } from '../../../shared/profiles/covered-mailboxes.ts';
import { profileStates } from '../../../shared/profiles/profile-state.ts';
import { profileStore } from '../../../shared/profiles/profile-store.ts';
import { createProfile, replaceProfile } from '../../../shared/profiles/save-profile.ts';
import { jobGroups } from '../../../shared/runs/job-groups.ts';
import { runStore } from '../../../shared/runs/run-store.ts';
import { memoryQueue, type MemoryQueue } from '../../../shared/storage/memory-queue.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import type { Queue } from '../../../shared/storage/queue.ts';
import { allRows, type Row, type Table } from '../../../shared/storage/table.ts';
import { failing, queueOf, safe, tableOf, type Failing, type Process } from './process.ts';
import { tenant, type Tenant } from './tenant.ts';

export type Ports = PurgePorts;
type TableName = keyof typeof tableNames;
type QueueName = keyof typeof queueNames;

/** A table whose partitions can be told. */
export interface OpenTable extends Table {
  all(): Promise<Row[]>;
}

/** An installation in memory with one organisation behind it, and a clock that stands until somebody moves it. */
export interface World {
  readonly tenant: Tenant;
  readonly tables: Record<TableName, OpenTable>;
  readonly queues: Record<QueueName, MemoryQueue>;
  readonly failing: Failing;
  connection: Connection;
  now: number;
  sliceSeconds: number;
  /** Passes at every call, so that a slice can end. */
  msPerCall: number;
  /** What a process works with: one that `failing` has started, or the test's own, which never fails. */
  ports(process?: Process): Ports;
  later(minutes: number): void;
  /** Creates a profile of all people, matched by user name. */
  addProfile(changes?: Partial<ContactsProfileInput>): Promise<string>;
  changeProfile(profile: string, changes: Partial<ContactsProfileInput>): Promise<void>;
  /** Puts accounts: `anna` has the id `a-anna` and the user name `anna`, unless it is given as `id:userName`. */
  putAccounts(profile: string, ...names: string[]): Promise<void>;
}

function openTable(): OpenTable {
  const table = memoryTable();
  const partitions = new Set<string>();
  return {
    ...table,
    commit(partition, changes) {
      partitions.add(partition);
      return table.commit(partition, changes);
    },
    async all() {
      const rows = await Promise.all([...partitions].map((partition) => allRows(table, partition)));
      return rows.flat();
    },
  };
}

const start = Date.UTC(2026, 10, 2, 8);

export function world(): World {
  const made: World = {
    tenant: tenant(),
    tables: {
      connections: openTable(),
      profiles: openTable(),
      accounts: openTable(),
      mailboxes: openTable(),
      runs: openTable(),
      books: openTable(),
      keys: openTable(),
      incidents: openTable(),
      deadLetters: openTable(),
      signingSecrets: openTable(),
      cards: openTable(),
      submissions: openTable(),
      presence: openTable(),
      destinations: openTable(),
      deliveries: openTable(),
    },
    queues: {
      runs: memoryQueue(),
      jobs: memoryQueue(),
      notices: memoryQueue(),
      submissions: memoryQueue(),
      presence: memoryQueue(),
      transitions: memoryQueue(),
      deliveries: memoryQueue(),
    },
    failing: failing(),
    connection: someConnection(),
    now: start,
    sliceSeconds: 240,
    msPerCall: 0,
    ports: (process = safe) => portsOf(made, process),
    later: (minutes) => void (made.now += minutes * 60_000),
    async addProfile(changes = {}) {
      return (await createProfile(made.ports(), contactsProfileSchema.parse(profileInput(changes)))).id;
    },
    async changeProfile(id, changes) {
      const old = await made.ports().profiles.get(id);
      await replaceProfile(made.ports(), old, contactsProfileSchema.parse({ ...old.body, ...changes }));
    },
    async putAccounts(profile, ...names) {
      const { accounts } = made.ports();
      const { etag } = await accounts.get(profile);
      await accounts.put(profile, names.map(accountOf), etag, new Date(made.now));
    },
  };
  return made;
}

export function profileInput(changes: Partial<ContactsProfileInput> = {}): ContactsProfileInput {
  return {
    kind: 'contacts',
    name: 'Sales',
    connectionId: 'c1',
    sources: { personal: { from: 'all' } },
    notify: 'ops@contoso.com',
    ...changes,
  };
}

export function accountOf(name: string): Account {
  const [id = '', userName] = name.split(':');
  return userName === undefined ? { id: `a-${id}`, userName: id } : { id, userName };
}

export function someConnection(changes: Partial<Connection> = {}): Connection {
  const at = new Date(start).toISOString();
  return {
    id: 'c1',
    kind: 'graph',
    name: 'Contoso',
    cloud: 'global',
    tenant: 't1',
    client: 'k1',
    credential: { kind: 'secret' },
    sender: 'patchbay@contoso.com',
    version: 1,
    createdAt: at,
    updatedAt: at,
    sealed: {},
    health: untested,
    etag: '',
    ...changes,
  };
}

function portsOf(made: World, process: Process): Ports {
  const table = (name: TableName): Table => tableOf(process, name, made.tables[name]);
  const queue = (name: QueueName): Queue => queueOf(process, name, made.queues[name]);
  const now = (): Date => new Date((made.now += made.msPerCall));
  return {
    profiles: profileStore(table('profiles')),
    states: profileStates(table('profiles')),
    accounts: accountStore(table('accounts')),
    mailboxes: coveredMailboxes(table('mailboxes')),
    runs: runStore(table('runs')),
    groups: (profile, run) => jobGroups(table('runs'), profile, run),
    books: table('books'),
    connection: (id) =>
      id === made.connection.id
        ? Promise.resolve(made.connection)
        : Promise.reject(new NotFoundError(`There is no connection ${id}.`)),
    recordHealth: (_id, health) =>
      process.call('record health', () => {
        made.connection = { ...made.connection, health };
        return Promise.resolve();
      }),
    openSource: () => made.tenant.source((call) => process.call(`source ${call.do}`, () => Promise.resolve())),
    runQueue: queue('runs'),
    jobQueue: queue('jobs'),
    noticeQueue: queue('notices'),
    incidents: incidents(table('incidents')),
    deadLetters: deadLetterStore(table('deadLetters')),
    queueNamed: queue,
    tablesByProfile: tablesByProfile.map(table),
    withdraw: () => Promise.resolve(true),
    sliceSeconds: made.sliceSeconds,
    log: silentLog,
    now,
  };
}
