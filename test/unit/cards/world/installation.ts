import { cardSchema, type Card } from '../../../../shared/cards/card.ts';
import { cardStore } from '../../../../shared/cards/card-store.ts';
import { openConnect, type ConnectPorts, type OpenCard } from '../../../../shared/cards/connect.ts';
import type { DeliverPorts } from '../../../../shared/cards/deliver-submission.ts';
import { submissionStore } from '../../../../shared/cards/submission-store.ts';
import { NotFoundError } from '../../../../shared/errors.ts';
import { silentLog } from '../../../../shared/log.ts';
import { incidents } from '../../../../shared/notices/incidents.ts';
import { cardsProfileSchema, type CardsProfile } from '../../../../shared/profiles/cards-profile.ts';
import { profileStore } from '../../../../shared/profiles/profile-store.ts';
import type { z } from 'zod';
import { openSeal } from '../../../../shared/secrets/seal.ts';
import { memoryQueue, type MemoryQueue } from '../../../../shared/storage/memory-queue.ts';
import { memoryTable } from '../../../../shared/storage/memory-table.ts';
import { allRows, type Row, type Table } from '../../../../shared/storage/table.ts';
import { signingSecrets } from '../../../../shared/webhooks/signing-secrets.ts';
import { queueOf, tableOf } from '../../runs/process.ts';
import { someConnection } from '../../runs/world.ts';
import { exchange, type Exchange } from './exchange.ts';
import { calls, safe, type Calls, type Process } from './process.ts';
import { timeline, type Timeline } from './timeline.ts';

export type Ports = ConnectPorts & DeliverPorts;
type Limits = CardsProfile['limits'];

/** An installation in memory with one organisation behind it. */
export interface Installation {
  readonly time: Timeline;
  readonly calls: Calls;
  readonly exchange: Exchange;
  readonly tables: Record<'profiles' | 'cards' | 'submissions' | 'incidents' | 'signingSecrets', Table>;
  readonly queues: Record<'submissions' | 'notices', MemoryQueue>;
  /** What the clock on the wall shows beside the time that passes. */
  clockOffsetMs: number;
  /** What a process works with: one that was started, or the test's own, which never fails. */
  ports(process?: Process, skewMs?: number): Ports;
  addProfile(id: string, changes?: Partial<z.input<typeof cardsProfileSchema>>): Promise<void>;
  addCard(profile: string, owner: string): Promise<Card>;
  open(card: Card): Promise<OpenCard>;
  /** Every row of everything that is kept of submissions. */
  rows(profile: string): Promise<Row[]>;
}

const start = Date.UTC(2026, 10, 2, 8);
export const manyLimits: Limits = {
  ...{ perAddressIn10Minutes: 1000, perCardAndHour: 1000, perCardAndDay: 1000, perProfileAndHour: 100_000 },
};
const cardKeys = { form: [Buffer.alloc(32, 1)], address: [Buffer.alloc(32, 2)], repeat: [Buffer.alloc(32, 3)] };

export function installation(startsAt = start): Installation {
  const time = timeline(startsAt);
  const made: Installation = {
    time,
    calls: calls(),
    exchange: exchange(),
    tables: {
      ...{ profiles: memoryTable(), cards: memoryTable(), submissions: memoryTable() },
      ...{ incidents: memoryTable(), signingSecrets: memoryTable() },
    },
    queues: { submissions: memoryQueue(), notices: memoryQueue() },
    clockOffsetMs: 0,
    ports: (process = safe, skewMs = 0) => portsOf(made, process, skewMs),
    async addProfile(id, changes = {}) {
      const body = { kind: 'cards' as const, name: 'Team', connectionId: 'c1', limits: manyLimits, ...changes };
      await made.ports().profiles.create(id, cardsProfileSchema.parse(body), new Date(time.now));
    },
    addCard(profile, owner) {
      const address = `${owner}@contoso.com`;
      made.exchange.addresses.set(address, `id-${owner}`);
      const body = cardSchema.parse({ owner: address, displayName: owner });
      return made.ports().cards.create(profile, body, `id-${owner}`, new Date(time.now));
    },
    open: (card) => openConnect(made.ports(), card.id),
    rows: (profile) => allRows(made.tables.submissions, profile),
  };
  return made;
}

function portsOf(made: Installation, process: Process, skewMs: number): Ports {
  const { tables, queues, time } = made;
  const table = (name: keyof typeof tables): Table => tableOf(process, name, tables[name]);
  const now = (): Date => new Date(time.now + made.clockOffsetMs + skewMs);
  const connection = someConnection();
  const seal = openSeal([{ id: 'k1', key: Buffer.alloc(32, 9) }]);
  return {
    cards: cardStore(table('cards')),
    profiles: profileStore(table('profiles')),
    signingSecrets: signingSecrets(table('signingSecrets'), seal, now),
    submissionTable: table('submissions'),
    submissions: submissionStore(table('submissions')),
    submissionQueue: queueOf(process, 'submissions', queues.submissions),
    noticeQueue: queueOf(process, 'notices', queues.notices),
    incidents: incidents(table('incidents')),
    connection: (id) =>
      process.call('get connections', () =>
        id === connection.id ? Promise.resolve(connection) : Promise.reject(new NotFoundError('No such connection.')),
      ),
    openSource: () => made.exchange.open(process),
    cardKeys,
    firstWaitSeconds: 60,
    pause: (ms) => time.sleep(ms),
    log: silentLog,
    now,
  };
}
